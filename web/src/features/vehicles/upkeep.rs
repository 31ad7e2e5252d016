use leptos::prelude::*;
use pitlane_client::{ApiError, Client};
use pitlane_contract::vehicles::{
    ServiceInterval, ServiceIntervals, WriteServiceInterval, WriteServiceIntervals,
};
use pitlane_domain::vocabulary::{IntervalSource, ServiceItem, ServiceState};
use uuid::Uuid;

use super::interval::IntervalForm;
use crate::{
    account::api,
    format, routing,
    shell::PageHead,
    text::t,
    ui::{Badge, Button, Load, Toasts, Tone, load, loaded},
};

/// Who looks at a vehicle.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Who {
    Owner,
    Provider,
}

impl Who {
    async fn read(self, client: Client, id: Option<Uuid>) -> Result<ServiceIntervals, ApiError> {
        let id = id.ok_or(ApiError::Unreadable { status: 404 })?;
        match self {
            Self::Owner => client.service_intervals(id).await,
            Self::Provider => client.service_intervals_of_customer(id).await,
        }
    }

    async fn write(
        self,
        client: Client,
        id: Uuid,
        new: WriteServiceInterval,
    ) -> Result<ServiceIntervals, ApiError> {
        let body = WriteServiceIntervals { items: vec![new] };
        match self {
            Self::Owner => client.set_service_intervals(id, &body).await,
            Self::Provider => client.set_service_intervals_of_customer(id, &body).await,
        }
    }
}

/// The page of what one vehicle needs, and when, for its owner.
#[component]
pub fn Upkeep() -> impl IntoView {
    page(Who::Owner, t().upkeep.title, t().upkeep.lead)
}

/// The same for a provider who has, or had, the vehicle in a repair.
#[component]
pub fn UpkeepAsProvider() -> impl IntoView {
    page(Who::Provider, t().upkeep.title_provider, t().upkeep.lead_provider)
}

fn page(who: Who, named: fn(&str) -> String, lead: &'static str) -> impl IntoView {
    let (id, client) = (routing::page_id(), api());
    let intervals = load(move || who.read(client.clone(), id.get()));
    let title = Signal::derive(move || {
        let vehicle = intervals.get().map(|it| it.vehicle);
        vehicle.map_or_else(|| t().upkeep.loading_title.to_owned(), |vehicle| named(&vehicle))
    });
    view! {
        <PageHead title lead=Signal::stored(lead.to_owned()) />
        <section class="stack">{loaded(intervals, 8, move |now| view! { <Inside who intervals now /> })}</section>
    }
}

#[component]
fn Inside(who: Who, intervals: Load<ServiceIntervals>, now: Signal<ServiceIntervals>) -> impl IntoView {
    let words = &t().upkeep;
    let open = RwSignal::new(None::<ServiceItem>);
    let expected = move || match (now.with(|it| it.estimated_miles), who) {
        (Some(miles), Who::Owner) => (words.expected)(&format::number(miles.into())),
        (Some(miles), Who::Provider) => (words.expected_provider)(&format::number(miles.into())),
        (None, Who::Owner) => words.no_mileage.to_owned(),
        (None, Who::Provider) => words.no_mileage_provider.to_owned(),
    };
    let rows = move || {
        let (id, mut items) = now.with(|it| (it.vehicle_id, it.items.clone()));
        // what is due comes first, then what is soon; the rest keeps its order
        items.sort_by_key(|it| match it.state {
            ServiceState::Due => 0,
            ServiceState::Soon => 1,
            _ => 2,
        });
        items.into_iter().map(|item| view! { <Row who id item intervals open /> }).collect_view()
    };
    view! {
        <p class="soft">{expected}</p>
        <ul class="sheet" aria-label=words.loading_title>
            {rows}
        </ul>
        <p class="soft small">{words.defaults}</p>
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
fn rhythm(item: &ServiceInterval, by: Who) -> String {
    let words = &t().upkeep;
    let miles = item.every_miles.map(|miles| (words.every_miles)(&format::number(miles.into())));
    let every: Vec<String> = item.every_months.map(words.every_months).into_iter().chain(miles).collect();
    if every.is_empty() {
        return words.never.to_owned();
    }
    let who = match (item.source, by) {
        (IntervalSource::Owner, Who::Owner) => None,
        (IntervalSource::Owner, Who::Provider) => Some(words.by_owner),
        (IntervalSource::Provider, Who::Owner) => Some(words.by_provider),
        (IntervalSource::Provider, Who::Provider) => Some(words.by_a_provider),
        (IntervalSource::Default, _) => Some(words.by_default),
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
    who: Who,
    id: Uuid,
    item: ServiceInterval,
    intervals: Load<ServiceIntervals>,
    open: RwSignal<Option<ServiceItem>>,
) -> impl IntoView {
    let words = &t().upkeep;
    let (word, tone) = standing(item.state);
    let which = item.item;
    let label = (words.change)(&item.name);
    let (rhythm, times) = (rhythm(&item, who), times(&item));
    let (name, explanation) = (item.name.clone(), item.explanation.clone());
    let editing = Memo::new(move |_| open.get() == Some(which));
    let (client, toasts) = (api(), Toasts::get());
    let save = Callback::new(move |new: WriteServiceInterval| {
        Box::pin(who.write(client.clone(), id, new)) as super::interval::Saving
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
