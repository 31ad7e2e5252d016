use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use pitlane_client::{ApiError, Client};
use pitlane_contract::{
    realtime::Event,
    sessions::{PartNeeded, Session, SessionFile, Summary as Written},
};
use pitlane_domain::vocabulary::SessionStatus;
use uuid::Uuid;

use super::{chat::File, room::is_customer};
use crate::{
    account::api,
    features::{
        favorites::AskFavorite,
        quotes::QuoteFromSession,
        reviews::{Finished, ReviewForm},
    },
    format,
    realtime::Realtime,
    routing,
    shell::PageHead,
    text::t,
    ui::{Empty, LinkButton, Load, load, loaded},
};

/// A session and what was written after it; nothing before it is handed over.
#[derive(Debug, Clone, PartialEq)]
struct Both {
    session: Session,
    summary: Option<Written>,
}

async fn fetch(client: Client, id: Option<Uuid>) -> Result<Both, ApiError> {
    let id = id.ok_or(ApiError::Unreadable { status: 404 })?;
    let session = client.get_session(id).await?;
    let summary = match client.get_summary(id).await {
        Ok(summary) => Some(summary),
        Err(error) if error.status() == Some(404) => None,
        Err(error) => return Err(error),
    };
    Ok(Both { session, summary })
}

/// What is left of a session: the summary, then once the question about the favorite, and the review.
#[component]
pub fn Summary() -> impl IntoView {
    let params = use_params_map();
    let id = Memo::new(move |_| params.with(|map| map.get("id")).and_then(|id| id.parse::<Uuid>().ok()));
    let (client, realtime) = (api(), Realtime::get());
    let both = load(move || {
        realtime.resumed.track();
        fetch(client.clone(), id.get())
    });
    realtime.on_event(move |event| {
        if matches!(event, Event::SessionUpdated { session_id, .. } if Some(*session_id) == id.get_untracked()) {
            both.reload();
        }
    });
    let lead = Signal::derive(move || {
        both.get()
            .map(|Both { session, summary }| {
                let at =
                    summary.and_then(|it| it.submitted_at).or(session.ended_at).unwrap_or(session.created_at);
                (t().room.summary_lead)(&session.mechanic.name, &format::day(at))
            })
            .unwrap_or_default()
    });
    view! {
        <PageHead title=t().room.summary_title lead />
        {loaded(both, 6, move |now| view! { <Shown both now /> })}
    }
}

#[component]
fn Shown(both: Load<Both>, now: Signal<Both>) -> impl IntoView {
    let summary = Memo::new(move |_| now.get().summary);
    let session = Memo::new(move |_| now.get().session);
    let written = move || match summary.get() {
        Some(summary) => view! { <Sheet summary /> }.into_any(),
        None => {
            view! { <Empty title=t().room.summary_missing_title text=t().room.summary_missing /> }.into_any()
        }
    };
    // whoever wrote the summary goes on to the quote
    let quote = move || {
        session.with(|it| it.status == SessionStatus::Ended && !is_customer(it)).then(|| {
            let session = session.with_untracked(|it| it.id);
            view! { <QuoteFromSession session /> }
        })
    };
    view! {
        <div class="two keep">
            <div class="stack wide">
                {written}
                <Afterwards both session />
            </div>
            <section class="sheet padded stack">
                <dl class="stack about">
                    <div>
                        <dt>{t().room.vehicle}</dt>
                        <dd>{move || session.get().vehicle}</dd>
                    </div>
                    <div>
                        <dt>{t().room.problem}</dt>
                        <dd class="written">{move || session.get().concern}</dd>
                    </div>
                    <div>
                        <dt>{t().request.price}</dt>
                        <dd class="number">
                            {move || session.with(|it| format::money(it.price_cents, &it.currency))}
                        </dd>
                    </div>
                </dl>
                {quote}
                <LinkButton href=Signal::derive(move || routing::room(session.get().id))>
                    {t().room.to_session}
                </LinkButton>
            </section>
        </div>
    }
}

/// For the customer of an ended session: the question about the favorite, once, and the review, once.
#[component]
fn Afterwards(both: Load<Both>, session: Memo<Session>) -> impl IntoView {
    let asks = Memo::new(move |_| {
        session.with(|it| {
            let ended = it.status == SessionStatus::Ended && is_customer(it);
            (ended && !it.is_favorite && !it.favorite_asked, ended && !it.reviewed, ended && it.reviewed)
        })
    });
    let favorite = move || {
        asks.get().0.then(|| {
            let done = move |()| both.reload();
            let Session { id, provider_id, provider_name, .. } = session.get_untracked();
            view! { <AskFavorite after=Finished::Session(id) provider_id name=provider_name on_done=done /> }
        })
    };
    let review = move || {
        asks.get().1.then(|| {
            let id = session.with_untracked(|it| it.id);
            view! { <ReviewForm of=Finished::Session(id) on_done=Callback::new(move |()| both.reload()) /> }
        })
    };
    let done = move || asks.get().2.then(|| view! { <p class="soft">{t().review.already}</p> });
    view! {
        {favorite}
        {review}
        {done}
    }
}

#[component]
fn Sheet(summary: Written) -> impl IntoView {
    let words = &t().room;
    view! {
        <article class="sheet">
            <Part title=words.findings text=summary.findings />
            <Part title=words.steps text=summary.steps_taken />
            <Parts parts=summary.parts_needed />
            <Part title=words.next text=summary.next_steps />
            <Photos photos=summary.photos />
        </article>
    }
}

#[component]
fn Part(title: &'static str, text: String) -> impl IntoView {
    (!text.trim().is_empty()).then(|| {
        view! {
            <section class="part stack tight">
                <h2>{title}</h2>
                <p class="written">{text}</p>
            </section>
        }
    })
}

#[component]
fn Parts(parts: Vec<PartNeeded>) -> impl IntoView {
    (!parts.is_empty()).then(|| {
        let rows = parts
            .into_iter()
            .map(|part| {
                let number =
                    part.part_number.map(|number| view! { <span class="figures-font soft">{number}</span> });
                view! {
                    <li class="row apart">
                        <span>{part.name} " " {number}</span>
                        <span class="number">"\u{d7} " {format::number(part.quantity.into())}</span>
                    </li>
                }
            })
            .collect_view();
        view! {
            <section class="part stack tight">
                <h2>{t().room.parts}</h2>
                <ul class="stack tight">{rows}</ul>
            </section>
        }
    })
}

#[component]
fn Photos(photos: Vec<SessionFile>) -> impl IntoView {
    (!photos.is_empty()).then(|| {
        let pictures = photos.into_iter().map(|file| view! { <li><File file /></li> }).collect_view();
        view! {
            <section class="part stack tight">
                <h2>{t().room.photos}</h2>
                <ul class="gallery">{pictures}</ul>
            </section>
        }
    })
}
