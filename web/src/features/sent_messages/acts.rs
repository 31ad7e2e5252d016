use leptos::prelude::*;
use pitlane_domain::vocabulary::Channel;

use super::{end::End, text::WriteText};
use crate::{
    routing,
    shell::{PageHead, focus_after_paint},
    text::t,
    ui::{Button, LinkButton},
};

/// What staff is about to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Doing {
    Nothing,
    Ending,
    Writing,
}

/// The head of the page, with what one can do there besides looking.
#[component]
pub fn Acts() -> impl IntoView {
    let words = &t().sent_messages;
    let doing = RwSignal::new(Doing::Nothing);
    let begin = move |what: Doing, first: &'static str| {
        doing.set(what);
        focus_after_paint(first);
    };
    let done = Callback::new(move |()| doing.set(Doing::Nothing));
    let sheet = move || match doing.get() {
        Doing::Nothing => ().into_any(),
        Doing::Ending => {
            view! { <End channel=Channel::Email address=String::new() topic=None on_done=done /> }.into_any()
        }
        Doing::Writing => view! { <WriteText on_cancel=done /> }.into_any(),
    };
    view! {
        <PageHead title=words.title lead=Signal::stored(words.lead.to_owned())>
            <div class="row">
                <LinkButton href=routing::MESSAGE_TEMPLATES>{words.templates}</LinkButton>
                <Button on_press=move |()| begin(Doing::Ending, "#channel")>{words.end}</Button>
                <Button on_press=move |()| begin(Doing::Writing, "#to")>{words.write}</Button>
            </div>
        </PageHead>
        {sheet}
    }
}
