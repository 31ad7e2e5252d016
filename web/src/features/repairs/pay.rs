use std::{future::Future, pin::Pin, sync::Arc};

use leptos::prelude::*;
use pitlane_client::{ApiError, fresh_key};
use pitlane_contract::{
    payments::Payment,
    repairs::{NewRepairPayment, Repair},
};
use pitlane_domain::vocabulary::{PaymentPart, RepairStatus};
use uuid::Uuid;

use crate::{
    account::api,
    features::payments::CardForm,
    format,
    text::t,
    ui::{Choice, Load},
};

/// Finds the payment that waits for a card, or makes it; one for another part is given up first, because it holds its
/// amount.
async fn prepare(repair: Uuid, part: PaymentPart, key: String) -> Result<Payment, ApiError> {
    let client = api();
    let known = client.get_customer_repair(repair).await?;
    let waiting = known.payments.into_iter().filter(|it| it.payment.client_secret.is_some());
    let mut found = None;
    for it in waiting {
        if it.part == part && it.payment.gateway_id.is_some() {
            found = Some(it.payment);
        } else {
            client.give_up_payment(it.payment.id).await?;
        }
    }
    if let Some(payment) = found {
        return Ok(payment);
    }
    let body = NewRepairPayment { part, amount_cents: None };
    client.create_repair_payment(repair, &body, Some(&key)).await.map(|made| made.payment)
}

/// What can be paid now: which part, and how much.
fn open(repair: &Repair) -> Vec<(PaymentPart, i64)> {
    let account = &repair.account;
    let deposit = (account.deposit_cents - account.charged_cents).clamp(0, account.due_cents);
    let mut parts = Vec::new();
    if deposit > 0 && deposit < account.due_cents {
        parts.push((PaymentPart::Deposit, deposit));
    }
    if account.due_cents > 0 {
        parts.push((PaymentPart::Rest, account.due_cents));
    }
    if repair.summary.status == RepairStatus::Cancelled { Vec::new() } else { parts }
}

/// Asks for the deposit or the rest, and for a card.
#[component]
pub fn Pay(
    /// Where the repair is loaded.
    repair: Load<Repair>,
    /// As it is now.
    now: Signal<Repair>,
) -> impl IntoView {
    let words = &t().repairs;
    let parts = Memo::new(move |_| now.with(open));
    let waiting = RwSignal::new(None::<i64>);
    let charged = Memo::new(move |_| now.with(|now| now.account.charged_cents));
    // the card was taken; the charge itself comes with the gateway's message
    let pending = Memo::new(move |_| waiting.get() == Some(charged.get()));
    let on_paid = Callback::new(move |()| {
        waiting.set(Some(charged.get_untracked()));
        repair.reload();
    });
    move || {
        let parts = parts.get();
        if pending.get() {
            return view! { <p role="status">{words.pay_waiting}</p> }.into_any();
        }
        if parts.is_empty() {
            let done = now.with_untracked(|now| now.account.charged_cents > 0);
            let text = if done { words.pay_done } else { words.pay_none_open };
            return view! { <p class="soft">{text}</p> }.into_any();
        }
        let (id, currency) = now.with_untracked(|now| (now.summary.id, now.account.currency.clone()));
        view! { <Parts id parts currency on_paid /> }.into_any()
    }
}

#[component]
fn Parts(id: Uuid, parts: Vec<(PaymentPart, i64)>, currency: String, on_paid: Callback<()>) -> impl IntoView {
    let words = &t().repairs;
    let first = parts.first().map_or(PaymentPart::Rest, |(part, _)| *part);
    let chosen = RwSignal::new(first.as_str().to_owned());
    let known = StoredValue::new(parts.clone());
    let price = {
        let currency = currency.clone();
        Signal::derive(move || {
            let cents = known.with_value(|parts| {
                let found = parts.iter().find(|(part, _)| chosen.with(|word| word == part.as_str()));
                found.map_or(0, |(_, cents)| *cents)
            });
            format::money(cents, &currency)
        })
    };
    let choices = (parts.len() > 1).then(|| {
        let options = parts
            .into_iter()
            .map(|(part, cents)| {
                let name = if part == PaymentPart::Deposit { words.pay_deposit } else { words.pay_rest };
                let sum = format::money(cents, &currency);
                view! { <Choice group="part" value=part.as_str() chosen label=name sum /> }
            })
            .collect_view();
        view! {
            <fieldset class="stack tight">
                <legend>{words.pay_which}</legend>
                <div class="choices">{options}</div>
            </fieldset>
        }
    });
    // one key for each part, so that a second press cannot make a second payment
    let keys = StoredValue::new([fresh_key(), fresh_key()]);
    let prepare = Arc::new(move || {
        let part = chosen.with_untracked(|word| word.parse().unwrap_or(PaymentPart::Rest));
        let key = keys.with_value(|keys| keys[usize::from(part == PaymentPart::Rest)].clone());
        Box::pin(prepare(id, part, key)) as Pin<Box<dyn Future<Output = _>>>
    });
    view! {
        <h3>{words.pay_title}</h3>
        {choices}
        <CardForm price prepare on_paid />
    }
}
