//! Templates of common jobs, always of one provider.

use pitlane_entities::quote_templates::{ActiveModel, Column, Entity, Model};
use sea_orm::{ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use uuid::Uuid;

/// Most templates of one provider.
pub const MAX: u64 = 200;

/// The templates of a provider by name.
pub async fn list(db: &impl ConnectionTrait, provider: Uuid) -> Result<Vec<Model>, DbErr> {
    Entity::find().filter(Column::ProviderId.eq(provider)).order_by_asc(Column::Name).limit(MAX).all(db).await
}

/// One template.
pub async fn find(db: &impl ConnectionTrait, provider: Uuid, id: Uuid) -> Result<Option<Model>, DbErr> {
    Entity::find_by_id(id).filter(Column::ProviderId.eq(provider)).one(db).await
}

/// Writes a new template.
pub async fn insert(db: &impl ConnectionTrait, row: ActiveModel) -> Result<Model, DbErr> {
    Entity::insert(row).exec_with_returning(db).await
}

/// Writes the columns that are set.
pub async fn update(db: &impl ConnectionTrait, row: ActiveModel) -> Result<Model, DbErr> {
    Entity::update(row).exec(db).await
}

/// Removes a template; false when there is none.
pub async fn delete(db: &impl ConnectionTrait, provider: Uuid, id: Uuid) -> Result<bool, DbErr> {
    let gone = Entity::delete_by_id(id).filter(Column::ProviderId.eq(provider)).exec(db).await?;
    Ok(gone.rows_affected == 1)
}
