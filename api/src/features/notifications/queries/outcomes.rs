//! What became of messages.

use crate::sql;
use chrono::{DateTime, Utc};
use pitlane_domain::vocabulary::{Channel, MessageEventKind, NotificationStatus, Topic};
use pitlane_entities::notifications::{ActiveModel, Column, Entity, Model};
use pitlane_entities::{notification_events, push_subscriptions};
use pitlane_platform::new_id;
use sea_orm::sea_query::Expr;
use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder};
use uuid::Uuid;

/// One message.
pub async fn get(db: &impl ConnectionTrait, id: Uuid) -> Result<Option<Model>, DbErr> {
    Entity::find_by_id(id).one(db).await
}

/// The message that the gateway of `channel` knows as `gateway_id`.
pub async fn by_gateway(
    db: &impl ConnectionTrait,
    channel: Channel,
    gateway_id: &str,
) -> Result<Option<Model>, DbErr> {
    Entity::find()
        .filter(Column::GatewayId.eq(gateway_id))
        .filter(Column::Channel.eq(channel.as_str()))
        .one(db)
        .await
}

/// The channels on which the message `group` went out already.
pub async fn used(db: &impl ConnectionTrait, group: &str) -> Result<Vec<Channel>, DbErr> {
    let rows = Entity::find().filter(Column::GroupKey.eq(group)).all(db).await?;
    Ok(rows.iter().filter_map(|row| row.channel.parse().ok()).collect())
}

/// Whether a text about `topic` went to `number` before `since`.
pub async fn texted(
    db: &impl ConnectionTrait,
    number: &str,
    topic: Topic,
    since: DateTime<Utc>,
) -> Result<bool, DbErr> {
    let text = "SELECT id FROM notifications WHERE recipient = $1 AND channel = 'sms' AND topic = $2 AND sent_at < $3 LIMIT 1";
    let values = [number.into(), topic.as_str().into(), since.into()];
    Ok(db.query_one_raw(sql::statement(db, text, values)).await?.is_some())
}

/// Writes down that the gateway is about to be given the message.
pub async fn hand(db: &impl ConnectionTrait, now: DateTime<Utc>, id: Uuid) -> Result<(), DbErr> {
    let row = ActiveModel { id: Set(id), handed_at: Set(Some(now)), ..Default::default() };
    Entity::update(row).exec(db).await.map(drop)
}

/// Writes down that the message waits until `until`.
pub async fn hold(db: &impl ConnectionTrait, id: Uuid, until: DateTime<Utc>) -> Result<(), DbErr> {
    let row = ActiveModel { id: Set(id), not_before: Set(Some(until)), ..Default::default() };
    Entity::update(row).exec(db).await.map(drop)
}

/// What became of a message.
pub struct Settled {
    /// Where it stands.
    pub status: NotificationStatus,
    /// The address it went to.
    pub recipient: String,
    /// Its content without secrets.
    pub data: serde_json::Value,
    /// Why it was given up.
    pub error: Option<String>,
    /// The gateway's name for it.
    pub gateway_id: Option<String>,
}

/// Writes down what became of a message that was still queued; says whether it was.
pub async fn settle(
    db: &impl ConnectionTrait,
    now: DateTime<Utc>,
    id: Uuid,
    settled: Settled,
) -> Result<bool, DbErr> {
    let sent = settled.status == NotificationStatus::Sent;
    let row = ActiveModel {
        status: Set(settled.status.as_str().to_owned()),
        recipient: Set(settled.recipient),
        data: Set(settled.data),
        error: Set(settled.error),
        gateway_id: Set(settled.gateway_id),
        sent_at: Set(sent.then_some(now)),
        ..Default::default()
    };
    let done = Entity::update_many()
        .set(row)
        .filter(Column::Id.eq(id))
        .filter(Column::Status.eq(NotificationStatus::Queued.as_str()))
        .exec(db)
        .await?;
    Ok(done.rows_affected > 0)
}

