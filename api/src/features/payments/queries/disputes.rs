//! Payments that a customer's bank asks back.

use chrono::{DateTime, Utc};
use pitlane_domain::vocabulary::{DisputeStatus, LedgerReason};
use pitlane_entities::{disputes, ledger_entries, payments};
use sea_orm::sea_query::{Expr, LockType};
use sea_orm::{
    ColumnTrait, ConnectionTrait, DbBackend, DbErr, EntityTrait, PaginatorTrait, QueryFilter, QuerySelect,
};
use uuid::Uuid;

/// A payment, locked until the end of the transaction.
pub async fn lock_payment(tx: &impl ConnectionTrait, id: Uuid) -> Result<Option<payments::Model>, DbErr> {
    let mut find = payments::Entity::find_by_id(id);
    if tx.get_database_backend() == DbBackend::Postgres {
        find = find.lock(LockType::Update);
    }
    find.one(tx).await
}

/// The dispute that the gateway calls `id`.
pub async fn find(db: &impl ConnectionTrait, id: &str) -> Result<Option<disputes::Model>, DbErr> {
    disputes::Entity::find().filter(disputes::Column::GatewayId.eq(id)).one(db).await
}

/// Writes a new dispute.
pub async fn insert(tx: &impl ConnectionTrait, row: disputes::ActiveModel) -> Result<disputes::Model, DbErr> {
    disputes::Entity::insert(row).exec_with_returning(tx).await
}

/// Moves a dispute on.
pub async fn move_to(
    tx: &impl ConnectionTrait,
    now: DateTime<Utc>,
    id: Uuid,
    (status, closed): (DisputeStatus, bool),
) -> Result<(), DbErr> {
    use disputes::Column;
    disputes::Entity::update_many()
        .col_expr(Column::Status, Expr::value(status.as_str()))
        .col_expr(Column::ClosedAt, Expr::value(closed.then_some(now)))
        .col_expr(Column::UpdatedAt, Expr::value(now))
        .filter(Column::Id.eq(id))
        .exec(tx)
        .await?;
    Ok(())
}

/// Shows on a payment where its dispute stands.
pub async fn show(
    tx: &impl ConnectionTrait,
    now: DateTime<Utc>,
    payment: Uuid,
    status: DisputeStatus,
) -> Result<(), DbErr> {
    use payments::Column;
    payments::Entity::update_many()
        .col_expr(Column::DisputeStatus, Expr::value(status.as_str()))
        .col_expr(Column::UpdatedAt, Expr::value(now))
        .filter(Column::Id.eq(payment))
        .exec(tx)
        .await?;
    Ok(())
}

/// Whether this was booked for a dispute already.
pub async fn booked(tx: &impl ConnectionTrait, id: Uuid, reason: LedgerReason) -> Result<bool, DbErr> {
    use ledger_entries::Column;
    let entries = ledger_entries::Entity::find().filter(Column::DisputeId.eq(id));
    Ok(entries.filter(Column::Reason.eq(reason.as_str())).count(tx).await? > 0)
}
