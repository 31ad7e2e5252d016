use leptos::prelude::*;
use pitlane_contract::messages::ConsentEntry;
use pitlane_domain::vocabulary::ConsentHow;

use super::{by_channel, topic_words};
use crate::{format, text::t};

/// The log of consent, newest first.
#[component]
pub fn History(entries: Signal<Vec<ConsentEntry>>) -> impl IntoView {
    let words = &t().messages;
    let rows = move || {
        let rows = entries.get();
        if rows.is_empty() {
            return view! { <p class="soft">{words.history_none}</p> }.into_any();
        }
        let rows = rows.iter().map(row).collect_view();
        view! { <ul class="consents">{rows}</ul> }.into_any()
    };
    view! {
        <section class="sheet padded stack">
            <h2>{words.history}</h2>
            {rows}
        </section>
    }
}

fn row(entry: &ConsentEntry) -> impl IntoView + use<> {
    let words = &t().messages;
    let what = entry.topic.map_or(words.everything, |topic| topic_words(topic).0);
    let channel = by_channel(entry.channel);
    let said = if entry.granted { (words.agreed)(what, channel) } else { (words.ended)(what, channel) };
    let how = match entry.how {
        ConsentHow::Settings => words.how_settings,
        ConsentHow::Text => words.how_text,
        ConsentHow::Link => words.how_link,
        ConsentHow::Support => words.how_support,
    };
    view! {
        <li>
            <span>{said}</span>
            <small class="soft">{format!("{}, {how}", format::exact(entry.created_at))}</small>
        </li>
    }
}
