use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use pitlane_client::ApiError;
use pitlane_contract::{
    realtime::{ClientFrame, Event, ServerFrame},
    sessions::Session,
};
use pitlane_domain::{
    sessions::{ConnectionQuality, connection_quality},
    vocabulary::SessionStatus,
};
use uuid::Uuid;

use super::{chat::Chat, controls::Controls, standing};
use crate::{
    account::{Account, api},
    clock,
    features::photos::RequestPhotos,
    format,
    realtime::{Link, Realtime},
    shell::PageHead,
    text::t,
    ui::{Badge, ConnectionBars, Countdown, Load, Tip, load, loaded},
};

/// The room of one session, for both of its people.
#[component]
pub fn Room() -> impl IntoView {
    let params = use_params_map();
    let id = Memo::new(move |_| params.with(|map| map.get("id")).and_then(|id| id.parse::<Uuid>().ok()));
    let (client, realtime) = (api(), Realtime::get());
    let session = load(move || {
        realtime.resumed.track();
        let (client, id) = (client.clone(), id.get());
        async move { client.get_session(id.ok_or(ApiError::Unreadable { status: 404 })?).await }
    });
    follow(realtime, session);
    announce(realtime, id);
    let title = Signal::derive(move || {
        session
            .get()
            .map_or_else(|| t().room.title.to_owned(), |session| (t().room.title_with)(&other(&session).name))
    });
    let lead = Signal::derive(move || session.get().map(|it| it.vehicle).unwrap_or_default());
    view! {
        <PageHead title lead>
            <Standing session />
        </PageHead>
        {loaded(session, 6, move |now| view! { <Inside session now /> })}
    }
}

/// Whether the person who looks is the session's customer.
pub fn is_customer(session: &Session) -> bool {
    Account::get().me_now().is_some_and(|me| me.id == session.customer.id)
}

/// The other one of the two.
pub fn other(session: &Session) -> &pitlane_contract::sessions::Participant {
    if is_customer(session) { &session.mechanic } else { &session.customer }
}

/// Keeps the session as it is on the server.
fn follow(realtime: Realtime, session: Load<Session>) {
    realtime.on_frame(move |frame| match frame {
        ServerFrame::Event { event: Event::SessionUpdated { session_id, .. }, .. } => {
            if session.value().with_untracked(|it| it.as_ref().is_some_and(|it| it.id == *session_id)) {
                session.reload();
            }
        }
        ServerFrame::Room { session_id, user_id, present } => session.value().update(|it| {
            let Some(it) = it.as_mut().filter(|it| it.id == *session_id) else { return };
            for person in [&mut it.customer, &mut it.mechanic] {
                if person.id == *user_id {
                    person.in_room = *present;
                }
            }
        }),
        _ => {}
    });
}

/// Tells the other one that this one is here, again after each drop, and that they left.
fn announce(realtime: Realtime, id: Memo<Option<Uuid>>) {
    Effect::new(move |_| {
        if let (Some(session_id), Link::Up) = (id.get(), realtime.link.get()) {
            realtime.send(ClientFrame::Room { session_id, present: true });
        }
    });
    let left = StoredValue::new(None);
    Effect::new(move |_| left.set_value(id.get()));
    on_cleanup(move || {
        if let Some(session_id) = left.try_get_value().flatten() {
            realtime.send(ClientFrame::Room { session_id, present: false });
        }
    });
}

#[component]
fn Standing(session: Load<Session>) -> impl IntoView {
    let realtime = Realtime::get();
    let quality = Memo::new(move |_| -> Option<ConnectionQuality> {
        (realtime.link.get() == Link::Up)
            .then(|| connection_quality(realtime.round_trip_ms.get().unwrap_or_default()))
    });
    let badge = move || {
        session.get().map(|session| {
            let (word, tone) = standing(session.status);
            view! { <Badge tone text=word /> }
        })
    };
    view! {
        <div class="row">
            {badge}
            <ConnectionBars quality />
        </div>
    }
}

#[component]
fn Inside(session: Load<Session>, now: Signal<Session>) -> impl IntoView {
    let id = now.with_untracked(|it| it.id);
    let status = Memo::new(move |_| now.get().status);
    let open = Signal::derive(move || {
        matches!(status.get(), SessionStatus::Scheduled | SessionStatus::Waiting | SessionStatus::Live)
    });
    view! {
        <div class="room">
            <div class="stack">
                <Controls session now />
                <Left now />
            </div>
            <div class="stack talk">
                {move || open.get().then(|| view! { <Tip name="first-session" text=t().room.first_tip /> })}
                <Chat id open now />
            </div>
            <About now />
        </div>
    }
}

/// The time that is left of a live session.
#[component]
fn Left(now: Signal<Session>) -> impl IntoView {
    let span = Memo::new(move |_| {
        let session = now.get();
        let started = session.started_at.filter(|_| session.status == SessionStatus::Live)?;
        #[expect(clippy::cast_possible_truncation, reason = "milliseconds of a clock difference")]
        let ahead = chrono::TimeDelta::milliseconds((clock::now() - format::millis(session.now)) as i64);
        Some((started + ahead, started + ahead + chrono::TimeDelta::minutes(session.planned_minutes.into())))
    });
    // the clock difference wobbles by milliseconds with each answer; that must not make a new countdown
    let live = Memo::new(move |_| span.get().is_some());
    move || {
        live.get().then(|| span.get_untracked()).flatten().map(|(from, until)| {
            view! {
                <section class="sheet padded">
                    <Countdown label=t().room.time_left from=Signal::stored(from) until=Signal::stored(until) />
                </section>
            }
        })
    }
}

#[component]
fn About(now: Signal<Session>) -> impl IntoView {
    let words = &t().room;
    view! {
        <section class="sheet padded">
            <dl class="stack about">
                <div>
                    <dt>{words.vehicle}</dt>
                    <dd>{move || now.get().vehicle}</dd>
                </div>
                <div>
                    <dt>{words.problem}</dt>
                    <dd class="written">
                        {move || now.get().concern} <RequestPhotos request=now.with_untracked(|it| it.request_id) />
                    </dd>
                </div>
            </dl>
        </section>
    }
}
