//! Payments for repairs: never above what the customer authorised, charged as soon as the card holds them.

use super::ledger::HELD;
use super::{ask_gateway, onboarding, stored, view};
use crate::features::payments::jobs;
use crate::features::payments::queries::{self, fees, refunds, repairs as rows};
use crate::features::payments::queries::{About, book};
use crate::features::{favorites, repairs};
use crate::http::actor::Customer;
use crate::http::problem::ApiError;
use crate::state::AppState;
use crate::work::Work;
use chrono::TimeDelta;
use pitlane_contract::problem::Code;
use pitlane_contract::repairs::{NewRepairPayment, ReceiptPayment, Refund, RepairPayment};
use pitlane_domain::fees::fee_back;
use pitlane_domain::payments::capture_entries;
use pitlane_domain::repairs::{PAYMENT_MINUTES, amount};
use pitlane_domain::vocabulary::{PaymentPart, PaymentStatus, RepairStatus};
use pitlane_entities::payments::{ActiveModel, Model};
use pitlane_entities::{refunds as refund_rows, repairs as repair_rows};
use pitlane_platform::jobs::JobError;
use sea_orm::{ActiveValue::Set, ConnectionTrait};
use std::collections::BTreeMap;
use uuid::Uuid;

/// Makes a payment of a repair under `id` and sets its amount aside; the answer has what the browser needs to pay.
pub async fn pay_repair(
    state: &AppState,
    customer: &Customer,
    (repair, id): (Uuid, Uuid),
    body: NewRepairPayment,
) -> Result<RepairPayment, ApiError> {
    let known = rows::of_customer(&state.db, customer.id, id).await?;
    let payment = match known {
        Some(payment) => payment,
        None => reserve(state, customer, (repair, id), &body).await?,
    };
    if payment.gateway_id.is_none()
        && let Err(error) = ask_gateway(state, &payment).await
    {
        tracing::warn!(payment = %payment.id, %error, "the gateway did not make an intent");
        let mut work = state.begin().await?;
        let now = work.now;
        work.enqueue(jobs::create_intent(id, now));
        work.commit().await?;
    }
    let payment = queries::find(&state.db, id).await?.ok_or_else(ApiError::not_found)?;
    shown(payment, (Vec::new(), None), true)
}

async fn reserve(
    state: &AppState,
    customer: &Customer,
    (id, payment): (Uuid, Uuid),
    body: &NewRepairPayment,
) -> Result<Model, ApiError> {
    let mut work = state.begin().await?;
    let found = repairs::service::lock(&work.tx, id).await?;
    let mine = found.filter(|repair| repair.customer_id == Some(customer.id));
    let repair = mine.ok_or_else(ApiError::not_found)?;
    check(body)?;
    if repair.status == RepairStatus::Cancelled.as_str() {
        let none: [&str; 0] = [];
        return Err(ApiError::transition("The repair was called off.", none));
    }
    let deposit = repairs::service::deposit(&work.tx, id).await?;
    let cents = amount(&repairs::service::account(&repair), body.part, deposit, body.amount_cents);
    let cents = cents.ok_or_else(|| too_much(body.part))?;
    // whatever was computed: this statement and the table's checks hold the ceiling
    repairs::service::reserve(&work, id, customer.id, cents).await?;
    let row = row(&work, state, &repair, (payment, customer.id), (body.part, cents));
    let row = onboarding::route(&work, state.payments.name(), repair.provider_id, (cents, row)).await?;
    queries::insert(&work.tx, row).await?;
    work.enqueue(jobs::expire(payment, work.now + TimeDelta::minutes(PAYMENT_MINUTES)));
    let repair = repairs::service::lock(&work.tx, id).await?.ok_or_else(ApiError::not_found)?;
    repairs::service::tell(&mut work, &repair).await?;
    let made = queries::find(&work.tx, payment).await?.ok_or_else(ApiError::not_found)?;
    work.commit().await?;
    Ok(made)
}

fn check(body: &NewRepairPayment) -> Result<(), ApiError> {
    if body.part == PaymentPart::Part && body.amount_cents.is_none_or(|cents| cents <= 0) {
        return Err(ApiError::field("amount_cents", "required", "Enter an amount."));
    }
    if body.part != PaymentPart::Part && body.amount_cents.is_some() {
        return Err(ApiError::field("amount_cents", "invalid", "Only a part has an amount of its own."));
    }
    Ok(())
}

