use leptos::prelude::*;
use pitlane_contract::{
    paging::List,
    quotes::{NewQuote as Body, QuoteCustomer},
};
use pitlane_domain::limits::{VEHICLE, fits};
use uuid::Uuid;

use super::start::EMPTY;
use crate::{
    account::api,
    routing,
    text::t,
    ui::{Button, Choice, Field, Form, FormProblem, Input, Kind, SelectInput, none},
};

/// Starts a quote for a customer that the provider has worked with or written to.
#[component]
pub fn ForKnown(
    /// The customers that were found.
    #[prop(into)]
    found: Signal<List<QuoteCustomer>>,
    /// A part of the name that is looked for.
    name: RwSignal<String>,
) -> impl IntoView {
    let words = &t().quotes;
    let form = Form::new();
    let nobody = |value: &str| value.is_empty().then(|| t().quotes.choose_customer.to_owned());
    let customer = form.field("customer_id", "", nobody);
    let vehicle_id = form.field("vehicle_id", "", none);
    let vehicle = form.field("vehicle", "", move |value| {
        let named = vehicle_id.value.with_untracked(|id| !id.is_empty());
        (!named && !fits(VEHICLE, value)).then(|| (t().quotes.vehicle_invalid)(*VEHICLE.end()))
    });
    let chosen = Memo::new(move |_| {
        let id = customer.value.with(|id| id.parse::<Uuid>().ok())?;
        found.with(|found| found.items.iter().find(|it| it.id == id).cloned())
    });
    Effect::new(move |_| {
        let chosen = chosen.get();
        if chosen.is_some() {
            customer.error.set(None);
        }
        let first = chosen.and_then(|it| it.vehicles.first().map(|vehicle| vehicle.id.to_string()));
        vehicle_id.value.set(first.unwrap_or_default());
    });
    let go = routing::go_instead();
    let submit = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        let go = go.clone();
        let known: Option<Uuid> = vehicle_id.value.with_untracked(|id| id.parse().ok());
        let body = Body {
            customer_id: customer.value.with_untracked(|id| id.parse().ok()),
            vehicle_id: known,
            vehicle: vehicle.filled().filter(|_| known.is_none()),
            ..EMPTY
        };
        let key = form.key();
        let work = async move { api().create_quote(&body, Some(&key)).await };
        form.send(work, move |quote| go(&routing::own_quote(quote.id)));
    };
    view! {
        <Find name />
        <form class="form" novalidate on:submit=submit>
            <FormProblem form />
            <Whom found customer />
            {move || chosen.get().map(|it| view! { <Which customer=it vehicle_id vehicle /> })}
            <Button kind=Kind::Main submit=true wide=true busy=form.busy>
                {words.create}
            </Button>
        </form>
    }
}

/// Looks for a customer by a part of the name.
#[component]
fn Find(name: RwSignal<String>) -> impl IntoView {
    let words = &t().quotes;
    let form = Form::new();
    let typed = form.field("find", name.get_untracked(), none);
    let submit = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        name.set(typed.text());
    };
    view! {
        <form class="form find" role="search" novalidate on:submit=submit>
            <Input field=typed label=words.find_customer hint=words.find_customer_hint.to_owned() optional=true />
            <Button submit=true>{words.search}</Button>
        </form>
    }
}

/// The customers to choose from.
#[component]
fn Whom(found: Signal<List<QuoteCustomer>>, customer: Field) -> impl IntoView {
    let words = &t().quotes;
    let rows = move || {
        let found = found.get().items;
        if found.is_empty() {
            return view! { <p class="soft">{words.found_none}</p> }.into_any();
        }
        let rows = found
            .into_iter()
            .map(|it| {
                let known: Vec<_> = it.vehicles.into_iter().map(|vehicle| vehicle.name).collect();
                let (value, chosen) = (it.id.to_string(), customer.value);
                view! { <Choice group="customer" value chosen label=it.name hint=known.join(", ") /> }
            })
            .collect_view();
        view! { <div class="choices">{rows}</div> }.into_any()
    };
    view! {
        <fieldset class="stack tight" id=customer.name tabindex="-1" aria-describedby="customer-problem">
            <legend>{words.customer_name}</legend>
            {rows}
            <span class="problem" id="customer-problem" aria-live="polite">
                {move || customer.error.get()}
            </span>
        </fieldset>
    }
}

/// A vehicle that is known, or another one in words.
#[component]
fn Which(customer: QuoteCustomer, vehicle_id: Field, vehicle: Field) -> impl IntoView {
    let words = &t().quotes;
    let other = move || vehicle_id.value.with(String::is_empty);
    let choice = (!customer.vehicles.is_empty()).then(|| {
        let known = customer.vehicles.into_iter().map(|it| (it.id.to_string(), it.name));
        let options: Vec<_> = known.chain([(String::new(), words.other_vehicle.to_owned())]).collect();
        view! { <SelectInput field=vehicle_id label=words.vehicle options /> }
    });
    let label = if choice.is_some() { words.other_vehicle } else { words.vehicle };
    let typed =
        move || other().then(|| view! { <Input field=vehicle label hint=words.vehicle_hint.to_owned() /> });
    view! {
        {choice}
        {typed}
    }
}
