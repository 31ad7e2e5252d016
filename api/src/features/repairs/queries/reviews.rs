//! Wishes for reviews.

use chrono::{DateTime, Utc};
use pitlane_domain::vocabulary::ReviewRequestStatus;
use pitlane_entities::repairs;
use pitlane_entities::review_requests::{ActiveModel, Column, Entity, Model};
use pitlane_platform::new_id;
use sea_orm::sea_query::{Expr, OnConflict};
use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter};
use uuid::Uuid;

/// Plans a wish, once for each repair.
pub async fn plan(
    tx: &impl ConnectionTrait,
    now: DateTime<Utc>,
    repair: &repairs::Model,
    (customer, due_at): (Uuid, DateTime<Utc>),
) -> Result<(), DbErr> {
    let row = ActiveModel {
        id: Set(new_id()),
        session_id: Set(None),
        repair_id: Set(Some(repair.id)),
        provider_id: Set(repair.provider_id),
        customer_id: Set(customer),
        due_at: Set(due_at),
        requested_at: Set(None),
        platform_clicked: Set(None),
        rating: Set(None),
        status: Set(ReviewRequestStatus::Scheduled.as_str().to_owned()),
        created_at: Set(now),
        updated_at: Set(now),
    };
    let once = OnConflict::column(Column::RepairId).do_nothing().to_owned();
    Entity::insert(row).on_conflict(once).exec_without_returning(tx).await.map(drop)
}

/// Closes the wish of a repair that was reviewed, asked for or not.
pub async fn fulfil(
    tx: &impl ConnectionTrait,
    now: DateTime<Utc>,
    repair: Uuid,
    rating: i32,
) -> Result<(), DbErr> {
    Entity::update_many()
        .col_expr(Column::Status, Expr::value(ReviewRequestStatus::Completed.as_str()))
        .col_expr(Column::Rating, Expr::value(rating))
        .col_expr(Column::UpdatedAt, Expr::value(now))
        .filter(Column::RepairId.eq(repair))
        .exec(tx)
        .await
        .map(drop)
}

/// Takes the planned wish of a repair, once.
pub async fn take(
    tx: &impl ConnectionTrait,
    now: DateTime<Utc>,
    repair: Uuid,
) -> Result<Option<Model>, DbErr> {
    let taken = Entity::update_many()
        .col_expr(Column::Status, Expr::value(ReviewRequestStatus::Requested.as_str()))
        .col_expr(Column::RequestedAt, Expr::value(now))
        .col_expr(Column::UpdatedAt, Expr::value(now))
        .filter(Column::RepairId.eq(repair))
        .filter(Column::Status.eq(ReviewRequestStatus::Scheduled.as_str()))
        .exec_with_returning(tx)
        .await?;
    Ok(taken.into_iter().next())
}
