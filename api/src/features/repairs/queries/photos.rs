//! Photos of repairs and of quotes' lines.

use crate::sql::statement;
use pitlane_entities::photos::{ActiveModel, Column, Entity, Model};
use pitlane_entities::{mechanics, quote_lines};
use sea_orm::{ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder};
use uuid::Uuid;

/// Most photos of one repair.
pub const MAX: usize = 200;

/// The photos of a repair, oldest first: its own, and those of the lines of what its customer was sent. What a revision
/// took over from the one before is there once.
pub async fn of_repair(db: &impl ConnectionTrait, repair: Uuid, drafts: bool) -> Result<Vec<Model>, DbErr> {
    let sent = if drafts { "" } else { " AND q.sent_at IS NOT NULL" };
    let text = format!(
        "SELECT h.* FROM photos h WHERE h.repair_id = $1 OR h.quote_line_id IN ( \
           SELECT l.id FROM quote_lines l JOIN repair_quotes q ON q.id = l.quote_id WHERE q.repair_id = $1{sent} \
           AND NOT EXISTS (SELECT 1 FROM photos o JOIN quote_lines k ON k.id = o.quote_line_id \
             JOIN repair_quotes b ON b.id = k.quote_id WHERE o.storage_key = h.storage_key AND b.repair_id = $1 \
             AND b.number = q.number AND b.revision < q.revision)) \
         ORDER BY h.id"
    );
    Entity::find().from_raw_sql(statement(db, text, [repair.into()])).all(db).await
}

/// The photos of quotes' lines, oldest first.
pub async fn of_lines(db: &impl ConnectionTrait, lines: &[Uuid]) -> Result<Vec<Model>, DbErr> {
    if lines.is_empty() {
        return Ok(Vec::new());
    }
    let mine = Column::QuoteLineId.is_in(lines.iter().copied());
    Entity::find().filter(mine).order_by_asc(Column::Id).all(db).await
}

/// One photo of a repair.
pub async fn find(db: &impl ConnectionTrait, repair: Uuid, id: Uuid) -> Result<Option<Model>, DbErr> {
    Entity::find_by_id(id).filter(Column::RepairId.eq(repair)).one(db).await
}

/// One photo of a line of a quote, and not of a repair as well.
pub async fn find_of_quote(db: &impl ConnectionTrait, quote: Uuid, id: Uuid) -> Result<Option<Model>, DbErr> {
    let text = "SELECT h.* FROM photos h JOIN quote_lines l ON l.id = h.quote_line_id \
        WHERE h.id = $1 AND l.quote_id = $2 AND h.repair_id IS NULL";
    Entity::find().from_raw_sql(statement(db, text, [id.into(), quote.into()])).one(db).await
}

/// Writes a new photo.
pub async fn insert(tx: &impl ConnectionTrait, row: ActiveModel) -> Result<Model, DbErr> {
    Entity::insert(row).exec_with_returning(tx).await
}

/// Removes a photo; those that were paired with it stand alone.
pub async fn delete(tx: &impl ConnectionTrait, id: Uuid) -> Result<(), DbErr> {
    let alone = "UPDATE photos SET pair_id = NULL WHERE pair_id = $1";
    tx.execute_raw(statement(tx, alone, [id.into()])).await?;
    Entity::delete_by_id(id).exec(tx).await.map(drop)
}

/// Whether a line of a quote of this provider has this id; of the named repair or quote only.
pub async fn has_line(
    db: &impl ConnectionTrait,
    provider: Uuid,
    (column, subject): (&str, Uuid),
    line: Uuid,
) -> Result<bool, DbErr> {
    let text = format!(
        "SELECT l.* FROM quote_lines l JOIN repair_quotes q ON q.id = l.quote_id \
         WHERE q.provider_id = $1 AND q.{column} = $2 AND l.id = $3"
    );
    let values = [provider.into(), subject.into(), line.into()];
    Ok(quote_lines::Entity::find().from_raw_sql(statement(db, text, values)).one(db).await?.is_some())
}

/// The time zone of a mechanic.
pub async fn zone_of(db: &impl ConnectionTrait, mechanic: Uuid) -> Result<Option<String>, DbErr> {
    Ok(mechanics::Entity::find_by_id(mechanic).one(db).await?.map(|mechanic| mechanic.time_zone))
}

/// One photo.
pub async fn by_id(db: &impl ConnectionTrait, id: Uuid) -> Result<Option<Model>, DbErr> {
    Entity::find_by_id(id).one(db).await
}

/// A photo that is kept under this key.
pub async fn by_key(db: &impl ConnectionTrait, key: &str) -> Result<Option<Model>, DbErr> {
    Entity::find().filter(Column::StorageKey.eq(key)).one(db).await
}
