use leptos::prelude::*;
use pitlane_contract::repairs::{Refund, Repair, RepairPayment};
use pitlane_domain::{
    payments::{may_be_refunded, refund_amount},
    vocabulary::{DisputeStatus, PaymentStatus, RefundStatus},
};

use super::{receipt::part_word, refund::RefundDialog};
use crate::{
    account::Account,
    format,
    text::t,
    ui::{Badge, Button, Kind, Load, Moment, Tone},
};

/// The payments of a repair for its provider: fees, refunds, disputes, and the way to give money back.
#[component]
pub fn OwnPayments(
    /// Where the repair is loaded.
    repair: Load<Repair>,
    /// As it is now.
    now: Signal<Repair>,
) -> impl IntoView {
    let words = &t().repairs;
    let payments = Memo::new(move |_| now.with(|now| now.payments.clone()));
    let customer = now.with_untracked(|now| now.summary.customer_name.clone());
    // outlives the rows: a refund that is typed stays while the repair is loaded anew
    let asked = RwSignal::new(None::<RepairPayment>);
    let rows = move || {
        let payments = payments.get();
        if payments.is_empty() {
            return view! { <p class="soft">{words.payments_empty}</p> }.into_any();
        }
        let rows = payments.into_iter().map(|payment| view! { <Row payment asked /> }).collect_view();
        view! { <ul class="payments">{rows}</ul> }.into_any()
    };
    view! {
        <section class="sheet padded stack" aria-label=words.payments>
            <h2>{words.payments}</h2>
            {rows}
        </section>
        <RefundDialog repair asked customer />
    }
}

/// Where a payment stands, in a word or two and a colour.
fn standing(status: PaymentStatus) -> (&'static str, Tone) {
    let words = &t().repairs;
    match status {
        PaymentStatus::RequiresPayment => (words.pay_open, Tone::Wait),
        PaymentStatus::Processing => (words.pay_processing, Tone::Wait),
        PaymentStatus::RequiresCapture => (words.pay_held, Tone::Wait),
        PaymentStatus::Succeeded => (words.paid, Tone::Good),
        PaymentStatus::Failed => (words.pay_failed, Tone::Bad),
        PaymentStatus::Canceled => (words.pay_given_up, Tone::Off),
    }
}

/// Where a dispute stands: a word or two, a colour, and what it means.
fn disputed(status: DisputeStatus) -> (&'static str, Tone, &'static str) {
    let words = &t().repairs;
    match status {
        DisputeStatus::NeedsResponse => (words.dispute_open, Tone::Bad, words.dispute_open_text),
        DisputeStatus::UnderReview => (words.dispute_review, Tone::Wait, words.dispute_review_text),
        DisputeStatus::Won => (words.dispute_won, Tone::Good, words.dispute_won_text),
        DisputeStatus::Lost => (words.dispute_lost, Tone::Bad, words.dispute_lost_text),
    }
}

#[component]
fn Row(payment: RepairPayment, asked: RwSignal<Option<RepairPayment>>) -> impl IntoView {
    let words = &t().repairs;
    let (amount, currency) = (payment.payment.amount_cents, payment.payment.currency.clone());
    let (word, tone) = standing(payment.payment.status);
    let sum = format::money(amount, &currency);
    let fee = payment.fee_cents.map(|cents| {
        let rule = payment.fee_rule.as_ref().map(|rule| (words.fee_rule)(rule));
        view! {
            <p class="small soft">
                {(words.fee_kept)(&format::money(cents, &currency))}
                " "
                <span class="rule">{rule}</span>
            </p>
        }
    });
    let dispute = payment.dispute.map(|status| {
        let (word, tone, text) = disputed(status);
        view! {
            <p class="small">
                <Badge tone=Signal::stored(tone) text=word />
                " "
                {text}
            </p>
        }
    });
    let refunds =
        payment.refunds.iter().map(|refund| view! { <Back refund=refund.clone() /> }).collect_view();
    let refunds = (!payment.refunds.is_empty()).then(|| view! { <ul class="refunds">{refunds}</ul> });
    let open = may_be_refunded(payment.payment.status, payment.dispute)
        && refund_amount(amount, payment.refunded_cents, None).is_some();
    let label = (words.refund_of)(&sum);
    let give = (open && Account::get().runs_business()).then(|| {
        let payment = payment.clone();
        view! {
            <p>
                <Button kind=Kind::Quiet label on_press=move |()| asked.set(Some(payment.clone()))>
                    {words.refund}
                </Button>
            </p>
        }
    });
    view! {
        <li class="stack tight">
            <p class="row apart">
                <span>
                    <b>{part_word(payment.part)}</b>
                    ", "
                    <Moment at=payment.paid_at.unwrap_or(payment.created_at) />
                    " "
                    <Badge tone=Signal::stored(tone) text=word />
                </span>
                <span class="sum">{sum}</span>
            </p>
            {fee}
            {dispute}
            {refunds}
            {give}
        </li>
    }
}

/// Money that went back, or is on its way.
#[component]
fn Back(refund: Refund) -> impl IntoView {
    let words = &t().repairs;
    let (word, tone) = match refund.status {
        RefundStatus::Pending => (words.refund_pending, Tone::Wait),
        RefundStatus::Succeeded => (words.refunded, Tone::Off),
        RefundStatus::Failed => (words.refund_failed, Tone::Bad),
    };
    view! {
        <li class="small">
            <p class="row apart">
                <span>
                    <Badge tone=Signal::stored(tone) text=word />
                    " "
                    <Moment at=refund.created_at />
                </span>
                <span class="sum">{format::money(-refund.amount_cents, &refund.currency)}</span>
            </p>
            <p class="soft written">{refund.reason}</p>
        </li>
    }
}