fn too_much(part: PaymentPart) -> ApiError {
    let detail = match part {
        PaymentPart::Deposit => "The deposit is paid, or about to be paid.",
        PaymentPart::Part => "This is more than is left of what you approved.",
        PaymentPart::Rest => "Nothing is left to pay.",
    };
    ApiError::because(Code::NotAuthorized, detail)
}

fn row(
    work: &Work,
    state: &AppState,
    repair: &repair_rows::Model,
    (id, customer): (Uuid, Uuid),
    (part, cents): (PaymentPart, i64),
) -> ActiveModel {
    ActiveModel {
        id: Set(id),
        session_request_id: Set(None),
        customer_id: Set(customer),
        provider_id: Set(Some(repair.provider_id)),
        amount_cents: Set(cents),
        refunded_cents: Set(0),
        fee_cents: Set(None),
        currency: Set(repair.currency.clone()),
        status: Set(PaymentStatus::RequiresPayment.as_str().to_owned()),
        gateway: Set(state.payments.name().to_owned()),
        gateway_id: Set(None),
        client_secret: Set(None),
        failure_code: Set(None),
        authorized_at: Set(None),
        paid_at: Set(None),
        created_at: Set(work.now),
        updated_at: Set(work.now),
        repair_id: Set(Some(repair.id)),
        part: Set(Some(part.as_str().to_owned())),
        fee_rule_id: Set(None),
        destination: Set(None),
        dispute_status: Set(None),
        transfer_id: Set(None),
    }
}

/// Brings a payment of a repair to where the gateway says it is, with everything that follows.
pub async fn apply_to_repair(
    work: &mut Work,
    (repair, payment): (Uuid, Uuid),
    to: PaymentStatus,
    failure: Option<String>,
) -> Result<bool, ApiError> {
    let Some(locked) = repairs::service::lock(&work.tx, repair).await? else { return Ok(false) };
    let Some(payment) = queries::find(&work.tx, payment).await? else { return Ok(false) };
    if payment.status == PaymentStatus::Canceled.as_str() && to == PaymentStatus::RequiresCapture {
        // paid at the very moment at which it was given up
        work.enqueue(jobs::release(payment.id, work.now));
        return Ok(false);
    }
    let Some(payment) = stored(work, &payment, to, failure).await? else { return Ok(false) };
    match to {
        PaymentStatus::RequiresCapture if locked.status == RepairStatus::Cancelled.as_str() => {
            work.enqueue(jobs::release(payment.id, work.now));
        }
        PaymentStatus::RequiresCapture => work.enqueue(jobs::capture(payment.id, work.now)),
        PaymentStatus::Succeeded => charged(work, &locked, &payment).await?,
        PaymentStatus::Canceled => repairs::service::release(work, repair, payment.amount_cents).await?,
        PaymentStatus::Failed | PaymentStatus::Processing | PaymentStatus::RequiresPayment => {}
    }
    if let Some(repair) = repairs::service::lock(&work.tx, repair).await? {
        repairs::service::tell(work, &repair).await?;
    }
    Ok(true)
}

/// Books a charge and tells both sides.
async fn charged(work: &mut Work, repair: &repair_rows::Model, payment: &Model) -> Result<(), ApiError> {
    let cents = payment.amount_cents;
    repairs::service::charge(work, repair.id, cents).await?;
    let fee = payment.fee_cents.unwrap_or_default();
    let entries = capture_entries(cents, fee, &repair.provider_id.to_string());
    book(&work.tx, work.now, About::Capture(payment), entries).await?;
    if let Some(account) = payment.destination.as_deref().filter(|_| payment.gateway == "sandbox") {
        // a real gateway pays out by itself
        work.enqueue(jobs::pay_out(account, work.now + HELD));
    }
    favorites::service::recompute(&work.tx, work.now, payment.customer_id, repair.provider_id).await?;
    repairs::service::paid(work, repair, payment.id, cents).await
}

/// Has every payment of a repair that is not charged yet released.
pub async fn release_open(work: &mut Work, repair: Uuid) -> Result<(), ApiError> {
    for payment in rows::open_of_repair(&work.tx, repair).await? {
        work.enqueue(jobs::release(payment.id, work.now));
    }
    Ok(())
}

