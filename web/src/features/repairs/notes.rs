use chrono::{DateTime, Utc};
use js_sys::Date;
use leptos::prelude::*;
use pitlane_contract::repairs::{Repair, UpdateRepairStatus};
use uuid::Uuid;
use wasm_bindgen::JsValue;

use super::moves::NO_CHANGE;
use crate::{
    account::api,
    clock, format,
    text::t,
    ui::{AreaInput, Button, Check, Form, FormProblem, Load, Toasts, required},
};

/// A time as a browser's own field writes it, in the person's time zone.
fn local(text: &str) -> Option<DateTime<Utc>> {
    let millis = Date::new(&JsValue::from_str(text)).get_time();
    #[expect(clippy::cast_possible_truncation, reason = "milliseconds of a date")]
    let at = (!millis.is_nan()).then(|| DateTime::from_timestamp_millis(millis as i64));
    at.flatten()
}

fn to_come(value: &str) -> Option<String> {
    let good = local(value).is_some_and(|at| format::millis(at) > clock::now());
    (!good).then(|| t().repairs.promise_invalid.to_owned())
}

/// Promises a time; a later one than before asks why.
#[component]
pub fn Promise(
    /// Where the repair is loaded.
    repair: Load<Repair>,
    /// The repair.
    id: Uuid,
    /// What was promised before.
    before: Option<DateTime<Utc>>,
) -> impl IntoView {
    let words = &t().repairs;
    let form = Form::new();
    let at = form.field("promised_at", "", to_come);
    let slips = Memo::new(move |_| {
        let new = at.value.with(|text| local(text));
        new.zip(before).is_some_and(|(new, before)| new > before)
    });
    let reason =
        form.field("reason", "", move |value| if slips.get_untracked() { required(value) } else { None });
    let submit = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        let body = UpdateRepairStatus {
            promised_at: at.value.with_untracked(|text| local(text)),
            reason: reason.filled(),
            ..NO_CHANGE
        };
        form.send(async move { api().update_repair_status(id, &body).await }, move |now| {
            Toasts::get().say(t().repairs.promise_saved);
            repair.value().set(Some(now));
        });
    };
    let why = move || {
        slips.get().then(|| {
            view! { <AreaInput field=reason label=words.slip_reason hint=words.slip_hint.to_owned() /> }
        })
    };
    view! {
        <form class="form" novalidate on:submit=submit>
            <FormProblem form />
            <div class="field">
                <label for="promised_at">{words.promise}</label>
                <input
                    class="input"
                    type="datetime-local"
                    id="promised_at"
                    aria-describedby="promised_at-problem"
                    aria-invalid=move || at.error.with(Option::is_some).then_some("true")
                    prop:value=move || at.value.get()
                    on:input=move |event| {
                        at.value.set(event_target_value(&event));
                        at.error.set(None);
                    }
                />
                <span class="problem" id="promised_at-problem" aria-live="polite">
                    {move || at.error.get()}
                </span>
            </div>
            {why}
            <p>
                <Button submit=true busy=form.busy>
                    {words.promise_save}
                </Button>
            </p>
        </form>
    }
}

/// Writes a note on the timeline, for the customer or for the provider's people alone.
#[component]
pub fn Note(
    /// Where the repair is loaded.
    repair: Load<Repair>,
    /// The repair.
    id: Uuid,
) -> impl IntoView {
    let words = &t().repairs;
    let form = Form::new();
    let note = form.field("note", "", required);
    let internal = RwSignal::new(false);
    let submit = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        let body =
            UpdateRepairStatus { note: note.filled(), internal: internal.get_untracked(), ..NO_CHANGE };
        form.send(async move { api().update_repair_status(id, &body).await }, move |now| {
            Toasts::get().say(t().repairs.note_saved);
            note.value.set(String::new());
            repair.value().set(Some(now));
        });
    };
    view! {
        <form class="form" novalidate on:submit=submit>
            <FormProblem form />
            <AreaInput field=note label=words.note hint=words.note_hint.to_owned() />
            <Check label=words.internal on=internal />
            <p>
                <Button submit=true busy=form.busy>
                    {words.note_save}
                </Button>
            </p>
        </form>
    }
}
