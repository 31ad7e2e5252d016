//! Files of sessions.

use pitlane_entities::session_files::{ActiveModel, Column, Entity, Model};
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use uuid::Uuid;

/// Most files of one session.
pub const MAX_FILES: u64 = 100;

/// Writes a new file.
pub async fn insert(tx: &impl ConnectionTrait, row: ActiveModel) -> Result<Model, DbErr> {
    Entity::insert(row).exec_with_returning(tx).await
}

/// A file of a session.
pub async fn find(db: &impl ConnectionTrait, session: Uuid, id: Uuid) -> Result<Option<Model>, DbErr> {
    Entity::find_by_id(id).filter(Column::SessionId.eq(session)).one(db).await
}

/// The files of a session, oldest first.
pub async fn of_session(db: &impl ConnectionTrait, session: Uuid) -> Result<Vec<Model>, DbErr> {
    Entity::find()
        .filter(Column::SessionId.eq(session))
        .order_by_asc(Column::Id)
        .limit(MAX_FILES)
        .all(db)
        .await
}

/// The files of messages, oldest first.
pub async fn of_messages(db: &impl ConnectionTrait, messages: &[Uuid]) -> Result<Vec<Model>, DbErr> {
    if messages.is_empty() {
        return Ok(Vec::new());
    }
    let mine = Column::MessageId.is_in(messages.iter().copied());
    Entity::find().filter(mine).order_by_asc(Column::Id).all(db).await
}

/// Puts a sender's own files that are in no message yet into one; hands back how many there were.
pub async fn attach(
    tx: &impl ConnectionTrait,
    session: Uuid,
    sender: Uuid,
    message: Uuid,
    files: &[Uuid],
) -> Result<u64, DbErr> {
    if files.is_empty() {
        return Ok(0);
    }
    let attached = Entity::update_many()
        .col_expr(Column::MessageId, Expr::value(message))
        .filter(Column::Id.is_in(files.iter().copied()))
        .filter(Column::SessionId.eq(session))
        .filter(Column::UploadedBy.eq(sender))
        .filter(Column::MessageId.is_null())
        .exec(tx)
        .await?;
    Ok(attached.rows_affected)
}

/// The file that is kept under `key`.
pub async fn by_key(db: &impl ConnectionTrait, key: &str) -> Result<Option<Model>, DbErr> {
    Entity::find_by_id(key.split('.').next().and_then(|id| id.parse().ok()).unwrap_or(Uuid::nil()))
        .filter(Column::StorageKey.eq(key))
        .one(db)
        .await
}
