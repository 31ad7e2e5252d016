use leptos::prelude::*;
use pitlane_contract::customers::ServiceRecord;

use crate::{
    features::booking::service_word,
    format, routing,
    text::t,
    ui::{Empty, Feed, Kind, LinkButton, LoadedFeed, Moment, Money},
};

/// The service history, newest first.
#[component]
pub fn History(history: Feed<ServiceRecord>) -> impl IntoView {
    let words = &t().home;
    let empty = move || {
        view! {
            <Empty title=words.history_empty_title text=words.history_empty>
                <LinkButton href="/book" kind=Kind::Plain>
                    {words.get_help}
                </LinkButton>
            </Empty>
        }
    };
    view! {
        <section>
            <div class="head">
                <h2>{words.history}</h2>
                <a href="/requests">{words.all_requests}</a>
            </div>
            <LoadedFeed
                of=history
                label=words.history
                lines=4
                empty
                row=Callback::from(|record: ServiceRecord| view! { <Row record /> }.into_any())
            />
        </section>
    }
}

#[component]
fn Row(record: ServiceRecord) -> impl IntoView {
    let words = &t().home;
    let explanation = match &record.diagnosis {
        Some(diagnosis) => format!("{}: {diagnosis}", record.provider_name),
        None => record.provider_name.clone(),
    };
    // a sentence, turned into the first half of a title
    let concern = record.concern.trim_end_matches(['.', '!', '?', ' ']);
    let what = record.service.map_or(words.repair, service_word);
    let title = format!("{concern}, {}", what.to_lowercase());
    let (word, href) = match (record.session_id, record.repair_id) {
        (Some(session), _) => (words.summary, routing::summary(session)),
        (None, repair) => (words.details, repair.map(routing::repair).unwrap_or_default()),
    };
    let label = format!("{word}: {}", record.concern);
    let side = record.warranty_until.map(|until| (words.warranty_until)(&format::day(until)));
    view! {
        <li class="svc">
            <Moment at=record.completed_at />
            <b class="clip">{title}</b>
            <Money cents=record.paid_cents currency=record.currency />
            <small class="clip">{explanation}</small>
            <small class="w">
                {side.map(|side| view! { <span>{side}</span> " " })}
                <a href=href aria-label=label>
                    {word}
                </a>
            </small>
        </li>
    }
}
