use leptos::prelude::*;
use pitlane_contract::{
    realtime::Event,
    repairs::{RepairCounts, RepairSummary},
};
use pitlane_domain::vocabulary::RepairStatus;
use uuid::Uuid;

use super::{
    drag::{Carried, refusal},
    lanes::{COLUMNS, Lane, Lanes, Stretch},
    list::ByStatus,
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
    ui::{Badge, Button, Empty, Kind, LinkButton, Load, Toasts, focus, load, loaded},
};

/// The page of a provider's repairs: those under way by status, or all of one status.
#[component]
pub fn Board() -> impl IntoView {
    let words = &t().repairs;
    let (client, realtime) = (api(), Realtime::get());
    let counts = load(move || {
        realtime.resumed.track();
        let client = client.clone();
        async move { client.count_repairs().await }
    });
    realtime.on_event(move |event| {
        if matches!(event, Event::RepairUpdated { .. }) {
            counts.reload();
        }
    });
    let word = routing::query("status");
    let chosen = Memo::new(move |_| word.get().and_then(|word| word.parse::<RepairStatus>().ok()));
    let lead = Signal::derive(move || match chosen.get() {
        None => words.board_lead.to_owned(),
        Some(status) => (words.status_lead)(standing(status).0),
    });
    view! {
        <PageHead title=words.title lead />
        <Filter counts chosen />
        {move || match chosen.get() {
            None => loaded(counts, 6, move |now| view! { <Columns counts now /> }).into_any(),
            Some(status) => view! { <ByStatus status /> }.into_any(),
        }}
    }
}

/// The board, or one status; which one is in the address.
#[component]
fn Filter(counts: Load<RepairCounts>, chosen: Memo<Option<RepairStatus>>) -> impl IntoView {
    let words = &t().repairs;
    let link = move |status: RepairStatus| {
        let count = move || counts.get().map(|counts| format::number(counts.of(status)));
        view! {
            <a href=routing::repairs(status) aria-current=move || (chosen.get() == Some(status)).then_some("page")>
                {standing(status).0}
                " "
                <span class="soft number">{count}</span>
            </a>
        }
    };
    view! {
        <nav class="ways" aria-label=words.filter>
            <a href=routing::BOARD aria-current=move || chosen.get().is_none().then_some("page")>
                {words.board}
            </a>
            {RepairStatus::ALL.iter().copied().map(link).collect_view()}
        </nav>
    }
}

#[component]
fn Columns(counts: Load<RepairCounts>, now: Signal<RepairCounts>) -> impl IntoView {
    let words = &t().repairs;
    let none = Memo::new(move |_| now.with(|now| COLUMNS.iter().all(|status| now.of(*status) == 0)));
    move || {
        if none.get() {
            return view! {
                <Empty title=words.board_empty_title text=words.board_empty>
                    <LinkButton href=routing::OWN_QUOTES kind=Kind::Main>
                        {t().quotes.title}
                    </LinkButton>
                </Empty>
            }
            .into_any();
        }
        let (carried, lanes) = (Carried::new(), Lanes::new(counts));
        let columns = lanes.all().map(|lane| view! { <Column lanes lane carried /> }).collect_view();
        view! {
            <p class="soft small drag-hint">{words.board_drag}</p>
            <div class="board">{columns}</div>
        }
        .into_any()
    }
}