/// The customer gives a payment up that is not made yet, so that its amount is free again.
pub async fn give_up(state: &AppState, customer: &Customer, id: Uuid) -> Result<(), ApiError> {
    let found = rows::of_customer(&state.db, customer.id, id).await?;
    let payment = found.ok_or_else(ApiError::not_found)?;
    match payment.status.parse()? {
        PaymentStatus::RequiresPayment | PaymentStatus::Failed => {}
        PaymentStatus::Canceled => return Ok(()),
        _ => {
            let none: [&str; 0] = [];
            return Err(ApiError::transition("This payment is made already.", none));
        }
    }
    let made = |why: JobError| match why {
        JobError::GiveUp(_) => {
            let none: [&str; 0] = [];
            ApiError::transition("This payment is made already.", none)
        }
        _ => ApiError { retry_after: Some(5), ..ApiError::new(Code::Unavailable) },
    };
    jobs::settle(state, &payment, false).await.map_err(made)
}

/// A payment as one side sees it; the secret is for the customer alone.
fn shown(
    payment: Model,
    (refunds, fee_rule): (Vec<Refund>, Option<String>),
    to_customer: bool,
) -> Result<RepairPayment, ApiError> {
    let part = payment.part.as_deref().unwrap_or_default().parse()?;
    let mut seen = view(&payment)?;
    if !to_customer {
        seen.client_secret = None;
    }
    let dispute = payment.dispute_status.as_deref().map(str::parse).transpose()?;
    let kept = |fee| fee - fee_back(fee, payment.amount_cents, 0, payment.refunded_cents);
    let charged = payment.paid_at.is_some();
    Ok(RepairPayment {
        payment: seen,
        fee_cents: payment.fee_cents.filter(|_| charged && !to_customer).map(kept),
        fee_rule: fee_rule.filter(|_| charged),
        dispute,
        part,
        refunded_cents: payment.refunded_cents,
        refunds,
        paid_at: payment.paid_at,
        created_at: payment.created_at,
    })
}

/// A refund as both sides see it.
pub fn refund_view(row: refund_rows::Model) -> Result<Refund, ApiError> {
    Ok(Refund {
        id: row.id,
        payment_id: row.payment_id,
        amount_cents: row.amount_cents,
        currency: row.currency,
        status: row.status.parse()?,
        reason: row.reason,
        created_at: row.created_at,
    })
}

/// The payments of a repair with their refunds, oldest first. What was given up unpaid is left out.
pub async fn of_repair(
    db: &impl ConnectionTrait,
    repair: Uuid,
    to_customer: bool,
) -> Result<Vec<RepairPayment>, ApiError> {
    let mut found = rows::of_repair(db, repair).await?;
    found.retain(|payment| payment.status != PaymentStatus::Canceled.as_str());
    let ids: Vec<Uuid> = found.iter().map(|payment| payment.id).collect();
    let mut by_payment: BTreeMap<Uuid, Vec<Refund>> = BTreeMap::new();
    for refund in refunds::of_payments(db, &ids).await? {
        by_payment.entry(refund.payment_id).or_default().push(refund_view(refund)?);
    }
    let rules = rules_of(db, repair).await?;
    let with = |payment: Model| {
        let refunds = by_payment.remove(&payment.id).unwrap_or_default();
        let rule = payment.fee_rule_id.and_then(|id| rules.get(&id).cloned());
        shown(payment, (refunds, rule), to_customer)
    };
    found.into_iter().map(with).collect()
}

/// The versions of fee rules that the payments of a repair were charged under, as people read them.
async fn rules_of(db: &impl ConnectionTrait, repair: Uuid) -> Result<BTreeMap<Uuid, String>, ApiError> {
    let rules = fees::of_repair(db, repair).await?;
    Ok(rules.into_iter().map(|rule| (rule.id, format!("{} v{}", rule.rule_id, rule.version))).collect())
}

/// The charges of a repair for its receipt, with the version of the fee rule that each was charged under.
pub async fn receipt_lines(db: &impl ConnectionTrait, repair: Uuid) -> Result<Vec<ReceiptPayment>, ApiError> {
    let rules = rules_of(db, repair).await?;
    let mut lines = Vec::new();
    for payment in rows::of_repair(db, repair).await? {
        let Some(paid_at) = payment.paid_at else { continue };
        lines.push(ReceiptPayment {
            payment_id: payment.id,
            part: payment.part.as_deref().unwrap_or_default().parse()?,
            amount_cents: payment.amount_cents,
            refunded_cents: payment.refunded_cents,
            paid_at,
            fee_rule: payment.fee_rule_id.and_then(|id| rules.get(&id).cloned()),
        });
    }
    Ok(lines)
}
