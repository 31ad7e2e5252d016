//! Photos of repairs and of quotes' lines.

use crate::sql::statement;
use pitlane_entities::photos::{Column, Entity, Model};
use sea_orm::{ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder};
use uuid::Uuid;

/// The photos of a repair, oldest first: its own, and those of the lines of what its customer was sent.
pub async fn of_repair(db: &impl ConnectionTrait, repair: Uuid, drafts: bool) -> Result<Vec<Model>, DbErr> {
    let sent = if drafts { "" } else { " AND q.sent_at IS NOT NULL" };
    let text = format!(
        "SELECT h.* FROM photos h WHERE h.repair_id = $1 OR h.quote_line_id IN ( \
           SELECT l.id FROM quote_lines l JOIN repair_quotes q ON q.id = l.quote_id WHERE q.repair_id = $1{sent}) \
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