#[component]
fn Column(lanes: Lanes, lane: Lane, carried: Carried) -> impl IntoView {
    let status = lane.status;
    let count = move || lanes.counts.get().map(|counts| format::number(counts.of(status)));
    let dropped = move |event: web_sys::DragEvent| {
        event.prevent_default();
        if let Some(repair) = carried.put_down().filter(|repair| repair.status != status) {
            match refusal(&repair, status) {
                None => shift(lanes, &repair, status),
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
                <a class="name" id=heading(status) href=routing::repairs(status)>
                    {standing(status).0}
                </a>
                " "
                <span class="soft number">{count}</span>
            </h2>
            {loaded(lane.shown, 2, move |now| view! { <Cards lanes lane now carried /> })}
        </section>
    }
}

#[component]
fn Cards(lanes: Lanes, lane: Lane, now: Signal<Stretch>, carried: Carried) -> impl IntoView {
    let none = Memo::new(move |_| now.with(|now| now.items.is_empty()));
    let more = Memo::new(move |_| now.with(|now| now.more));
    let label = (t().repairs.more_of)(standing(lane.status).0);
    let more = move || {
        let label = label.clone();
        more.get().then(|| {
            view! {
                <Button busy=lane.busy label on_press=move |()| lane.more()>
                    {t().common.load_more}
                </Button>
            }
        })
    };
    view! {
        {move || none.get().then(|| view! { <p class="soft small">{t().repairs.column_empty}</p> })}
        <ul class="stack tight">
            <For
                each=move || now.get().items
                key=|repair| repair.id
                children=move |repair| view! { <Card lanes now first=repair carried /> }
            />
        </ul>
        {more}
    }
}

fn heading(status: RepairStatus) -> String {
    format!("column-{}", status.as_str())
}

/// The element's id of the link of a card.
fn card(id: Uuid) -> String {
    format!("repair-{id}")
}

/// Moves a repair: at once on the board, and back when the server refuses.
fn shift(lanes: Lanes, repair: &RepairSummary, to: RepairStatus) {
    let (id, from, back) = (repair.id, repair.status, repair.clone());
    lanes.put(repair, from, to);
    let (done, undone) = (move |_| lanes.moved(from, to), move || lanes.put(&back, to, from));
    go(id, named(repair), to, done, undone);
}

/// Whether the person goes by keyboard.
fn by_keyboard() -> bool {
    let focused = document().active_element();
    focused.is_some_and(|element| element.matches(":focus-visible").unwrap_or(false))
}

#[component]
fn Card(lanes: Lanes, now: Signal<Stretch>, first: RepairSummary, carried: Carried) -> impl IntoView {
    let words = &t().repairs;
    let (id, what, allowed) = (first.id, named(&first), first.allowed.clone());
    // what is gone from the column is shown as it was until its card is gone too
    let own = Memo::new(move |last: Option<&RepairSummary>| {
        let found = now.with(|now| now.items.iter().find(|it| it.id == id).cloned());
        found.or_else(|| last.cloned()).unwrap_or_else(|| first.clone())
    });
    let on_move = Callback::new(move |to: RepairStatus| {
        let (repair, follow) = (own.get_untracked(), by_keyboard());
        shift(lanes, &repair, to);
        if follow {
            // the button is gone with its card: on to where the card is now, or to the column that it left
            let next = if COLUMNS.contains(&to) { card(id) } else { heading(repair.status) };
            request_animation_frame(move || focus(&next));
        }
    });
    let promised = move || match own.with(|own| own.promised_at) {
        Some(at) => format!("{} {}", words.promised, format::day_or_time(at)),
        None => words.not_promised.to_owned(),
    };
    let money = Signal::derive(move || own.with(|own| paid(own.payment_status)));
    view! {
        <li
            class="sheet padded stack tight card"
            class:carried=move || carried.is(id)
            draggable="true"
            on:dragstart=move |event| carried.pick_up(&event, own.get_untracked())
            on:dragend=move |_| drop(carried.put_down())
        >
            <p class="row apart">
                <a class="name" id=card(id) href=routing::own_repair(id)>
                    <span class="figures-font">{move || own.get().number}</span>
                    " "
                    {move || own.get().customer_name}
                </a>
                <span class="sum">{move || own.with(|own| format::money(own.authorized_cents, &own.currency))}</span>
            </p>
            <p class="soft small clip">{move || own.get().vehicle}</p>
            <p class="row apart small">
                <span class="soft">{promised}</span>
                <Badge
                    tone=Signal::derive(move || money.get().1)
                    text=Signal::derive(move || money.get().0.to_owned())
                />
            </p>
            <Ways allowed what on_move />
        </li>
    }
}
