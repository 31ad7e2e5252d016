//! Writes messages in the transaction of their cause, and answers the feed of notices.

use super::content::Content;
use super::jobs::SEND;
use super::{queries, texts};
use crate::http::paging::Cursor;
use crate::work::Work;
use chrono::{DateTime, Utc};
use pitlane_contract::notifications::{Notice, OutboxMessage};
use pitlane_contract::paging::Feed;
use pitlane_contract::realtime::Event;
use pitlane_domain::vocabulary::{Channel, NotificationStatus};
use pitlane_entities::notifications::{ActiveModel, Model};
use pitlane_platform::jobs::NewJob;
use pitlane_platform::new_id;
use sea_orm::{ActiveValue::Set, ConnectionTrait, DbErr};
use serde_json::json;
use uuid::Uuid;

/// A message to one person, on every channel that fits what it is about.
#[derive(Debug, Clone)]
pub struct Notification {
    to: Recipient,
    dedup_key: String,
    content: Content,
}

#[derive(Debug, Clone)]
enum Recipient {
    User(Uuid),
    Address(String),
}

impl Notification {
    /// A message to an account; it goes to the address that the account has when it is sent. A second one with the
    /// same `dedup_key` is not written.
    pub fn to_user(user: Uuid, dedup_key: impl Into<String>, content: Content) -> Self {
        Self { to: Recipient::User(user), dedup_key: dedup_key.into(), content }
    }

    /// A mail to an address that need not have an account.
    pub fn to_address(address: impl Into<String>, dedup_key: impl Into<String>, content: Content) -> Self {
        Self { to: Recipient::Address(address.into()), dedup_key: dedup_key.into(), content }
    }
}

/// Writes messages in the caller's transaction: one statement for any number of them. Mails go out by job, notices
/// show at once; both only when the work is committed.
pub async fn notify(work: &mut Work, notifications: Vec<Notification>) -> Result<(), DbErr> {
    let mut rows = Vec::new();
    for notification in &notifications {
        for channel in notification.content.channels() {
            rows.extend(row(notification, *channel, work.now)?);
        }
    }
    if rows.is_empty() {
        return Ok(());
    }
    for written in queries::insert(&work.tx, rows).await? {
        if written.channel == Channel::Email.as_str() {
            work.enqueue(NewJob::new(SEND, json!({ "notification_id": written.id }), work.now));
        } else if let (Some(user), Some(notice)) = (written.user_id, notice(written)) {
            work.emit(user, Event::NoticeSent { notice: Box::new(notice) });
        }
    }
    Ok(())
}

fn row(
    notification: &Notification,
    channel: Channel,
    now: DateTime<Utc>,
) -> Result<Option<ActiveModel>, DbErr> {
    let (user_id, recipient) = match (&notification.to, channel) {
        (Recipient::User(user), _) => (Some(*user), String::new()),
        (Recipient::Address(address), Channel::Email) => (None, address.clone()),
        // nobody without an account looks into the app
        (Recipient::Address(_), _) => return Ok(None),
    };
    let (status, sent_at) = match channel {
        Channel::Email => (NotificationStatus::Queued, None),
        _ => (NotificationStatus::Delivered, Some(now)),
    };
    Ok(Some(ActiveModel {
        id: Set(new_id()),
        user_id: Set(user_id),
        recipient: Set(recipient),
        kind: Set(notification.content.kind().as_str().to_owned()),
        channel: Set(channel.as_str().to_owned()),
        status: Set(status.as_str().to_owned()),
        dedup_key: Set(format!("{}:{channel}", notification.dedup_key)),
        data: Set(serde_json::to_value(&notification.content).map_err(|e| DbErr::Custom(e.to_string()))?),
        gateway_id: Set(None),
        error: Set(None),
        sent_at: Set(sent_at),
        read_at: Set(None),
        created_at: Set(now),
    }))
}

/// A row as its reader sees it; none for a kind that is not told inside the app.
fn notice(row: Model) -> Option<Notice> {
    let content: Content = serde_json::from_value(row.data).ok()?;
    let letter = texts::letter(&content);
    Some(Notice {
        id: row.id,
        kind: content.kind(),
        title: letter.subject,
        body: letter.summary,
        path: letter.action.map(|action| action.path),
        read_at: row.read_at,
        created_at: row.created_at,
    })
}

/// The notices of `user`, newest first.
pub async fn list(db: &impl ConnectionTrait, user: Uuid, cursor: Cursor) -> Result<Feed<Notice>, DbErr> {
    let rows = queries::notices(db, user, cursor).await?;
    let feed = cursor.feed(rows, |row| row.id);
    Ok(Feed { items: feed.items.into_iter().filter_map(notice).collect(), next_cursor: feed.next_cursor })
}

/// Marks notices of `user` as read; no ids means all. What is not theirs is left alone.
pub async fn mark_read(
    db: &impl ConnectionTrait,
    now: DateTime<Utc>,
    user: Uuid,
    ids: Vec<Uuid>,
) -> Result<(), DbErr> {
    queries::mark_read(db, now, user, ids).await
}

/// The messages of the demo's outbox, newest first.
pub async fn outbox(
    db: &impl ConnectionTrait,
    recipient: Option<&str>,
    channel: Option<Channel>,
    cursor: Cursor,
) -> Result<Feed<OutboxMessage>, DbErr> {
    let rows = queries::outbox(db, recipient, channel, cursor).await?;
    let messages = rows.into_iter().map(|row| OutboxMessage {
        id: row.id,
        channel: row.channel.parse().unwrap_or(Channel::Email),
        recipient: row.recipient,
        subject: row.subject,
        text: row.text_body,
        html: row.html_body,
        sent_at: row.created_at,
    });
    Ok(cursor.feed(messages.collect(), |message| message.id))
}
