use leptos::prelude::*;
use pitlane_contract::repairs::{Receipt, ReceiptPart, ReceiptPayment, Repair};
use pitlane_domain::vocabulary::{LineKind, PaymentPart};

use super::papers::Papers;
use crate::{
    account::api,
    features::quotes::{amounts, explained, line_sum},
    format,
    text::t,
    ui::{Moment, load, loaded},
};

/// The receipt, once something was paid, and the papers to save.
#[component]
pub fn ReceiptSheet(
    /// The repair.
    now: Signal<Repair>,
) -> impl IntoView {
    // whatever of these changes is on the receipt
    let known = Memo::new(move |_| {
        now.with(|now| (now.account.charged_cents, now.account.refunded_cents, now.warranty_expires_at))
    });
    let there = Memo::new(move |_| known.get().0 > 0);
    let id = now.with_untracked(|now| now.summary.id);
    let figures = move || {
        there.get().then(|| {
            let receipt = load(move || {
                let _ = known.get();
                async move { api().get_receipt(id).await }
            });
            view! {
                <section>
                    <div class="head">
                        <h2>{t().repairs.receipt}</h2>
                    </div>
                    {loaded(receipt, 4, |receipt| view! { {move || view! { <Figures receipt=receipt.get() /> }} })}
                </section>
            }
        })
    };
    view! {
        {figures}
        <Papers now />
    }
}

/// What a payment is for.
pub fn part_word(part: PaymentPart) -> &'static str {
    let words = &t().repairs;
    match part {
        PaymentPart::Deposit => words.part_deposit,
        PaymentPart::Part => words.part_part,
        PaymentPart::Rest => words.part_rest,
    }
}

/// A figure with its name.
fn figure(name: String, cents: i64, currency: &str) -> impl IntoView + use<> {
    view! {
        <div>
            <dt>{name}</dt>
            <dd>{format::money(cents, currency)}</dd>
        </div>
    }
}

/// What was approved of one quote, and what it comes to: of a discount its share alone.
#[component]
fn Part(part: ReceiptPart, currency: String) -> impl IntoView {
    let words = &t().quotes;
    let name = match part.revision {
        1 => (words.one_title)(&part.number),
        revision => (words.one_revision)(&part.number, revision),
    };
    let (costs, discounts): (Vec<_>, Vec<_>) =
        part.lines.into_iter().partition(|line| line.kind != LineKind::Discount);
    let discount = (part.discount_cents > 0).then(|| {
        let name = match discounts.as_slice() {
            [one] => (words.discount_line)(&one.title),
            _ => words.discounts.to_owned(),
        };
        figure(name, -part.discount_cents, &currency)
    });
    let lines = costs
        .into_iter()
        .map(|line| {
            let (text, sum) = (explained(&line, &currency), line_sum(&line, &currency));
            let taxed = line.taxable.then(|| view! { <small class="soft">{words.taxed}</small> });
            view! {
                <li class="order-line">
                    <span class="order-text">
                        <b>{line.title}</b>
                        <small class="soft">{text}</small>
                        {taxed}
                    </span>
                    <span class="sum">{sum}</span>
                </li>
            }
        })
        .collect_view();
    let percent = amounts::short(part.tax_bps, 2);
    view! {
        <div class="receipt-part" role="group" aria-label=name.clone()>
            <h3>{name.clone()}</h3>
            <ol class="order">
                {lines}
            </ol>
            <dl class="totals">
                {figure(words.subtotal.to_owned(), part.subtotal_cents, &currency)} {discount}
                {figure((words.tax_line)(&percent), part.tax_cents, &currency)}
                <div class="whole">
                    <dt>{words.total}</dt>
                    <dd>{format::money(part.total_cents, &currency)}</dd>
                </div>
            </dl>
        </div>
    }
}

/// A charge with the version of the fee rule that it was made under, and what went back of it.
#[component]
fn Charge(payment: ReceiptPayment, currency: String) -> impl IntoView {
    let words = &t().repairs;
    let rule = payment.fee_rule.map(|rule| view! { <small class="rule">{(words.fee_rule)(&rule)}</small> });
    let back = (payment.refunded_cents > 0)
        .then(|| figure(words.given_back_of_it.to_owned(), -payment.refunded_cents, &currency));
    view! {
        <div>
            <dt>{part_word(payment.part)} ", " <Moment at=payment.paid_at /> {rule}</dt>
            <dd>{format::money(payment.amount_cents, &currency)}</dd>
        </div>
        {back}
    }
}

/// The receipt as it is on paper.
#[component]
pub fn Figures(
    /// The receipt.
    receipt: Receipt,
) -> impl IntoView {
    let words = &t().repairs;
    let currency = receipt.currency;
    let parts = receipt
        .parts
        .into_iter()
        .map(|part| view! { <Part part currency=currency.clone() /> })
        .collect_view();
    let payments = receipt
        .payments
        .into_iter()
        .map(|payment| view! { <Charge payment currency=currency.clone() /> })
        .collect_view();
    let refunded = (receipt.refunded_cents > 0)
        .then(|| figure(words.given_back.to_owned(), -receipt.refunded_cents, &currency));
    let warranty = receipt.warranty_expires_at.map(|at| {
        let distance = receipt.warranty_miles.map(|miles| (words.or_miles)(&format::number(miles.into())));
        view! {
            <div>
                <dt>{words.warranty_until}</dt>
                <dd>
                    <Moment at />
                    {distance}
                </dd>
            </div>
        }
    });
    view! {
        <div class="sheet receipt">
            {parts}
            <div class="receipt-part" role="group" aria-label=words.payments>
                <h3>{words.payments}</h3>
                <dl class="totals">
                    {payments}
                    <div class="whole">
                        <dt>{words.receipt_total}</dt>
                        <dd>{format::money(receipt.total_cents, &currency)}</dd>
                    </div>
                    {figure(words.charged.to_owned(), receipt.paid_cents, &currency)} {refunded}
                    <div class="whole">
                        <dt>{words.receipt_left}</dt>
                        <dd>{format::money(receipt.due_cents, &currency)}</dd>
                    </div>
                    {warranty}
                </dl>
            </div>
        </div>
    }
}
