use std::{future::Future, pin::Pin};

use chrono::NaiveDate;
use leptos::prelude::*;
use pitlane_client::ApiError;
use pitlane_contract::vehicles::{ServiceInterval, ServiceIntervals, WriteServiceInterval};

use crate::{
    text::t,
    ui::{Button, Form, FormProblem, Input, InputKind, Kind},
};

/// An answer on its way.
pub type Saving = Pin<Box<dyn Future<Output = Result<ServiceIntervals, ApiError>>>>;

/// A whole number, with or without separators.
fn whole(text: &str) -> Option<i32> {
    text.chars().filter(|c| !matches!(c, ',' | '.' | ' ')).collect::<String>().parse().ok()
}

fn rule(value: &str) -> Option<String> {
    let good = value.trim().is_empty() || whole(value).is_some();
    (!good).then(|| t().upkeep.number_invalid.to_owned())
}

fn text(number: Option<i32>) -> String {
    number.map(|number| number.to_string()).unwrap_or_default()
}

/// How often one kind of work is due on a vehicle, and when it was last done.
#[component]
pub fn IntervalForm(
    /// As it is.
    item: ServiceInterval,
    /// Brings it to the server.
    save: Callback<WriteServiceInterval, Saving>,
    /// Called when the server has it.
    on_saved: Callback<ServiceIntervals>,
    /// Called when nothing is to change.
    on_cancel: Callback<()>,
) -> impl IntoView {
    let words = &t().upkeep;
    let form = Form::new();
    let which = item.item;
    let day = item.last_done_on.map(|on| on.to_string()).unwrap_or_default();
    let done_on = form.field("last_done_on", day, |_| None);
    let done_miles = form.field("last_done_miles", text(item.last_done_miles), rule);
    let months = form.field("every_months", text(item.every_months), rule);
    let miles = form.field("every_miles", text(item.every_miles), rule);
    let submit = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        let body = WriteServiceInterval {
            item: which,
            every_months: whole(&months.text()),
            every_miles: whole(&miles.text()),
            last_done_on: done_on.text().parse::<NaiveDate>().ok(),
            last_done_miles: whole(&done_miles.text()),
        };
        form.send(async move { save.run(body).await }, move |after| on_saved.run(after));
    };
    view! {
        <form class="form" novalidate on:submit=submit>
            <FormProblem form />
            <div class="pair">
                <Input field=done_on label=words.done_on kind=InputKind::Date optional=true />
                <Input field=done_miles label=words.done_miles kind=InputKind::Digits optional=true />
            </div>
            <div class="pair">
                <Input field=months label=words.months kind=InputKind::Digits optional=true />
                <Input field=miles label=words.miles kind=InputKind::Digits optional=true />
            </div>
            <small class="soft">{words.interval_hint}</small>
            <div class="actions start">
                <Button kind=Kind::Main submit=true busy=form.busy>
                    {t().common.save}
                </Button>
                <Button kind=Kind::Quiet on_press=move |()| on_cancel.run(())>
                    {t().common.cancel}
                </Button>
            </div>
        </form>
    }
}
