//! Payments of repairs.

use pitlane_domain::vocabulary::PaymentStatus;
use pitlane_entities::payments::{Column, Entity, Model};
use sea_orm::{ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder};
use uuid::Uuid;

/// The payments of a repair, oldest first.
pub async fn of_repair(db: &impl ConnectionTrait, repair: Uuid) -> Result<Vec<Model>, DbErr> {
    Entity::find().filter(Column::RepairId.eq(repair)).order_by_asc(Column::Id).all(db).await
}

/// One payment of a customer for a repair.
pub async fn of_customer(
    db: &impl ConnectionTrait,
    customer: Uuid,
    id: Uuid,
) -> Result<Option<Model>, DbErr> {
    Entity::find_by_id(id)
        .filter(Column::CustomerId.eq(customer))
        .filter(Column::RepairId.is_not_null())
        .one(db)
        .await
}

/// The payments of a repair that are neither charged nor released.
pub async fn open_of_repair(db: &impl ConnectionTrait, repair: Uuid) -> Result<Vec<Model>, DbErr> {
    let settled = [PaymentStatus::Succeeded.as_str(), PaymentStatus::Canceled.as_str()];
    Entity::find().filter(Column::RepairId.eq(repair)).filter(Column::Status.is_not_in(settled)).all(db).await
}
