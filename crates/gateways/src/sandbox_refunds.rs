//! Refunds of the sandbox gateway: never more than was charged, once for each key.

use crate::payments::{GatewayError, GatewayRefund, IntentStatus};
use crate::sandbox_payments::find;
use crate::token::random;
use chrono::{DateTime, Utc};
use pitlane_domain::vocabulary::RefundStatus;
use pitlane_entities::{sandbox_intents, sandbox_refunds};
use sea_orm::sea_query::Expr;
use sea_orm::{
    ActiveValue::Set, ColumnTrait as _, ConnectionTrait, EntityTrait as _, QueryFilter as _, QueryOrder as _,
};

/// Gives back `cents` of an intent; the same `key` answers the refund that it made.
pub async fn refund(
    db: &impl ConnectionTrait,
    now: DateTime<Utc>,
    intent: &str,
    (cents, key): (i64, &str),
) -> Result<String, GatewayError> {
    use sandbox_refunds::Column;
    // the row of the intent is held until the end, so that two refunds do not both see the same rest
    let touched = sandbox_intents::Entity::update_many()
        .col_expr(sandbox_intents::Column::UpdatedAt, Expr::value(now))
        .filter(sandbox_intents::Column::Id.eq(intent))
        .exec(db)
        .await?;
    if touched.rows_affected == 0 {
        return Err(GatewayError::NotFound);
    }
    let found = find(db, intent).await?;
    let before = sandbox_refunds::Entity::find().filter(Column::IntentId.eq(intent)).all(db).await?;
    if let Some(known) = before.iter().find(|refund| refund.idempotency_key == key) {
        return Ok(known.id.clone());
    }
    let given: i64 = before.iter().map(|refund| refund.amount_cents).sum();
    let charged = found.status == IntentStatus::Succeeded.as_str();
    if !charged || cents <= 0 || given + cents > found.amount_received_cents {
        return Err(GatewayError::InvalidState("more than is left of the charge".to_owned()));
    }
    let id = random("re_sandbox_");
    let row = sandbox_refunds::ActiveModel {
        id: Set(id.clone()),
        idempotency_key: Set(key.to_owned()),
        intent_id: Set(intent.to_owned()),
        amount_cents: Set(cents),
        created_at: Set(now),
    };
    sandbox_refunds::Entity::insert(row).exec_without_returning(db).await?;
    Ok(id)
}

/// Every refund of an intent. What was given back here went at once, and the seller gave back their share.
pub async fn refunds(db: &impl ConnectionTrait, intent: &str) -> Result<Vec<GatewayRefund>, GatewayError> {
    use sandbox_refunds::Column;
    let shared = find(db, intent).await?.destination.is_some();
    let mine = sandbox_refunds::Entity::find().filter(Column::IntentId.eq(intent));
    let rows = mine.order_by_asc(Column::CreatedAt).all(db).await?.into_iter();
    let read = |row: sandbox_refunds::Model| GatewayRefund {
        id: row.id,
        amount_cents: row.amount_cents,
        status: RefundStatus::Succeeded,
        key: Some(row.idempotency_key),
        reason: None,
        failure: None,
        shared,
    };
    Ok(rows.map(read).collect())
}
