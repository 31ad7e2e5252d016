//! What customers are written about their repairs.

use crate::features::notifications::content::Content;
use crate::features::notifications::service::{Notification, notify};
use crate::features::quotes;
use crate::features::repairs::queries::repairs::RepairRow;
use crate::http::problem::ApiError;
use crate::work::Work;
use chrono::{DateTime, Utc};
use pitlane_entities::repairs::Model;
use uuid::Uuid;

fn to_customer(repair: &Model, key: String, content: Content) -> Option<Notification> {
    match (repair.customer_id, &repair.customer_email) {
        (Some(customer), _) => Some(Notification::to_user(customer, key, content)),
        (None, Some(address)) => Some(Notification::to_address(address.clone(), key, content)),
        (None, None) => None,
    }
}

async fn send(work: &mut Work, letter: Option<Notification>) -> Result<(), ApiError> {
    Ok(notify(work, letter.into_iter().collect()).await?)
}

/// The repair moved on.
pub async fn moved(
    work: &mut Work,
    row: &RepairRow,
    repair: &Model,
    (event, note): (Uuid, &str),
) -> Result<(), ApiError> {
    let content = Content::RepairMoved {
        repair_id: repair.id,
        provider: row.provider_name.clone(),
        vehicle: repair.vehicle.clone(),
        status: repair.status.parse()?,
        note: note.to_owned(),
    };
    send(work, to_customer(repair, format!("repair_moved:{event}"), content)).await
}

/// The repair will be ready later than promised.
pub async fn slipped(
    work: &mut Work,
    row: &RepairRow,
    (event, promised_at): (Uuid, DateTime<Utc>),
    reason: &str,
) -> Result<(), ApiError> {
    let content = Content::RepairSlipped {
        repair_id: row.repair.id,
        provider: row.provider_name.clone(),
        vehicle: row.repair.vehicle.clone(),
        promised_at,
        reason: reason.to_owned(),
    };
    send(work, to_customer(&row.repair, format!("repair_slipped:{event}"), content)).await
}

/// The warranty of a repair ends soon; somebody without an account is not written to, as the repair would not open.
pub async fn warranty_ending(
    work: &mut Work,
    row: &RepairRow,
    ends_at: DateTime<Utc>,
) -> Result<(), ApiError> {
    let content = Content::WarrantyEnding {
        repair_id: row.repair.id,
        provider: row.provider_name.clone(),
        vehicle: row.repair.vehicle.clone(),
        ends_at,
    };
    let key = format!("warranty_ending:{}:{}", row.repair.id, ends_at.timestamp());
    let letter = row.repair.customer_id.map(|customer| Notification::to_user(customer, key, content));
    send(work, letter).await
}

/// A payment went through: the customer gets one receipt, the provider one notice.
pub async fn paid(work: &mut Work, repair: &Model, payment: Uuid, cents: i64) -> Result<(), ApiError> {
    let content = |to_provider| Content::RepairPaid {
        repair_id: repair.id,
        vehicle: repair.vehicle.clone(),
        amount_cents: cents,
        currency: repair.currency.clone(),
        to_provider,
    };
    let key = format!("repair_paid:{payment}");
    let people = quotes::service::responsible(&work.tx, repair.provider_id, Uuid::nil()).await?;
    let letters = people
        .into_iter()
        .map(|user| Notification::to_user(user, format!("{key}:{user}"), content(true)))
        .chain(to_customer(repair, key.clone(), content(false)));
    let letters = letters.collect();
    Ok(notify(work, letters).await?)
}

/// Money goes back.
pub async fn refunded(
    work: &mut Work,
    repair: &Model,
    (refund, cents): (Uuid, i64),
    reason: &str,
) -> Result<(), ApiError> {
    let content = Content::RefundIssued {
        repair_id: repair.id,
        vehicle: repair.vehicle.clone(),
        amount_cents: cents,
        currency: repair.currency.clone(),
        reason: reason.to_owned(),
    };
    send(work, to_customer(repair, format!("refund_issued:{refund}"), content)).await
}
