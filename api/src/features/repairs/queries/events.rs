//! Timelines of repairs.

use crate::sql::statement;
use pitlane_entities::repair_status_events::{ActiveModel, Entity, Model};
use sea_orm::{ConnectionTrait, DbErr, EntityTrait, FromQueryResult};
use uuid::Uuid;

/// A line with who wrote it.
#[derive(Debug, FromQueryResult)]
pub struct Row {
    /// The line.
    #[sea_orm(nested)]
    pub event: Model,
    /// Who wrote it.
    pub by_name: Option<String>,
}

/// Adds lines.
pub async fn insert(tx: &impl ConnectionTrait, rows: Vec<ActiveModel>) -> Result<(), DbErr> {
    if rows.is_empty() {
        return Ok(());
    }
    Entity::insert_many(rows).exec_without_returning(tx).await.map(drop)
}

/// The timeline of a repair, oldest first; internal notes only where asked for.
pub async fn of_repair(db: &impl ConnectionTrait, repair: Uuid, internal: bool) -> Result<Vec<Row>, DbErr> {
    let only = if internal { "" } else { " AND NOT e.internal" };
    let text = format!(
        "SELECT e.*, u.name AS by_name FROM repair_status_events e LEFT JOIN users u ON u.id = e.by_user_id \
         WHERE e.repair_id = $1{only} ORDER BY e.id"
    );
    Row::find_by_statement(statement(db, text, [repair.into()])).all(db).await
}
