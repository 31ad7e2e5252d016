use std::{collections::BTreeMap, future::Future, pin::Pin, sync::Arc};

use leptos::prelude::*;
use pitlane_client::{ApiError, fresh_key};
use pitlane_contract::{
    payments::Payment,
    repairs::{NewRepairPayment, Repair, RepairPayment},
};
use pitlane_domain::{
    repairs::{Account, amount},
    vocabulary::{PaymentPart, PaymentStatus, RepairStatus},
};
use uuid::Uuid;

use crate::{
    account::api,
    features::{payments::CardForm, quotes::amounts},
    format,
    text::t,
    ui::{Choice, Form, Input, Load},
};

/// A key for each payment that was asked for, so that a second press cannot make a second payment.
type Keys = StoredValue<BTreeMap<(PaymentPart, i64), String>>;

/// Whether a payment waits for a card, or for another one.
fn waits(it: &RepairPayment) -> bool {
    matches!(it.payment.status, PaymentStatus::RequiresPayment | PaymentStatus::Failed)
}

/// Finds the payment that waits for a card, or makes it; another one that waits is given up first, because it holds its
/// amount.
async fn prepare(repair: Uuid, (part, cents): (PaymentPart, i64), keys: Keys) -> Result<Payment, ApiError> {
    let client = api();
    let known = client.get_customer_repair(repair).await?;
    let mut found = None;
    for it in known.payments.into_iter().filter(waits) {
        let wanted = it.part == part && it.payment.amount_cents == cents;
        if wanted && it.payment.client_secret.is_some() {
            found = Some(it.payment);
        } else {
            client.give_up_payment(it.payment.id).await?;
            // its key would bring it back
            let _ = keys.try_update_value(|keys| drop(keys.remove(&(it.part, it.payment.amount_cents))));
        }
    }
    if let Some(payment) = found {
        return Ok(payment);
    }
    let known = keys.try_update_value(|keys| keys.entry((part, cents)).or_insert_with(fresh_key).clone());
    let key = known.unwrap_or_else(fresh_key);
    let body = NewRepairPayment { part, amount_cents: (part == PaymentPart::Part).then_some(cents) };
    client.create_repair_payment(repair, &body, Some(&key)).await.map(|made| made.payment)
}

/// The money of a repair without what is set aside for payments that wait for a card: they are given up for the next.
fn account(repair: &Repair) -> Account {
    let known = &repair.account;
    let waiting = repair.payments.iter().filter(|it| waits(it));
    let given_up: i64 = waiting.map(|it| it.payment.amount_cents).sum();
    Account {
        authorized_cents: known.authorized_cents,
        tolerance_cents: known.tolerance_cents,
        reserved_cents: (known.reserved_cents - given_up).max(0),
        charged_cents: known.charged_cents,
        refunded_cents: known.refunded_cents,
    }
}

/// What can be paid now, by the rule that the server holds too.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Open {
    account: Account,
    /// What is left of the deposit, where that is less than everything.
    deposit: Option<i64>,
    /// Everything that is left.
    rest: i64,
}

fn open(repair: &Repair) -> Option<Open> {
    let account = account(repair);
    let part = |part| amount(&account, part, repair.account.deposit_cents, None);
    let rest = part(PaymentPart::Rest).filter(|_| repair.summary.status != RepairStatus::Cancelled)?;
    Some(Open { account, deposit: part(PaymentPart::Deposit).filter(|cents| *cents < rest), rest })
}

/// Asks for the deposit, a part or the rest, and for a card.
#[component]
pub fn Pay(
    /// Where the repair is loaded.
    repair: Load<Repair>,
    /// As it is now.
    now: Signal<Repair>,
) -> impl IntoView {
    let words = &t().repairs;
    let what = Memo::new(move |_| now.with(open));
    let waiting = RwSignal::new(None::<i64>);
    let charged = Memo::new(move |_| now.with(|now| now.account.charged_cents));
    // the card was taken; the charge itself comes with the gateway's message
    let pending = Memo::new(move |_| waiting.get() == Some(charged.get()));
    let on_paid = Callback::new(move |()| {
        waiting.set(Some(charged.get_untracked()));
        repair.reload();
    });
    move || {
        let what = what.get();
        let (id, account, over) = now.with_untracked(|now| {
            (now.summary.id, now.account.clone(), now.summary.status == RepairStatus::Cancelled)
        });
        match what {
            _ if pending.get() => view! { <p role="status">{words.pay_waiting}</p> }.into_any(),
            Some(what) => view! { <Parts id what currency=account.currency on_paid /> }.into_any(),
            None if !over && account.due_cents > 0 => {
                view! { <p role="status">{words.pay_waiting}</p> }.into_any()
            }
            None => {
                let text = if account.charged_cents > 0 { words.pay_done } else { words.pay_none_open };
                view! { <p class="soft">{text}</p> }.into_any()
            }
        }
    }
}

#[component]
fn Parts(id: Uuid, what: Open, currency: String, on_paid: Callback<()>) -> impl IntoView {
    let words = &t().repairs;
    let currency = StoredValue::new(currency);
    let money = move |cents: i64| currency.with_value(|currency| format::money(cents, currency));
    let first = what.deposit.map_or(PaymentPart::Rest, |_| PaymentPart::Deposit);
    let chosen = RwSignal::new(first.as_str().to_owned());
    let part = move || chosen.with(|word| word.parse().unwrap_or(PaymentPart::Rest));
    // nothing where what is typed cannot be paid
    let typed = move |text: &str| amount(&what.account, PaymentPart::Part, 0, amounts::read(text, 2));
    let other = Form::new().field("amount_cents", "", move |value| {
        typed(value).is_none().then(|| (t().repairs.pay_invalid)(&money(what.rest)))
    });
    let cents = Memo::new(move |_| match part() {
        PaymentPart::Deposit => what.deposit,
        PaymentPart::Part => other.value.with(|text| typed(text)),
        PaymentPart::Rest => Some(what.rest),
    });
    let price = Signal::derive(move || money(cents.get().unwrap_or_default()));
    let deposit = what.deposit.map(|cents| {
        let value = PaymentPart::Deposit.as_str();
        view! { <Choice group="part" value chosen label=words.pay_deposit sum=money(cents) /> }
    });
    let amount = move || {
        (part() == PaymentPart::Part).then(|| {
            let hint = (words.pay_other_hint)(&money(what.rest));
            view! { <Input field=other label=words.pay_amount hint /> }
        })
    };
    let keys = Keys::new(BTreeMap::new());
    let prepare = Arc::new(move || {
        let wanted = untrack(|| (part(), cents.get().unwrap_or_default()));
        Box::pin(prepare(id, wanted, keys)) as Pin<Box<dyn Future<Output = _>>>
    });
    view! {
        <h3>{words.pay_title}</h3>
        <fieldset class="stack tight">
            <legend>{words.pay_which}</legend>
            <div class="choices">
                {deposit}
                <Choice
                    group="part"
                    value=PaymentPart::Rest.as_str()
                    chosen
                    label=words.pay_rest
                    sum=money(what.rest)
                />
                <Choice group="part" value=PaymentPart::Part.as_str() chosen label=words.pay_other />
            </div>
        </fieldset>
        {amount}
        // what is typed about the card stays while another amount is thought of
        <div hidden=move || cents.get().is_none()>
            <CardForm price prepare on_paid />
        </div>
    }
}