/// Takes over what the gateway says of a message that is not settled for good; says whether that was news.
pub async fn news(
    db: &impl ConnectionTrait,
    now: DateTime<Utc>,
    id: Uuid,
    status: NotificationStatus,
    error: Option<String>,
) -> Result<bool, DbErr> {
    let delivered = status == NotificationStatus::Delivered;
    let open = [NotificationStatus::Queued.as_str(), NotificationStatus::Sent.as_str()];
    let mut update = Entity::update_many()
        .col_expr(Column::Status, Expr::value(status.as_str()))
        .col_expr(Column::Error, Expr::value(error))
        .filter(Column::Id.eq(id))
        .filter(Column::Status.is_in(open));
    if delivered {
        update = update.col_expr(Column::DeliveredAt, Expr::value(now));
    }
    Ok(update.exec(db).await?.rows_affected > 0)
}

/// Adds to the life of a message.
pub async fn note(
    db: &impl ConnectionTrait,
    now: DateTime<Utc>,
    id: Uuid,
    kind: MessageEventKind,
    detail: &str,
) -> Result<(), DbErr> {
    let row = notification_events::ActiveModel {
        id: Set(new_id()),
        notification_id: Set(id),
        kind: Set(kind.as_str().to_owned()),
        detail: Set(detail.to_owned()),
        created_at: Set(now),
    };
    notification_events::Entity::insert(row).exec_without_returning(db).await.map(drop)
}

/// Whether a browser `b` is still signed in: messages to it end with its sign-in, in the same instant.
pub const SIGNED_IN: &str = "(b.sign_in_id IS NULL OR EXISTS (SELECT 1 FROM sign_ins i \
    WHERE i.id = b.sign_in_id AND i.revoked_at IS NULL))";

/// The browsers of `user` that take messages.
pub async fn browsers(
    db: &impl ConnectionTrait,
    user: Uuid,
) -> Result<Vec<push_subscriptions::Model>, DbErr> {
    let text =
        format!("SELECT b.* FROM push_subscriptions b WHERE b.user_id = $1 AND {SIGNED_IN} ORDER BY b.id");
    let statement = sql::statement(db, text, [user.into()]);
    push_subscriptions::Entity::find().from_raw_sql(statement).all(db).await
}

/// Forgets a browser that takes no more messages.
pub async fn forget_browser(db: &impl ConnectionTrait, id: Uuid) -> Result<(), DbErr> {
    push_subscriptions::Entity::delete_by_id(id).exec(db).await.map(drop)
}

/// The messages of `user` that wait for one mail at `at`, oldest first.
pub async fn gathered(db: &impl ConnectionTrait, user: Uuid, at: DateTime<Utc>) -> Result<Vec<Model>, DbErr> {
    Entity::find()
        .filter(Column::UserId.eq(user))
        .filter(Column::Digest.eq(true))
        .filter(Column::DigestId.is_null())
        .filter(Column::Status.eq(NotificationStatus::Queued.as_str()))
        .filter(Column::NotBefore.lte(at))
        .order_by_asc(Column::Id)
        .all(db)
        .await
}

/// Has the mail with the key `digest` gather the messages `ids`.
pub async fn gather_into(db: &impl ConnectionTrait, digest: &str, ids: Vec<Uuid>) -> Result<(), DbErr> {
    let id = Entity::find().filter(Column::DedupKey.eq(digest)).one(db).await?.map(|row| row.id);
    Entity::update_many()
        .col_expr(Column::DigestId, Expr::value(id))
        .filter(Column::Id.is_in(ids))
        .exec(db)
        .await
        .map(drop)
}

/// What the mail `digest` gathers and stands at `status`, oldest first.
pub async fn of_digest(
    db: &impl ConnectionTrait,
    digest: Uuid,
    status: NotificationStatus,
) -> Result<Vec<Model>, DbErr> {
    Entity::find()
        .filter(Column::DigestId.eq(digest))
        .filter(Column::Status.eq(status.as_str()))
        .order_by_asc(Column::Id)
        .all(db)
        .await
}
