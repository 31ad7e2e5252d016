//! The money of a repair. Each statement holds what it promises by itself, whoever runs beside it; the table's checks
//! hold the rest.

use crate::sql::statement;
use chrono::{DateTime, Utc};
use sea_orm::{ConnectionTrait, DbErr, Value};
use uuid::Uuid;

async fn one(tx: &impl ConnectionTrait, text: &str, values: Vec<Value>) -> Result<bool, DbErr> {
    Ok(tx.execute_raw(statement(tx, text, values)).await?.rows_affected() == 1)
}

/// Sets an amount aside for a payment of the repair's customer; `false` when it is more than is left of what was
/// authorised and the tolerance above it, or when the repair was called off.
pub async fn reserve(
    tx: &impl ConnectionTrait,
    now: DateTime<Utc>,
    (repair, customer): (Uuid, Uuid),
    cents: i64,
) -> Result<bool, DbErr> {
    let text = "UPDATE repairs SET reserved_cents = reserved_cents + $1, updated_at = $2 \
        WHERE id = $3 AND customer_id = $4 AND status <> 'cancelled' AND $1 > 0 \
        AND charged_cents + reserved_cents + $1 <= authorized_cents + tolerance_cents";
    one(tx, text, vec![cents.into(), now.into(), repair.into(), customer.into()]).await
}

/// Gives an amount free that was set aside.
pub async fn release(
    tx: &impl ConnectionTrait,
    now: DateTime<Utc>,
    repair: Uuid,
    cents: i64,
) -> Result<bool, DbErr> {
    let text = "UPDATE repairs SET reserved_cents = reserved_cents - $1, updated_at = $2 WHERE id = $3";
    one(tx, text, vec![cents.into(), now.into(), repair.into()]).await
}

/// Turns an amount that was set aside into a charge.
pub async fn charge(
    tx: &impl ConnectionTrait,
    now: DateTime<Utc>,
    repair: Uuid,
    cents: i64,
) -> Result<bool, DbErr> {
    let text = "UPDATE repairs SET reserved_cents = reserved_cents - $1, charged_cents = charged_cents + $1, \
        updated_at = $2 WHERE id = $3";
    one(tx, text, vec![cents.into(), now.into(), repair.into()]).await
}

/// Counts what goes back, or with a negative amount what did not go back after all.
pub async fn refund(
    tx: &impl ConnectionTrait,
    now: DateTime<Utc>,
    repair: Uuid,
    cents: i64,
) -> Result<bool, DbErr> {
    let text = "UPDATE repairs SET refunded_cents = refunded_cents + $1, updated_at = $2 \
        WHERE id = $3 AND refunded_cents + $1 BETWEEN 0 AND charged_cents";
    one(tx, text, vec![cents.into(), now.into(), repair.into()]).await
}
