//! Refunds. What a payment gave back is counted by one statement that holds by itself.

use chrono::{DateTime, Utc};
use pitlane_domain::vocabulary::{PaymentStatus, RefundStatus};
use pitlane_entities::payments;
use pitlane_entities::refunds::{ActiveModel, Column, Entity, Model};
use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder};
use uuid::Uuid;

/// Counts `cents` as given back, or with a negative amount as kept after all; none when that is more than was paid.
pub async fn count(
    tx: &impl ConnectionTrait,
    now: DateTime<Utc>,
    payment: Uuid,
    cents: i64,
) -> Result<Option<payments::Model>, DbErr> {
    use payments::Column;
    let after = Expr::col(Column::RefundedCents).add(cents);
    let updated = payments::Entity::update_many()
        .col_expr(Column::RefundedCents, after.clone())
        .col_expr(Column::UpdatedAt, Expr::value(now))
        .filter(Column::Id.eq(payment))
        .filter(Column::Status.eq(PaymentStatus::Succeeded.as_str()))
        .filter(after.clone().gte(0_i64))
        .filter(after.lte(Expr::col(Column::AmountCents)))
        .exec_with_returning(tx)
        .await?;
    Ok(updated.into_iter().next())
}

/// Writes a new refund.
pub async fn insert(tx: &impl ConnectionTrait, row: ActiveModel) -> Result<Model, DbErr> {
    Entity::insert(row).exec_with_returning(tx).await
}

/// One refund.
pub async fn find(db: &impl ConnectionTrait, id: Uuid) -> Result<Option<Model>, DbErr> {
    Entity::find_by_id(id).one(db).await
}

/// The refund that the gateway calls `id`.
pub async fn of_gateway(db: &impl ConnectionTrait, id: &str) -> Result<Option<Model>, DbErr> {
    Entity::find().filter(Column::GatewayId.eq(id)).one(db).await
}

/// The refunds of payments, oldest first.
pub async fn of_payments(db: &impl ConnectionTrait, payments: &[Uuid]) -> Result<Vec<Model>, DbErr> {
    if payments.is_empty() {
        return Ok(Vec::new());
    }
    let mine = Column::PaymentId.is_in(payments.iter().copied());
    Entity::find().filter(mine).order_by_asc(Column::Id).all(db).await
}

/// Settles a refund that stands at `from`; `false` when it stands elsewhere.
pub async fn settle(
    tx: &impl ConnectionTrait,
    now: DateTime<Utc>,
    (id, from): (Uuid, RefundStatus),
    status: RefundStatus,
    (gateway_id, failure): (Option<String>, Option<String>),
) -> Result<bool, DbErr> {
    let settled = Entity::update_many()
        .col_expr(Column::Status, Expr::value(status.as_str()))
        .col_expr(Column::GatewayId, Expr::value(gateway_id))
        .col_expr(Column::FailureCode, Expr::value(failure))
        .col_expr(Column::UpdatedAt, Expr::value(now))
        .filter(Column::Id.eq(id))
        .filter(Column::Status.eq(from.as_str()))
        .exec(tx)
        .await?;
    Ok(settled.rows_affected == 1)
}
