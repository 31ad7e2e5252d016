//! Chat messages.

use crate::sql::statement;
use chrono::{DateTime, Utc};
use pitlane_entities::session_messages::{ActiveModel, Column, Entity};
use sea_orm::sea_query::OnConflict;
use sea_orm::{ConnectionTrait, DbErr, EntityTrait, FromQueryResult, Value};
use uuid::Uuid;

/// A message with its sender's name.
#[derive(Debug, FromQueryResult)]
pub struct MessageRow {
    /// The message.
    pub id: Uuid,
    /// The session.
    pub session_id: Uuid,
    /// Who wrote it.
    pub sender_id: Uuid,
    /// Their name.
    pub sender_name: String,
    /// The text.
    pub text: String,
    /// The id that the sender made.
    pub client_id: Uuid,
    /// When the server took it.
    pub created_at: DateTime<Utc>,
}

const MESSAGES: &str = "SELECT e.id, e.session_id, e.sender_id, COALESCE(m.display_name, u.name) AS sender_name, e.text, \
        e.client_id, e.created_at \
    FROM session_messages e JOIN users u ON u.id = e.sender_id LEFT JOIN mechanics m ON m.user_id = e.sender_id";

/// Writes a message; `false` when the sender sent it before.
pub async fn insert(tx: &impl ConnectionTrait, row: ActiveModel) -> Result<bool, DbErr> {
    let again =
        OnConflict::columns([Column::SessionId, Column::SenderId, Column::ClientId]).do_nothing().to_owned();
    let written = Entity::insert(row).on_conflict(again).exec_without_returning(tx).await?;
    Ok(written == 1)
}

/// The message that a sender made under `client_id`.
pub async fn find(
    db: &impl ConnectionTrait,
    session: Uuid,
    sender: Uuid,
    client_id: Uuid,
) -> Result<Option<MessageRow>, DbErr> {
    let sql = format!("{MESSAGES} WHERE e.session_id = $1 AND e.sender_id = $2 AND e.client_id = $3");
    let values = [session.into(), sender.into(), client_id.into()];
    MessageRow::find_by_statement(statement(db, sql, values)).one(db).await
}

/// The messages of a session, newest first.
pub async fn list(
    db: &impl ConnectionTrait,
    session: Uuid,
    before: Option<Uuid>,
    limit: u64,
) -> Result<Vec<MessageRow>, DbErr> {
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    let mut values: Vec<Value> = vec![session.into(), limit.into()];
    let mut sql = format!("{MESSAGES} WHERE e.session_id = $1");
    if let Some(before) = before {
        sql.push_str(" AND e.id < $3");
        values.push(before.into());
    }
    sql.push_str(" ORDER BY e.id DESC LIMIT $2");
    MessageRow::find_by_statement(statement(db, sql, values)).all(db).await
}
