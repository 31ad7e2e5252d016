use leptos::prelude::*;
use pitlane_contract::{paging::CursorQuery, realtime::Event, sessions::Session};
use pitlane_domain::vocabulary::SessionStatus;

use super::{
    Inbox, OFFERS,
    inbox::{Arrived, Fate},
    presence::PresenceSwitch,
};
use crate::{
    account::{Account, api},
    features::{
        booking::service_word,
        notices::Latest,
        sessions::{SessionRow, standing},
    },
    format,
    realtime::Realtime,
    routing,
    shell::PageHead,
    text::t,
    ui::{Badge, Countdown, Empty, Kind, LinkButton, Load, load, loaded},
};

/// Sessions that fit on the page; the rest is one link away.
const RECENT: usize = 5;

/// The mechanic's day: whether they are there, what waits for them, what is under way and what was.
#[component]
pub fn Today() -> impl IntoView {
    let (client, realtime) = (api(), Realtime::get());
    let sessions = load(move || {
        realtime.resumed.track();
        let client = client.clone();
        async move {
            client.list_sessions(&CursorQuery { limit: Some(20), cursor: None }).await.map(|it| it.items)
        }
    });
    realtime.on_event(move |event| {
        if matches!(event, Event::SessionUpdated { .. }) {
            sessions.reload();
        }
    });
    let under_way = Memo::new(move |_| {
        let all = sessions.get().unwrap_or_default().into_iter();
        all.filter(|it| matches!(it.status, SessionStatus::Waiting | SessionStatus::Live)).collect::<Vec<_>>()
    });
    let account = Account::get();
    let balance = move || {
        account.runs_business().then(|| view! { <a href=routing::BALANCE>{t().ledger.balance_title}</a> })
    };
    view! {
        <PageHead title=t().provider.today_title>
            <a href=routing::REVIEWS>{t().review.own_title}</a>
            {balance}
        </PageHead>
        <PresenceSwitch />
        <UnderWay under_way />
        <WaitingOffers under_way />
        <div class="two keep">
            <Recent sessions />
            <Latest />
        </div>
    }
}

/// The offers that wait, with the time that is left for the most urgent one.
#[component]
fn WaitingOffers(under_way: Memo<Vec<Session>>) -> impl IntoView {
    let words = &t().provider;
    let inbox = Inbox::get();
    let open = Memo::new(move |_| {
        inbox.0.get().unwrap_or_default().into_iter().filter(|it| it.fate == Fate::Open).collect::<Vec<_>>()
    });
    move || {
        let open = open.get();
        let urgent = open.iter().min_by_key(|it| (!it.is_first(), it.until()))?.clone();
        let (title, action) = match open.len() {
            1 => (words.offer_waits.to_owned(), words.look),
            more => {
                let number = format::number(i64::try_from(more).unwrap_or(i64::MAX));
                ((words.offers_wait)(&number), words.look_all)
            }
        };
        // the room comes before everything else
        let kind = if under_way.with(Vec::is_empty) { Kind::Main } else { Kind::Plain };
        let first = urgent.is_first().then_some(words.offer_first);
        Some(view! {
            <section class="sheet waiting pending stack" aria-label=title.clone()>
                <div class="quote">
                    <div>
                        <h2>{title.clone()}</h2>
                        <p class="lead clip">{first} " " {urgent.offer.concern.clone()}</p>
                    </div>
                    <LinkButton href=OFFERS kind>
                        {action}
                    </LinkButton>
                </div>
                <Urgent urgent />
            </section>
        })
    }
}

#[component]
fn Urgent(urgent: Arrived) -> impl IntoView {
    let words = &t().provider;
    let label = if urgent.is_first() { words.time_first } else { words.time_all };
    let from = urgent.from();
    urgent
        .until()
        .map(|until| view! { <Countdown label from=Signal::stored(from) until=Signal::stored(until) /> })
}

/// The session that waits for its start or is under way.
#[component]
fn UnderWay(under_way: Memo<Vec<Session>>) -> impl IntoView {
    move || {
        let rows =
            under_way.get().into_iter().map(|session| view! { <UnderWayRow session /> }).collect::<Vec<_>>();
        (!rows.is_empty()).then(|| {
            view! {
                <ul class="sheet waiting" aria-label=t().provider.under_way>
                    {rows}
                </ul>
            }
        })
    }
}

#[component]
fn UnderWayRow(session: Session) -> impl IntoView {
    let words = &t().provider;
    let (word, tone) = standing(session.status);
    let what = (words.request_of)(service_word(session.service), &session.customer.name);
    let label = (words.enter_with)(&session.customer.name);
    view! {
        <li class="quote">
            <div>
                <p>
                    <b>{what}</b>
                    " "
                    <Badge tone text=word />
                </p>
                <p class="lead clip">{session.vehicle} ": " {session.concern}</p>
            </div>
            <a class="button main" href=routing::room(session.id) aria-label=label>
                {words.enter}
            </a>
        </li>
    }
}

#[component]
fn Recent(sessions: Load<Vec<Session>>) -> impl IntoView {
    let words = &t().provider;
    let rows = move |all: Signal<Vec<Session>>| {
        move || {
            let over = |it: &Session| !matches!(it.status, SessionStatus::Waiting | SessionStatus::Live);
            let rows = all.get().into_iter().filter(over).take(RECENT);
            let rows = rows.map(|session| view! { <SessionRow session /> }).collect::<Vec<_>>();
            if rows.is_empty() {
                return view! { <Empty title=words.sessions_empty_title text=words.sessions_empty /> }
                    .into_any();
            }
            view! {
                <ul class="sheet" aria-label=words.recent>
                    {rows}
                </ul>
            }
            .into_any()
        }
    };
    view! {
        <section>
            <div class="head">
                <h2>{words.recent}</h2>
                <a href="/provider/sessions">{words.all_sessions}</a>
            </div>
            {loaded(sessions, 3, rows)}
        </section>
    }
}
