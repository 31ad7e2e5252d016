//! What the two sides of a quote write each other.

use crate::sql::statement;
use pitlane_entities::quote_messages::{ActiveModel, Entity, Model};
use sea_orm::{ConnectionTrait, DbErr, EntityTrait, FromQueryResult, Value};
use uuid::Uuid;

/// The messages about every revision of a quote, oldest first.
pub async fn of_number(db: &impl ConnectionTrait, provider: Uuid, number: i64) -> Result<Vec<Model>, DbErr> {
    Ok(of_numbers(db, provider, &[number]).await?.into_iter().map(|numbered| numbered.message).collect())
}

/// A message with the number of its quote.
#[derive(Debug, FromQueryResult)]
pub struct Numbered {
    /// The message.
    #[sea_orm(nested)]
    pub message: Model,
    /// The quote's number.
    pub number: i64,
}

/// The messages about every revision of some quotes of a provider, oldest first.
pub async fn of_numbers(
    db: &impl ConnectionTrait,
    provider: Uuid,
    numbers: &[i64],
) -> Result<Vec<Numbered>, DbErr> {
    if numbers.is_empty() {
        return Ok(Vec::new());
    }
    let mut values: Vec<Value> = vec![provider.into()];
    values.extend(numbers.iter().copied().map(Value::from));
    let places: Vec<_> = (2..=values.len()).map(|place| format!("${place}")).collect();
    let text = format!(
        "SELECT m.*, q.number AS number FROM quote_messages m JOIN repair_quotes q ON q.id = m.quote_id \
         WHERE q.provider_id = $1 AND q.number IN ({}) ORDER BY m.created_at, m.id",
        places.join(", ")
    );
    Numbered::find_by_statement(statement(db, text, values)).all(db).await
}

/// One message.
pub async fn by_id(db: &impl ConnectionTrait, id: Uuid) -> Result<Option<Model>, DbErr> {
    Entity::find_by_id(id).one(db).await
}

/// Writes a message.
pub async fn insert(tx: &impl ConnectionTrait, row: ActiveModel) -> Result<(), DbErr> {
    Entity::insert(row).exec_without_returning(tx).await.map(drop)
}
