use leptos::prelude::*;
use pitlane_contract::notifications::Notice;

use super::{
    live,
    row::{MarkAll, Row},
};
use crate::{
    routing,
    text::t,
    ui::{Empty, LoadedFeed},
};

/// The latest notices beside other things.
#[component]
pub fn Latest() -> impl IntoView {
    let words = &t().notices;
    let notices = live(5);
    let unread = Memo::new(move |_| {
        notices.items.with(|all| all.iter().flatten().any(|notice| notice.read_at.is_none()))
    });
    let empty = move || view! { <Empty title=words.empty_title text=words.empty_provider /> };
    let row = |notice: Notice| {
        let new = Signal::stored(notice.read_at.is_none());
        view! { <Row notice new /> }.into_any()
    };
    view! {
        <section>
            <div class="head">
                <h2>
                    <a class="name" href=routing::NOTICES>
                        {words.title}
                    </a>
                </h2>
                <MarkAll notices wanted=unread />
            </div>
            <LoadedFeed of=notices label=words.title empty row=Callback::from(row) />
        </section>
    }
}
