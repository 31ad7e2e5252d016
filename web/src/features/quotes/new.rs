use leptos::prelude::*;
use pitlane_contract::{
    paging::List,
    quotes::{NewQuote as Body, QuoteCustomer, QuoteCustomerQuery},
};

use super::{known::ForKnown, start::EMPTY};
use crate::{
    account::api,
    routing,
    shell::PageHead,
    text::t,
    ui::{Button, Choice, Form, FormProblem, Input, InputKind, Kind, load, loaded, required},
};

/// For somebody that the provider has worked with.
const KNOWN: &str = "known";
/// For somebody by e-mail address.
const NEW: &str = "new";

/// The page that starts a quote for a customer of before, or for somebody by e-mail address.
#[component]
pub fn NewQuote() -> impl IntoView {
    let words = &t().quotes;
    let name = RwSignal::new(String::new());
    let found = load(move || {
        let query = QuoteCustomerQuery { name: Some(name.get()).filter(|name| !name.is_empty()) };
        async move { api().list_quote_customers(&query).await }
    });
    view! {
        <div class="narrow stack wide">
            <PageHead title=words.new lead=Signal::stored(words.new_lead.to_owned()) />
            {loaded(found, 4, move |found| view! { <Whom found name /> })}
        </div>
    }
}

#[component]
fn Whom(found: Signal<List<QuoteCustomer>>, name: RwSignal<String>) -> impl IntoView {
    let words = &t().quotes;
    // who has no customers yet has nobody to choose from
    let some = found.with_untracked(|found| !found.items.is_empty());
    let chosen = RwSignal::new((if some { KNOWN } else { NEW }).to_owned());
    let choice = some.then(|| {
        view! {
            <fieldset class="stack tight">
                <legend>{words.for_whom}</legend>
                <div class="choices">
                    <Choice group="whom" value=KNOWN chosen label=words.for_known />
                    <Choice group="whom" value=NEW chosen label=words.for_new />
                </div>
            </fieldset>
        }
    });
    let known = Memo::new(move |_| chosen.with(|word| word == KNOWN));
    let form = move || {
        if known.get() {
            view! { <ForKnown found name /> }.into_any()
        } else {
            view! { <ForAddress /> }.into_any()
        }
    };
    view! {
        {choice}
        {form}
    }
}

/// Starts a quote for somebody by e-mail address.
#[component]
fn ForAddress() -> impl IntoView {
    let words = &t().quotes;
    let form = Form::new();
    let name = form.field("customer_name", "", required);
    let email = form.field("customer_email", "", required);
    let vehicle = form.field("vehicle", "", required);
    let go = routing::go_instead();
    let submit = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        let go = go.clone();
        let body = Body {
            customer_name: Some(name.text()),
            customer_email: Some(email.text()),
            vehicle: Some(vehicle.text()),
            ..EMPTY
        };
        let key = form.key();
        let work = async move { api().create_quote(&body, Some(&key)).await };
        form.send(work, move |quote| go(&routing::own_quote(quote.id)));
    };
    view! {
        <form class="form" novalidate on:submit=submit>
            <FormProblem form />
            <Input field=name label=words.customer_name />
            <Input
                field=email
                label=words.customer_email
                hint=words.customer_email_hint.to_owned()
                kind=InputKind::Email
            />
            <Input field=vehicle label=words.vehicle hint=words.vehicle_hint.to_owned() />
            <Button kind=Kind::Main submit=true wide=true busy=form.busy>
                {words.create}
            </Button>
        </form>
    }
}
