use chrono::{DateTime, Utc};
use leptos::prelude::*;
use pitlane_contract::repairs::{Repair, UpdateRepairStatus};
use pitlane_domain::limits::{REPAIR_NOTE, SLIP_REASON};
use uuid::Uuid;

use super::moves::NO_CHANGE;
use crate::{
    account::api,
    clock, format,
    text::t,
    ui::{AreaInput, Button, Check, DateTimeInput, Form, FormProblem, Load, required, saying, within},
};

fn to_come(value: &str) -> Option<String> {
    let good = format::typed_time(value).is_some_and(|at| format::millis(at) > clock::now());
    (!good).then(|| t().repairs.promise_invalid.to_owned())
}

/// Promises a time; a later one than before asks why.
#[component]
pub fn Promise(
    /// Where the repair is loaded.
    repair: Load<Repair>,
    /// The repair.
    id: Uuid,
    /// What was promised before; it may change while one types.
    before: Signal<Option<DateTime<Utc>>>,
) -> impl IntoView {
    let words = &t().repairs;
    let form = Form::new();
    let at = form.field("promised_at", "", to_come);
    let slips = Memo::new(move |_| {
        let new = at.value.with(|text| format::typed_time(text));
        new.zip(before.get()).is_some_and(|(new, before)| new > before)
    });
    let reason = form.field("reason", "", move |value| {
        if slips.get_untracked() { required(value).or_else(|| within(SLIP_REASON)(value)) } else { None }
    });
    let submit = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        let body = UpdateRepairStatus {
            promised_at: at.value.with_untracked(|text| format::typed_time(text)),
            reason: reason.filled(),
            ..NO_CHANGE
        };
        let work = async move { api().update_repair_status(id, &body).await };
        let sent = at.value.get_untracked();
        form.send(saying(words.promise_saved, work), move |now| {
            // what was typed meanwhile stays
            if at.value.with_untracked(|typed| *typed == sent) {
                at.value.set(String::new());
                reason.value.set(String::new());
            }
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
            <DateTimeInput field=at label=words.promise />
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
    let note = form.field("note", "", |value| required(value).or_else(|| within(REPAIR_NOTE)(value)));
    let internal = RwSignal::new(false);
    let submit = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        let body =
            UpdateRepairStatus { note: note.filled(), internal: internal.get_untracked(), ..NO_CHANGE };
        let work = async move { api().update_repair_status(id, &body).await };
        form.send(saying(words.note_saved, work), move |now| {
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
