//! A customer's bank asks a payment back: kept, shown on the payment, booked when money moves, and told to the provider.

use crate::features::notifications::content::Content;
use crate::features::notifications::service::{Notification, notify};
use crate::features::payments::queries::{self, About, disputes};
use crate::features::{quotes, repairs};
use crate::http::problem::ApiError;
use crate::work::Work;
use pitlane_contract::problem::Code;
use pitlane_domain::fees::fee_back;
use pitlane_domain::payments::{refund_entries, reversed};
use pitlane_domain::vocabulary::{DisputeStatus, LedgerReason};
use pitlane_entities::disputes::{ActiveModel, Model as Dispute};
use pitlane_entities::payments::Model;
use pitlane_gateways::disputes::EventDispute;
use pitlane_platform::new_id;
use sea_orm::ActiveValue::Set;
use uuid::Uuid;

/// Takes news of a dispute, in any order and any number of times.
pub async fn news(
    work: &mut Work,
    (gateway, kind): (&str, &str),
    news: &EventDispute,
) -> Result<&'static str, ApiError> {
    let Some(status) = news.status() else { return Ok("ignored") };
    let found = queries::of_intent(&work.tx, gateway, &news.payment_intent).await?;
    let Some(found) = found else { return Ok("unknown_payment") };
    if let Some(repair) = found.repair_id {
        repairs::service::lock(&work.tx, repair).await?;
    }
    let locked = disputes::lock_payment(&work.tx, found.id).await?;
    let Some(payment) = locked.filter(|payment| payment.paid_at.is_some()) else {
        // news that overtook the charge come again
        return Err(ApiError::because(Code::Conflict, "The payment is not charged yet."));
    };
    let (dispute, fresh) = match disputes::find(&work.tx, &news.id).await? {
        Some(dispute) => (dispute, false),
        None => (open(work, &payment, gateway, (news, status)).await?, true),
    };
    let before: DisputeStatus = dispute.status.parse()?;
    let moved = status > before && before < DisputeStatus::Won;
    if moved {
        disputes::move_to(&work.tx, work.now, dispute.id, (status, status >= DisputeStatus::Won)).await?;
    }
    let now_is = if moved { status } else { before };
    if fresh || moved {
        disputes::show(&work.tx, work.now, payment.id, now_is).await?;
        tell(work, &payment, &dispute, now_is).await?;
    }
    let booked = match kind {
        "charge.dispute.funds_withdrawn" => book(work, &payment, &dispute, false).await?,
        "charge.dispute.funds_reinstated" => book(work, &payment, &dispute, true).await?,
        _ => false,
    };
    Ok(if fresh || moved || booked { "applied" } else { "no_change" })
}

async fn open(
    work: &Work,
    payment: &Model,
    gateway: &str,
    (news, status): (&EventDispute, DisputeStatus),
) -> Result<Dispute, ApiError> {
    let amount = news.amount.clamp(1, payment.amount_cents.max(1));
    // the provider gives up what they earned of it, the platform its cut, as with a refund
    let before = payment.refunded_cents.min(payment.amount_cents - amount);
    let fee = fee_back(payment.fee_cents.unwrap_or(0), payment.amount_cents, before, before + amount);
    let row = ActiveModel {
        id: Set(new_id()),
        payment_id: Set(payment.id),
        gateway: Set(gateway.to_owned()),
        gateway_id: Set(news.id.clone()),
        amount_cents: Set(amount),
        fee_cents: Set(fee.clamp(0, amount)),
        currency: Set(payment.currency.clone()),
        reason: Set(news.reason.clone()),
        status: Set(status.as_str().to_owned()),
        evidence_due_at: Set(news.due_at()),
        closed_at: Set((status >= DisputeStatus::Won).then_some(work.now)),
        created_at: Set(work.now),
        updated_at: Set(work.now),
    };
    Ok(disputes::insert(&work.tx, row).await?)
}

/// Books that the bank took the money, or gave it back; once each.
async fn book(work: &Work, payment: &Model, dispute: &Dispute, back: bool) -> Result<bool, ApiError> {
    let reason = if back { LedgerReason::DisputeWon } else { LedgerReason::Dispute };
    if disputes::booked(&work.tx, dispute.id, reason).await? {
        return Ok(false);
    }
    let provider = payment.provider_id.map_or_else(|| "unassigned".to_owned(), |id| id.to_string());
    let taken = refund_entries(dispute.amount_cents, dispute.fee_cents, &provider);
    let entries = if back { reversed(taken) } else { taken };
    queries::book(&work.tx, work.now, About::Dispute(payment, dispute.id, reason), entries).await?;
    Ok(true)
}

/// Tells whoever runs the provider, once for each thing that they need to know.
async fn tell(
    work: &mut Work,
    payment: &Model,
    dispute: &Dispute,
    status: DisputeStatus,
) -> Result<(), ApiError> {
    if let Some(repair) = payment.repair_id
        && let Some(repair) = repairs::service::lock(&work.tx, repair).await?
    {
        repairs::service::tell(work, &repair).await?;
    }
    let Some(provider) = payment.provider_id.filter(|_| status != DisputeStatus::UnderReview) else {
        return Ok(());
    };
    let content = Content::PaymentDisputed {
        repair_id: payment.repair_id,
        amount_cents: dispute.amount_cents,
        currency: dispute.currency.clone(),
        reason: dispute.reason.clone(),
        due_at: dispute.evidence_due_at,
        // each reader's own is put in their place
        time_zone: String::new(),
        status,
    };
    let people = quotes::service::responsible(&work.tx, provider, Uuid::nil()).await?;
    let key = format!("dispute:{}:{status}", dispute.id);
    let letters = people
        .into_iter()
        .map(|person| Notification::to_user(person, format!("{key}:{person}"), content.clone()))
        .collect();
    Ok(notify(work, letters).await?)
}
