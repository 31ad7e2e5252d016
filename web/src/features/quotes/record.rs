use std::collections::BTreeSet;

use leptos::prelude::*;
use pitlane_contract::quotes::{Quote, RecordAuthorization};
use pitlane_domain::{
    limits::DECISION_REASON,
    vocabulary::{AuthorizationMethod, LineDecision, LineKind},
};
use uuid::Uuid;

use super::{person_name, sheet::line_sum};
use crate::{
    account::api,
    clock, format,
    text::t,
    ui::{
        AreaInput, Button, DateTimeInput, Dialog, Field, Form, FormProblem, Input, Kind, Load, SelectInput,
        none, saying, within,
    },
};

/// What is recorded, as it is typed.
#[derive(Clone, Copy)]
struct Given {
    form: Form,
    how: Field,
    by: Field,
    at: Field,
    said: Field,
    lines: RwSignal<BTreeSet<Uuid>>,
}

fn past(value: &str) -> Option<String> {
    let good =
        value.is_empty() || format::typed_time(value).is_some_and(|at| format::millis(at) <= clock::now());
    (!good).then(|| t().desk.given_at_invalid.to_owned())
}

impl Given {
    fn of(quote: &Quote) -> Self {
        let form = Form::new();
        let approved = quote.lines.iter().filter(|line| line.decision == LineDecision::Approved);
        Self {
            form,
            how: form.field("method", AuthorizationMethod::Phone.as_str(), none),
            by: form.field("given_by", quote.customer_name.clone(), person_name),
            at: form.field("given_at", "", past),
            said: form.field("reason", "", within(DECISION_REASON)),
            lines: RwSignal::new(approved.map(|line| line.id).collect()),
        }
    }

    fn body(self) -> RecordAuthorization {
        RecordAuthorization {
            method: self.how.value.with_untracked(|word| word.parse().unwrap_or(AuthorizationMethod::Phone)),
            line_ids: Some(self.lines.with_untracked(|lines| lines.iter().copied().collect())),
            given_by: self.by.text(),
            given_at: self.at.value.with_untracked(|text| format::typed_time(text)),
            reason: self.said.filled(),
        }
    }
}

/// Writes down a yes that the customer gave by phone, by text message or in person.
#[component]
pub fn Record(
    /// Where the quote is loaded.
    load: Load<Quote>,
    /// The quote.
    quote: Quote,
) -> impl IntoView {
    let words = &t().desk;
    let asking = RwSignal::new(false);
    let given = Given::of(&quote);
    let (id, form) = (quote.id, given.form);
    let submit = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        if given.lines.with_untracked(BTreeSet::is_empty) {
            form.error.set(Some(words.which_invalid.to_owned()));
            return;
        }
        let body = given.body();
        let work = async move { api().record_authorization(id, &body).await };
        form.send(saying(words.recorded, work), move |quote| {
            asking.set(false);
            load.value().set(Some(quote));
        });
    };
    let ways = [
        (AuthorizationMethod::Phone, words.phone),
        (AuthorizationMethod::Text, words.text),
        (AuthorizationMethod::InPerson, words.in_person),
    ]
    .map(|(way, word)| (way.as_str().to_owned(), word.to_owned()));
    let quote = StoredValue::new(quote);
    view! {
        <Button on_press=move |()| asking.set(true)>{words.record}</Button>
        <Dialog open=asking title=words.record_title>
            <form class="form" novalidate on:submit=submit>
                <p class="soft">{words.record_text}</p>
                <FormProblem form />
                <Which quote=quote.get_value() lines=given.lines />
                <SelectInput field=given.how label=words.how options=ways.to_vec() />
                <Input field=given.by label=words.given_by />
                <DateTimeInput field=given.at label=words.given_at hint=words.given_at_hint.to_owned() />
                <AreaInput field=given.said label=words.said optional=true />
                <div class="actions">
                    <Button on_press=move |()| asking.set(false)>{t().common.cancel}</Button>
                    <Button kind=Kind::Main submit=true busy=form.busy>
                        {words.record_yes}
                    </Button>
                </div>
            </form>
        </Dialog>
    }
}

/// The lines to choose from; what is approved already stays so.
#[component]
fn Which(quote: Quote, lines: RwSignal<BTreeSet<Uuid>>) -> impl IntoView {
    let currency = quote.currency;
    let boxes = quote
        .lines
        .into_iter()
        .filter(|line| line.kind != LineKind::Discount)
        .map(|line| {
            let (id, sum) = (line.id, line_sum(&line, &currency));
            let fixed = line.decision == LineDecision::Approved;
            let tick = move |event| {
                let on = event_target_checked(&event);
                lines.update(|lines| {
                    let _ = if on { lines.insert(id) } else { lines.remove(&id) };
                });
            };
            view! {
                <label class="check">
                    <input
                        type="checkbox"
                        disabled=fixed
                        prop:checked=move || lines.with(|lines| lines.contains(&id))
                        on:change=tick
                    />
                    <span>{line.title}</span>
                    <span class="sum">{sum}</span>
                </label>
            }
        })
        .collect_view();
    view! {
        <fieldset class="stack tight ticks">
            <legend>{t().desk.which}</legend>
            {boxes}
        </fieldset>
    }
}
