//! What the two sides of a quote write each other.

use crate::sql::statement;
use pitlane_entities::quote_messages::{ActiveModel, Entity, Model};
use sea_orm::{ConnectionTrait, DbErr, EntityTrait};
use uuid::Uuid;

/// The messages about every revision of a quote, oldest first.
pub async fn of_number(db: &impl ConnectionTrait, provider: Uuid, number: i64) -> Result<Vec<Model>, DbErr> {
    let text = "SELECT m.* FROM quote_messages m JOIN repair_quotes q ON q.id = m.quote_id \
        WHERE q.provider_id = $1 AND q.number = $2 ORDER BY m.created_at, m.id";
    Entity::find().from_raw_sql(statement(db, text, [provider.into(), number.into()])).all(db).await
}

/// One message.
pub async fn by_id(db: &impl ConnectionTrait, id: Uuid) -> Result<Option<Model>, DbErr> {
    Entity::find_by_id(id).one(db).await
}

/// Writes a message.
pub async fn insert(tx: &impl ConnectionTrait, row: ActiveModel) -> Result<(), DbErr> {
    Entity::insert(row).exec_without_returning(tx).await.map(drop)
}
