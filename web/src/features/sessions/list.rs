use leptos::prelude::*;
use pitlane_contract::{paging::CursorQuery, realtime::Event, sessions::Session};
use pitlane_domain::vocabulary::SessionStatus;

use super::standing;
use crate::{
    account::api,
    features::booking::service_word,
    format,
    realtime::Realtime,
    routing,
    shell::PageHead,
    text::t,
    ui::{Badge, Empty, Kind, LinkButton, LoadedFeed, Moment, Tone, feed},
};

/// The page of the mechanic's sessions.
#[component]
pub fn Sessions() -> impl IntoView {
    let words = &t().provider;
    let (client, realtime) = (api(), Realtime::get());
    let sessions = feed(move |cursor| {
        realtime.resumed.track();
        let client = client.clone();
        async move { client.list_sessions(&CursorQuery { limit: Some(20), cursor }).await }
    });
    realtime.on_event(move |event| {
        if matches!(event, Event::SessionUpdated { .. }) {
            sessions.reload();
        }
    });
    let empty = move || {
        view! {
            <Empty title=words.sessions_empty_title text=words.sessions_empty>
                <LinkButton href="/provider" kind=Kind::Main>
                    {words.to_today}
                </LinkButton>
            </Empty>
        }
    };
    view! {
        <PageHead title=t().room.list_title lead=Signal::stored(words.sessions_lead.to_owned()) />
        <section>
            <LoadedFeed
                of=sessions
                label=t().room.list_title
                lines=5
                empty
                row=Callback::from(|session: Session| view! { <SessionRow session /> }.into_any())
            />
        </section>
    }
}

/// One session in a list of the mechanic, with what is left to do about it.
#[component]
pub fn SessionRow(
    /// The session.
    session: Session,
) -> impl IntoView {
    let words = &t().provider;
    let (word, tone) = standing(session.status);
    let (id, customer) = (session.id, session.customer.name.clone());
    let step = match (session.status, session.has_summary) {
        (SessionStatus::Ended, true) => view! {
            <a href=routing::summary(id) aria-label=(words.read_for)(&customer)>
                {words.read}
            </a>
        }
        .into_any(),
        (SessionStatus::Ended, false) => view! {
            <a href=routing::write_summary(id) aria-label=(words.write_for)(&customer)>
                {words.write}
            </a>
        }
        .into_any(),
        _ => view! { <Badge tone=Signal::stored(tone) text=word /> }.into_any(),
    };
    // of an ended session the link says what is left to do
    let live = matches!(tone, Tone::Good | Tone::Wait);
    view! {
        <li class="svc" class:live=live>
            <Moment at=session.created_at how=format::day_or_time />
            <a class="name" href=routing::room(id)>
                {(words.request_of)(service_word(session.service), &customer)}
            </a>
            <span class="sum">{format::money(session.price_cents, &session.currency)}</span>
            <small class="clip">{session.vehicle} ": " {session.concern}</small>
            <small class="w">{step}</small>
        </li>
    }
}
