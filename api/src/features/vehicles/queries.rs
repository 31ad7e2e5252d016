//! All SQL of vehicles, always for one customer; removed ones are kept for the history and not found here.

pub mod intervals;

use chrono::{DateTime, Utc};
use pitlane_entities::vehicles::{ActiveModel, Column, Entity, Model};
use sea_orm::sea_query::{Expr, OnConflict};
use sea_orm::{ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder};
use uuid::Uuid;

/// The vehicles of a customer, the newest first.
pub async fn list(db: &impl ConnectionTrait, customer: Uuid) -> Result<Vec<Model>, DbErr> {
    Entity::find()
        .filter(Column::CustomerId.eq(customer))
        .filter(Column::RemovedAt.is_null())
        .order_by_desc(Column::Id)
        .all(db)
        .await
}

/// One vehicle of a customer.
pub async fn find(db: &impl ConnectionTrait, customer: Uuid, id: Uuid) -> Result<Option<Model>, DbErr> {
    Entity::find_by_id(id)
        .filter(Column::CustomerId.eq(customer))
        .filter(Column::RemovedAt.is_null())
        .one(db)
        .await
}

/// Writes a vehicle; one that is there already stays as it is.
pub async fn insert(db: &impl ConnectionTrait, row: ActiveModel) -> Result<(), DbErr> {
    Entity::insert(row)
        .on_conflict(OnConflict::column(Column::Id).do_nothing().to_owned())
        .exec_without_returning(db)
        .await
        .map(drop)
}

/// Writes changes of a vehicle.
pub async fn update(db: &impl ConnectionTrait, row: ActiveModel) -> Result<Model, DbErr> {
    Entity::update(row).exec(db).await
}

/// Removes a vehicle of a customer; false when there is none.
pub async fn remove(
    db: &impl ConnectionTrait,
    now: DateTime<Utc>,
    customer: Uuid,
    id: Uuid,
) -> Result<bool, DbErr> {
    let removed = Entity::update_many()
        .col_expr(Column::RemovedAt, Expr::value(now))
        .col_expr(Column::UpdatedAt, Expr::value(now))
        .filter(Column::Id.eq(id))
        .filter(Column::CustomerId.eq(customer))
        .filter(Column::RemovedAt.is_null())
        .exec(db)
        .await?;
    Ok(removed.rows_affected == 1)
}
