use leptos::prelude::*;
use pitlane_contract::repairs::{Receipt, Repair};
use pitlane_domain::vocabulary::PaymentPart;

use super::papers::Papers;
use crate::{
    account::api,
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

fn part_word(part: PaymentPart) -> &'static str {
    let words = &t().repairs;
    match part {
        PaymentPart::Deposit => words.part_deposit,
        PaymentPart::Part => words.part_part,
        PaymentPart::Rest => words.part_rest,
    }
}

#[component]
fn Figures(receipt: Receipt) -> impl IntoView {
    let words = &t().repairs;
    let currency = receipt.currency;
    let money = |cents: i64| format::money(cents, &currency);
    let lines = receipt
        .parts
        .iter()
        .flat_map(|part| &part.lines)
        .map(|line| {
            let sum = crate::features::quotes::line_sum(line, &currency);
            view! {
                <li class="order-line">
                    <span>{line.title.clone()}</span>
                    <span class="sum">{sum}</span>
                </li>
            }
        })
        .collect_view();
    let payments = receipt
        .payments
        .iter()
        .map(|payment| {
            view! {
                <div>
                    <dt>{part_word(payment.part)} ", " <Moment at=payment.paid_at /></dt>
                    <dd>{money(payment.amount_cents)}</dd>
                </div>
            }
        })
        .collect_view();
    let tax: i64 = receipt.parts.iter().map(|part| part.tax_cents).sum();
    let warranty = receipt.warranty_expires_at.map(|at| {
        view! {
            <div>
                <dt>{words.warranty_until}</dt>
                <dd>
                    <Moment at />
                </dd>
            </div>
        }
    });
    view! {
        <div class="sheet">
            <ol class="order" aria-label=words.receipt>
                {lines}
            </ol>
            <dl class="totals part">
                <div>
                    <dt>{t().quotes.taxes}</dt>
                    <dd>{money(tax)}</dd>
                </div>
                <div class="whole">
                    <dt>{words.receipt_total}</dt>
                    <dd>{money(receipt.total_cents)}</dd>
                </div>
                {payments}
                <div class="whole">
                    <dt>{words.receipt_left}</dt>
                    <dd>{money(receipt.due_cents)}</dd>
                </div>
                {warranty}
            </dl>
        </div>
    }
}
