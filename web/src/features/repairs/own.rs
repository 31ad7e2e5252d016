use leptos::prelude::*;
use pitlane_client::ApiError;
use pitlane_contract::{realtime::Event, repairs::Repair};
use pitlane_domain::{repairs::is_over, vocabulary::RepairStatus};
use uuid::Uuid;

use super::{
    follow::MoneyLines,
    moves::{CallOff, Ways, go},
    notes::{Note, Promise},
    origins::Origins,
    papers::OwnPapers,
    payments::OwnPayments,
    standing,
    timeline::entries,
};
use crate::{
    account::api,
    features::{
        photos::OwnPhotos,
        quotes::{self, QuoteForRepair},
    },
    format,
    realtime::Realtime,
    routing,
    shell::PageHead,
    text::t,
    ui::{Badge, LinkButton, Load, Timeline, load, loaded},
};

/// The page of one repair for its provider.
#[component]
pub fn OwnRepair() -> impl IntoView {
    let words = &t().repairs;
    let id = routing::page_id();
    let (client, realtime) = (api(), Realtime::get());
    let repair = load(move || {
        realtime.resumed.track();
        let (client, id) = (client.clone(), id.get());
        async move { client.get_repair(id.ok_or(ApiError::Unreadable { status: 404 })?).await }
    });
    realtime.on_event(move |event| {
        if let Event::RepairUpdated { repair_id, .. } = event
            && Some(*repair_id) == id.get_untracked()
        {
            repair.reload();
        }
    });
    let title = Signal::derive(move || {
        repair
            .get()
            .map_or_else(|| words.title.to_owned(), |repair| (words.one_title)(&repair.summary.vehicle))
    });
    let lead = Signal::derive(move || {
        repair.get().map(|repair| (words.lead_for)(&repair.summary.customer_name)).unwrap_or_default()
    });
    // of a vehicle whose repair was called off its provider sees nothing more
    let vehicle = Memo::new(move |_| {
        repair.get().filter(|it| it.summary.status != RepairStatus::Cancelled).and_then(|it| it.vehicle_id)
    });
    let upkeep = move || {
        let href = routing::customers_vehicle(vehicle.get()?);
        Some(view! { <LinkButton href>{t().upkeep.open_provider}</LinkButton> })
    };
    view! {
        <PageHead title lead>{upkeep}</PageHead>
        {loaded(repair, 8, move |now| view! { <Inside repair now /> })}
    }
}

#[component]
fn Inside(repair: Load<Repair>, now: Signal<Repair>) -> impl IntoView {
    let words = &t().repairs;
    let lines = Signal::derive(move || now.with(|now| entries(&now.timeline)));
    view! {
        <div class="two keep">
            <div class="stack wide">
                <Now repair now />
                <section class="sheet padded stack">
                    <h2>{words.what_happened}</h2>
                    <Timeline label=words.what_happened entries=lines />
                </section>
                <OwnPhotos repair now />
                <Origins now page=routing::own_quote standing=quotes::standing />
            </div>
            <div class="stack wide">
                <section class="sheet padded stack">
                    <MoneyLines now />
                </section>
                <OwnPayments repair now />
                <OwnPapers now />
                <Writing repair now />
            </div>
        </div>
    }
}

/// Where it stands and where it can go.
#[component]
fn Now(repair: Load<Repair>, now: Signal<Repair>) -> impl IntoView {
    let status = Memo::new(move |_| now.with(|now| now.summary.status));
    let (id, what) = now.with_untracked(|now| {
        (now.summary.id, format!("{}, {}", now.summary.number, now.summary.customer_name))
    });
    let move_to = move |to: RepairStatus| {
        go(id, what.clone(), to, move |now| drop(repair.value().try_set(Some(now))), move || repair.reload());
    };
    let move_to = Callback::new(move_to);
    let inside = move || {
        let status = status.get();
        let (allowed, what) =
            now.with_untracked(|now| (now.summary.allowed.clone(), now.summary.number.clone()));
        let (word, tone) = standing(status);
        let off = allowed.contains(&RepairStatus::Cancelled).then(|| {
            view! { <CallOff on_yes=Callback::new(move |()| move_to.run(RepairStatus::Cancelled)) /> }
        });
        view! {
            <Badge tone=Signal::stored(tone) text=word />
            <div class="row">
                <Ways allowed what on_move=move_to />
                {off}
            </div>
        }
    };
    let promised = move || {
        now.with(|now| now.summary.promised_at).map(|at| {
            view! { <p class="soft">{t().repairs.promised} " " {format::day(at)} ", " {format::time(at)}</p> }
        })
    };
    view! {
        <section class="sheet padded stack">
            <div class="row apart">{inside}</div>
            {promised}
        </section>
    }
}

/// The promised time, notes and more work, while it is not over.
#[component]
fn Writing(repair: Load<Repair>, now: Signal<Repair>) -> impl IntoView {
    let words = &t().repairs;
    let over = Memo::new(move |_| now.with(|now| is_over(now.summary.status)));
    let before = Signal::derive(move || now.with(|now| now.summary.promised_at));
    let id: Uuid = now.with_untracked(|now| now.summary.id);
    let promise = move || {
        (!over.get()).then(|| {
            view! {
                <section class="sheet padded">
                    <Promise repair id before />
                </section>
            }
        })
    };
    let more = move || {
        (!over.get()).then(|| {
            view! {
                <section class="sheet padded stack tight">
                    <p class="soft">{words.more_work_text}</p>
                    <QuoteForRepair repair=id />
                </section>
            }
        })
    };
    view! {
        {promise}
        <section class="sheet padded">
            <Note repair id />
        </section>
        {more}
    }
}
