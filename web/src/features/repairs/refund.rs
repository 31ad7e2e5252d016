use leptos::prelude::*;
use pitlane_contract::repairs::{NewRefund, Repair, RepairPayment};
use pitlane_domain::{limits::REFUND_REASON, payments::refund_amount};

use crate::{
    account::api,
    features::quotes::amounts,
    format,
    text::t,
    ui::{AreaInput, Button, Choice, Dialog, Form, FormProblem, Input, Kind, Load, none, saying, within},
};

/// Gives back all that is left.
const WHOLE: &str = "whole";
/// Gives back a part.
const PART: &str = "part";

/// Asks how much of a payment goes back and why, and gives it back.
#[component]
pub fn RefundDialog(
    /// Where the repair is loaded.
    repair: Load<Repair>,
    /// The payment that is asked about.
    asked: RwSignal<Option<RepairPayment>>,
    /// Who gets it back.
    customer: String,
) -> impl IntoView {
    let words = &t().repairs;
    let open = RwSignal::new(false);
    Effect::new(move |_| {
        if asked.with(Option::is_some) {
            open.set(true);
        }
    });
    Effect::new(move |_| {
        if !open.get() {
            asked.set(None);
        }
    });
    let customer = StoredValue::new(customer);
    let form = move || {
        asked.get().map(|payment| view! { <RefundForm repair payment open customer=customer.get_value() /> })
    };
    view! {
        <Dialog open title=words.refund_title>
            {form}
        </Dialog>
    }
}

#[component]
fn RefundForm(
    repair: Load<Repair>,
    payment: RepairPayment,
    open: RwSignal<bool>,
    customer: String,
) -> impl IntoView {
    let words = &t().repairs;
    let (id, total, before) = (payment.payment.id, payment.payment.amount_cents, payment.refunded_cents);
    let currency = StoredValue::new(payment.payment.currency.clone());
    let money = move |cents: i64| currency.with_value(|currency| format::money(cents, currency));
    let left = money(total - before);
    let form = Form::new();
    let which = form.field("which", WHOLE, none);
    let part = move || which.value.with(|word| word == PART);
    // nothing where what is typed is no amount of this payment
    let chosen = move |text: &str| refund_amount(total, before, Some(amounts::read(text, 2)?));
    let amount = form.field("amount_cents", "", {
        let left = left.clone();
        move |value| {
            let good = !untrack(part) || chosen(value).is_some();
            (!good).then(|| (t().repairs.refund_invalid)(&left))
        }
    });
    let reason = form.field("reason", "", within(REFUND_REASON));
    let cents = move || if part() { amount.value.with(|text| chosen(text)) } else { Some(total - before) };
    let submit = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        let of_part = untrack(part).then(|| untrack(cents)).flatten();
        let (body, key) = (NewRefund { amount_cents: of_part, reason: reason.text() }, form.key());
        let work = async move { api().refund_payment(id, &body, Some(&key)).await };
        form.send(saying(words.refund_done, work), move |_| {
            open.set(false);
            repair.reload();
        });
    };
    let typed = move || part().then(|| view! { <Input field=amount label=words.refund_amount /> });
    let button = move || match cents() {
        Some(cents) => (words.refund_yes)(&money(cents)),
        None => words.refund.to_owned(),
    };
    view! {
        <form class="form" novalidate on:submit=submit>
            <p class="soft">{(words.refund_text)(&customer)}</p>
            <FormProblem form />
            <fieldset class="stack tight">
                <legend>{words.refund_which}</legend>
                <div class="choices">
                    <Choice group="which" value=WHOLE chosen=which.value label=words.refund_whole sum=left />
                    <Choice group="which" value=PART chosen=which.value label=words.refund_part />
                </div>
            </fieldset>
            {typed}
            <AreaInput field=reason label=words.refund_reason hint=words.slip_hint.to_owned() />
            <div class="actions">
                <Button on_press=move |()| open.set(false)>{words.refund_no}</Button>
                <Button kind=Kind::Danger submit=true busy=form.busy>
                    {button}
                </Button>
            </div>
        </form>
    }
}
