//! All SQL of notifications.

pub mod choices;
pub mod counts;
pub mod lookup;
pub mod marks;
pub mod outcomes;
pub mod people;

use crate::http::paging::Cursor;
use crate::sql::statement;
use chrono::{DateTime, Utc};
use pitlane_domain::vocabulary::Channel;
use pitlane_entities::notifications::{ActiveModel, Column, Entity, Model};
use pitlane_entities::outbox_messages;
use sea_orm::sea_query::{Expr, OnConflict};
use sea_orm::{
    ColumnTrait, ConnectionTrait, DbErr, EntityTrait, FromQueryResult, QueryFilter, QueryOrder, QuerySelect,
};
use uuid::Uuid;

/// Writes rows and answers those that were not there before.
pub async fn insert(tx: &impl ConnectionTrait, rows: Vec<ActiveModel>) -> Result<Vec<Model>, DbErr> {
    let same = OnConflict::column(Column::DedupKey).do_nothing().to_owned();
    match Entity::insert_many(rows).on_conflict(same).exec_with_returning(tx).await {
        Err(DbErr::RecordNotInserted) => Ok(Vec::new()),
        written => written,
    }
}

/// The notices of `user`, newest first.
pub async fn notices(db: &impl ConnectionTrait, user: Uuid, cursor: Cursor) -> Result<Vec<Model>, DbErr> {
    let mut find = Entity::find()
        .filter(Column::UserId.eq(user))
        .filter(Column::Channel.eq(Channel::InApp.as_str()))
        .order_by_desc(Column::Id)
        .limit(cursor.fetch());
    if let Some(before) = cursor.before {
        find = find.filter(Column::Id.lt(before));
    }
    find.all(db).await
}

#[derive(FromQueryResult)]
struct Count {
    total: i64,
}

/// How many notices of `user` were not read yet.
pub async fn unread(db: &impl ConnectionTrait, user: Uuid) -> Result<i64, DbErr> {
    // written out as in the index that answers it
    let text = "SELECT COUNT(*) AS total FROM notifications \
        WHERE user_id = $1 AND channel = 'in_app' AND read_at IS NULL";
    let found = Count::find_by_statement(statement(db, text, [user.into()])).one(db).await?;
    Ok(found.map_or(0, |count| count.total))
}

/// Marks notices of `user` as read; no ids means all.
pub async fn mark_read(
    db: &impl ConnectionTrait,
    now: DateTime<Utc>,
    user: Uuid,
    ids: Vec<Uuid>,
) -> Result<(), DbErr> {
    let mut update = Entity::update_many()
        .col_expr(Column::ReadAt, Expr::value(now))
        .filter(Column::UserId.eq(user))
        .filter(Column::Channel.eq(Channel::InApp.as_str()))
        .filter(Column::ReadAt.is_null());
    if !ids.is_empty() {
        update = update.filter(Column::Id.is_in(ids));
    }
    update.exec(db).await?;
    Ok(())
}

/// What a short address of a text is about.
pub async fn by_code(db: &impl ConnectionTrait, code: &str) -> Result<Option<Model>, DbErr> {
    Entity::find().filter(Column::ShortCode.eq(code)).one(db).await
}

/// The messages of the outbox, newest first.
pub async fn outbox(
    db: &impl ConnectionTrait,
    recipient: Option<&str>,
    channel: Option<Channel>,
    cursor: Cursor,
) -> Result<Vec<outbox_messages::Model>, DbErr> {
    let mut find =
        outbox_messages::Entity::find().order_by_desc(outbox_messages::Column::Id).limit(cursor.fetch());
    if let Some(before) = cursor.before {
        find = find.filter(outbox_messages::Column::Id.lt(before));
    }
    if let Some(recipient) = recipient {
        find = find.filter(outbox_messages::Column::Recipient.eq(recipient));
    }
    if let Some(channel) = channel {
        find = find.filter(outbox_messages::Column::Channel.eq(channel.as_str()));
    }
    find.all(db).await
}
