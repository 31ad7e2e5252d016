use leptos::prelude::*;
use pitlane_contract::reviews::ReplyToReview;
use uuid::Uuid;

use crate::{
    account::api,
    text::t,
    ui::{AreaInput, Button, Form, FormProblem, Kind, Toasts},
};

/// The server takes replies of this many characters.
const LONGEST: usize = 2_000;

fn rule(value: &str) -> Option<String> {
    let good = (1..=LONGEST).contains(&value.trim().chars().count());
    (!good).then(|| t().review.reply_invalid.to_owned())
}

/// The provider's reply to a review, and where it is written.
#[component]
pub fn Reply(
    /// The review.
    id: Uuid,
    /// What was said so far.
    said: Option<String>,
    /// Which review is being replied to: one at a time.
    open: RwSignal<Option<Uuid>>,
) -> impl IntoView {
    let words = &t().review;
    let said = RwSignal::new(said);
    let writing = Memo::new(move |_| open.get() == Some(id));
    move || {
        if writing.get() {
            return view! { <ReplyForm id said open /> }.into_any();
        }
        let press = move |()| open.set(Some(id));
        match said.get() {
            Some(text) => view! {
                <div class="note">
                    <b>{words.reply_of_provider}</b>
                    <p class="written">{text}</p>
                </div>
                <p>
                    <Button kind=Kind::Quiet on_press=press>
                        {words.change_reply}
                    </Button>
                </p>
            }
            .into_any(),
            None => view! {
                <p>
                    <Button on_press=press>{words.reply}</Button>
                </p>
            }
            .into_any(),
        }
    }
}

#[component]
fn ReplyForm(id: Uuid, said: RwSignal<Option<String>>, open: RwSignal<Option<Uuid>>) -> impl IntoView {
    let words = &t().review;
    let form = Form::new();
    let text = form.field("text", said.get_untracked().unwrap_or_default(), rule);
    let (client, toasts) = (api(), Toasts::get());
    let submit = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        let client = client.clone();
        let body = ReplyToReview { text: text.text() };
        form.send(async move { client.reply_to_review(id, &body).await }, move |review| {
            said.set(review.reply);
            open.set(None);
            toasts.say(words.reply_saved);
        });
    };
    view! {
        <form class="form" novalidate on:submit=submit>
            <FormProblem form />
            <AreaInput field=text label=words.reply_label />
            <div class="actions start">
                <Button kind=Kind::Main submit=true busy=form.busy>
                    {t().common.save}
                </Button>
                <Button kind=Kind::Quiet on_press=move |()| open.set(None)>
                    {t().common.cancel}
                </Button>
            </div>
        </form>
    }
}
