use leptos::prelude::*;
use pitlane_contract::vehicles::{
    ServiceInterval, ServiceIntervals, Vehicle, WriteServiceInterval, WriteServiceIntervals,
};
use pitlane_domain::vocabulary::{IntervalSource, ServiceItem, ServiceState};
use uuid::Uuid;

use super::{interval::IntervalForm, words as vehicle_words};
use crate::{
    account::api,
    format, routing,
    shell::PageHead,
    text::t,
    ui::{Badge, Button, Load, Toasts, Tone, load, loaded},
};

/// The page of what one vehicle needs, and when.
#[component]
pub fn Upkeep() -> impl IntoView {
    let words = &t().upkeep;
    let id = routing::page_id();
    let client = api();
    let vehicle: Load<Vehicle> = load(move || {
        let (client, id) = (client.clone(), id.get().unwrap_or_default());
        async move { client.get_vehicle(id).await }
    });
    let client = api();
    let intervals = load(move || {
        let (client, id) = (client.clone(), id.get().unwrap_or_default());
        async move { client.service_intervals(id).await }
    });
    let title = Signal::derive(move || {
        let vehicle = vehicle.get();
        vehicle.map_or_else(|| words.loading_title.to_owned(), |it| (words.title)(&vehicle_words(&it)))
    });
    view! {
        <PageHead title lead=Signal::stored(words.lead.to_owned()) />
        <section class="stack">{loaded(intervals, 8, move |now| view! { <Inside intervals now /> })}</section>
    }
}

#[component]
fn Inside(intervals: Load<ServiceIntervals>, now: Signal<ServiceIntervals>) -> impl IntoView {
    let words = &t().upkeep;
    let open = RwSignal::new(None::<ServiceItem>);
    let expected = move || match now.with(|it| it.estimated_miles) {
        Some(miles) => (words.expected)(&format::number(miles.into())),
        None => words.no_mileage.to_owned(),
    };
    let rows = move || {
        let (id, mut items) = now.with(|it| (it.vehicle_id, it.items.clone()));
        // what is due comes first, then what is soon; the rest keeps its order
        items.sort_by_key(|it| match it.state {
            ServiceState::Due => 0,
            ServiceState::Soon => 1,
            _ => 2,
        });
        items.into_iter().map(|item| view! { <Row id item intervals open /> }).collect_view()
    };
    view! {
        <p class="soft">{expected}</p>
        <ul class="sheet" aria-label=words.loading_title>
            {rows}
        </ul>
    }
}

fn standing(state: ServiceState) -> (&'static str, Tone) {
    let words = &t().upkeep;
    match state {
        ServiceState::Due => (words.due, Tone::Bad),
        ServiceState::Soon => (words.soon, Tone::Wait),
        ServiceState::Fine => (words.fine, Tone::Good),
        ServiceState::Unknown => (words.unknown, Tone::Plain),
        ServiceState::Off => (words.off, Tone::Off),
    }
}

/// How often, and who said so.
fn rhythm(item: &ServiceInterval) -> String {
    let words = &t().upkeep;
    let miles = item.every_miles.map(|miles| (words.every_miles)(&format::number(miles.into())));
    let every: Vec<String> = item.every_months.map(words.every_months).into_iter().chain(miles).collect();
    if every.is_empty() {
        return words.never.to_owned();
    }
    let who = match item.source {
        IntervalSource::Owner => None,
        IntervalSource::Provider => Some(words.by_provider),
        IntervalSource::Default => Some(words.by_default),
    };
    let every = every.join(words.or);
    who.map_or_else(|| every.clone(), |who| format!("{every} · {who}"))
}

/// When it is due and when it was last done.
fn times(item: &ServiceInterval) -> String {
    let words = &t().upkeep;
    let miles = |miles: i32| format::number(miles.into());
    let last = item.last_done_on.map(|on| (words.last)(&format::plain_day(on)));
    let last_at = item.last_done_miles.filter(|_| last.is_none()).map(|at| (words.last_at)(&miles(at)));
    let due = match (item.due_on.map(format::plain_day), item.due_at_miles.map(miles)) {
        (Some(on), Some(at)) => Some(format!("{} {}", (words.due_on)(&on), (words.or_at)(&at))),
        (Some(on), None) => Some((words.due_on)(&on)),
        (None, at) => at.map(|at| (words.due_at)(&at)),
    };
    let parts = [due, last.or(last_at)];
    parts.into_iter().flatten().collect::<Vec<_>>().join(" · ")
}

#[component]
fn Row(
    id: Uuid,
    item: ServiceInterval,
    intervals: Load<ServiceIntervals>,
    open: RwSignal<Option<ServiceItem>>,
) -> impl IntoView {
    let words = &t().upkeep;
    let (word, tone) = standing(item.state);
    let which = item.item;
    let label = (words.change)(&item.name);
    let (rhythm, times) = (rhythm(&item), times(&item));
    let (name, explanation) = (item.name.clone(), item.explanation.clone());
    let editing = Memo::new(move |_| open.get() == Some(which));
    let (client, toasts) = (api(), Toasts::get());
    let save = Callback::new(move |new: WriteServiceInterval| {
        let client = client.clone();
        let body = WriteServiceIntervals { items: vec![new] };
        Box::pin(async move { client.set_service_intervals(id, &body).await }) as super::interval::Saving
    });
    let saved = Callback::new(move |after: ServiceIntervals| {
        open.set(None);
        intervals.value().set(Some(after));
        toasts.say(words.saved);
    });
    let form = move || {
        let item = item.clone();
        let cancel = Callback::new(move |()| open.set(None));
        editing.get().then(|| view! { <IntervalForm item save on_saved=saved on_cancel=cancel /> })
    };
    view! {
        <li class="stack tight">
            <div class="row apart">
                <span class="row">
                    <b>{name}</b>
                    <Badge tone=Signal::stored(tone) text=Signal::stored(word.to_owned()) />
                </span>
                <Button label on_press=move |()| open.set(Some(which))>
                    {t().common.edit}
                </Button>
            </div>
            <small class="soft">{explanation}</small>
            <small class="number">{rhythm}</small>
            {(!times.is_empty()).then(|| view! { <small class="number">{times}</small> })}
            {form}
        </li>
    }
}
