use leptos::prelude::*;
use pitlane_contract::quotes::NewQuote as Body;

use super::start::EMPTY;
use crate::{
    account::api,
    routing,
    shell::PageHead,
    text::t,
    ui::{Button, Form, FormProblem, Input, InputKind, Kind, required},
};

/// The page that starts a quote for somebody by e-mail address.
#[component]
pub fn NewQuote() -> impl IntoView {
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
        <div class="narrow stack wide">
            <PageHead title=words.new lead=Signal::stored(words.new_lead.to_owned()) />
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
        </div>
    }
}
