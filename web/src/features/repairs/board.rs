use leptos::prelude::*;
use pitlane_contract::{
    realtime::Event,
    repairs::{RepairQuery, RepairSummary},
};
use pitlane_domain::{repairs::transitions, vocabulary::RepairStatus};
use uuid::Uuid;

use super::{
    drag::{Carried, refusal},
    moves::{Ways, go},
    named, paid, standing,
};
use crate::{
    account::api,
    format,
    realtime::Realtime,
    routing,
    shell::PageHead,
    text::t,
    ui::{Badge, Empty, Kind, LinkButton, Load, Toasts, load, loaded},
};

/// The columns of the board, in the order of the work.
const COLUMNS: [RepairStatus; 4] =
    [RepairStatus::Received, RepairStatus::InProgress, RepairStatus::WaitingForParts, RepairStatus::Ready];
/// The board shows this many; what is over leaves it.
const MOST: u32 = 100;

type All = Load<Vec<RepairSummary>>;

/// The page of the repairs under way, by status.
#[component]
pub fn Board() -> impl IntoView {
    let words = &t().repairs;
    let (client, realtime) = (api(), Realtime::get());
    let repairs = load(move || {
        realtime.resumed.track();
        let client = client.clone();
        let query = RepairQuery { status: None, limit: Some(MOST), cursor: None };
        async move { client.list_repairs(&query).await.map(|feed| feed.items) }
    });
    realtime.on_event(move |event| {
        if matches!(event, Event::RepairUpdated { .. }) {
            repairs.reload();
        }
    });
    view! {
        <PageHead title=words.title lead=Signal::stored(words.board_lead.to_owned()) />
        {loaded(repairs, 6, move |now| view! { <Columns repairs now /> })}
    }
}

#[component]
fn Columns(repairs: All, now: Signal<Vec<RepairSummary>>) -> impl IntoView {
    let words = &t().repairs;
    let none = Memo::new(move |_| now.with(Vec::is_empty));
    move || {
        if none.get() {
            return view! {
                <Empty title=words.board_empty_title text=words.board_empty>
                    <LinkButton href="/provider/quotes" kind=Kind::Main>
                        {t().quotes.title}
                    </LinkButton>
                </Empty>
            }
            .into_any();
        }
        let carried = Carried::new();
        let columns = COLUMNS.map(|status| view! { <Column repairs now status carried /> });
        view! {
            <p class="soft small drag-hint">{words.board_drag}</p>
            <div class="board">{columns}</div>
        }
        .into_any()
    }
}

#[component]
fn Column(
    repairs: All,
    now: Signal<Vec<RepairSummary>>,
    status: RepairStatus,
    carried: Carried,
) -> impl IntoView {
    let mine = Memo::new(move |_| {
        now.with(|all| all.iter().filter(|repair| repair.status == status).cloned().collect::<Vec<_>>())
    });
    // at most as many as the board shows
    let count = move || format::number(i64::try_from(mine.with(Vec::len)).unwrap_or(i64::MAX));
    let empty = move || {
        mine.with(Vec::is_empty).then(|| view! { <p class="soft small">{t().repairs.column_empty}</p> })
    };
    let dropped = move |event: web_sys::DragEvent| {
        event.prevent_default();
        if let Some(repair) = carried.put_down().filter(|repair| repair.status != status) {
            match refusal(&repair, status) {
                None => shift(repairs, &repair, status),
                Some(why) => Toasts::get().say(why),
            }
        }
    };
    view! {
        <section
            class="column"
            class:over=move || carried.is_over(status)
            aria-label=standing(status).0
            on:dragover=move |event| carried.over(&event, status)
            on:dragleave=move |event| carried.left(&event, status)
            on:drop=dropped
        >
            <h2>
                {standing(status).0} " "
                <span class="soft number">{count}</span>
            </h2>
            {empty}
            <ul class="stack tight">
                <For
                    each=move || mine.get()
                    key=|repair| (repair.id, repair.updated_at)
                    children=move |repair| view! { <Card repairs repair carried /> }
                />
            </ul>
        </section>
    }
}

/// Shows a move at once; `updated` changes so that the card is made anew.
fn put(repairs: All, id: Uuid, to: RepairStatus) {
    let _ = repairs.value().try_update(|all| {
        for repair in all.iter_mut().flatten().filter(|repair| repair.id == id) {
            repair.status = to;
            repair.allowed = transitions(to).to_vec();
            repair.updated_at += chrono::TimeDelta::microseconds(1);
        }
    });
}

/// Moves a repair: at once on the board, and back when the server refuses.
fn shift(repairs: All, repair: &RepairSummary, to: RepairStatus) {
    let (id, from) = (repair.id, repair.status);
    put(repairs, id, to);
    let (done, undone) = (move |_| repairs.reload(), move || put(repairs, id, from));
    go(id, named(repair), to, done, undone);
}

#[component]
fn Card(repairs: All, repair: RepairSummary, carried: Carried) -> impl IntoView {
    let id = repair.id;
    let what = named(&repair);
    let (word, tone) = paid(repair.payment_status);
    let own = StoredValue::new(repair.clone());
    let on_move = Callback::new(move |to: RepairStatus| shift(repairs, &own.get_value(), to));
    let promised = match repair.promised_at {
        Some(at) => format!("{} {}", t().repairs.promised, format::day_or_time(at)),
        None => t().repairs.not_promised.to_owned(),
    };
    view! {
        <li
            class="sheet padded stack tight card"
            class:carried=move || carried.is(id)
            draggable="true"
            on:dragstart=move |event| carried.pick_up(&event, own.get_value())
            on:dragend=move |_| drop(carried.put_down())
        >
            <p class="row apart">
                <a class="name" href=routing::own_repair(id)>
                    <span class="figures-font">{repair.number}</span>
                    " "
                    {repair.customer_name}
                </a>
                <span class="sum">{format::money(repair.authorized_cents, &repair.currency)}</span>
            </p>
            <p class="soft small clip">{repair.vehicle}</p>
            <p class="row apart small">
                <span class="soft">{promised}</span>
                <Badge tone=Signal::stored(tone) text=word />
            </p>
            <Ways allowed=repair.allowed what on_move />
        </li>
    }
}
