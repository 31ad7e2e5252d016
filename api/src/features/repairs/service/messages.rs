//! What customers are written about their repairs.

use super::links;
use crate::features::notifications::content::Content;
use crate::features::notifications::service::{Notification, notify, zone_of};
use crate::features::quotes;
use crate::features::repairs::queries::repairs::RepairRow;
use crate::http::problem::ApiError;
use crate::work::Work;
use chrono::{DateTime, Utc};
use pitlane_entities::repairs::Model;
use uuid::Uuid;

/// A message to the customer of a repair; somebody without an account gets it with a link that opens the repair.
pub async fn to_customer(
    work: &Work,
    repair: &Model,
    key: String,
    content: Content,
) -> Result<Option<Notification>, ApiError> {
    Ok(match (repair.customer_id, &repair.customer_email) {
        (Some(customer), _) => Some(Notification::to_user(customer, key, content)),
        (None, Some(address)) => {
            let token = links::make(work, repair.id).await?;
            let content = Content::ByLink { token, of: Box::new(content) };
            Some(Notification::to_address(address.clone(), key, content))
        }
        (None, None) => None,
    })
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
    let letter = to_customer(work, repair, format!("repair_moved:{event}"), content).await?;
    send(work, letter).await
}

/// The repair will be ready later than promised.
pub async fn slipped(
    work: &mut Work,
    row: &RepairRow,
    (event, promised_at): (Uuid, DateTime<Utc>),
    reason: &str,
) -> Result<(), ApiError> {
    // a customer with an account reads the time by their own clock, anybody else by the seller's
    let time_zone = match row.repair.customer_id {
        Some(_) => String::new(),
        None => zone_of_seller(work, row.repair.provider_id).await?,
    };
    let content = Content::RepairSlipped {
        repair_id: row.repair.id,
        provider: row.provider_name.clone(),
        vehicle: row.repair.vehicle.clone(),
        promised_at,
        time_zone,
        reason: reason.to_owned(),
    };
    let letter = to_customer(work, &row.repair, format!("repair_slipped:{event}"), content).await?;
    send(work, letter).await
}

async fn zone_of_seller(work: &Work, provider: Uuid) -> Result<String, ApiError> {
    let people = quotes::service::responsible(&work.tx, provider, Uuid::nil()).await?;
    match people.first() {
        Some(user) => Ok(zone_of(&work.tx, *user).await?),
        None => Ok(String::new()),
    }
}

/// The warranty of a repair ends soon.
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
    let letter = to_customer(work, &row.repair, key, content).await?;
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
    let receipt = to_customer(work, repair, key.clone(), content(false)).await?;
    let letters = people
        .into_iter()
        .map(|user| Notification::to_user(user, format!("{key}:{user}"), content(true)))
        .chain(receipt);
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
    let letter = to_customer(work, repair, format!("refund_issued:{refund}"), content).await?;
    send(work, letter).await
}
