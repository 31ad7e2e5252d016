//! Writes messages in the transaction of their cause, and answers the feed of notices.

use super::content::Content;
use super::forms::notice;
use super::jobs::send_job;
use super::queries::people;
use super::{digest, plan, queries};
use crate::http::paging::Cursor;
use crate::work::Work;
use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use pitlane_contract::notifications::{Notice, OutboxMessage};
use pitlane_contract::paging::Feed;
use pitlane_contract::realtime::Event;
use pitlane_domain::vocabulary::Channel;
use sea_orm::{ConnectionTrait, DbErr};
use uuid::Uuid;

/// A message to one person, on every channel that fits what it is about.
#[derive(Debug, Clone)]
pub struct Notification {
    pub(super) to: Recipient,
    pub(super) dedup_key: String,
    pub(super) content: Content,
    pub(super) until: Option<DateTime<Utc>>,
    pub(super) urgent: bool,
}

/// Who gets a message.
#[derive(Debug, Clone)]
pub(super) enum Recipient {
    User(Uuid),
    NumberOf(Uuid),
    Address(String),
}

impl Notification {
    /// A message to an account; it goes to the address that the account has when it is sent. A second one with the
    /// same `dedup_key` is not written.
    pub fn to_user(user: Uuid, dedup_key: impl Into<String>, content: Content) -> Self {
        Self::new(Recipient::User(user), dedup_key.into(), content)
    }

    const fn new(to: Recipient, dedup_key: String, content: Content) -> Self {
        Self { to, dedup_key, content, until: None, urgent: false }
    }

    /// The same message, of no use after `until`: it is not sent then. Without it the content says how long it is.
    #[must_use]
    pub fn until(mut self, until: Option<DateTime<Utc>>) -> Self {
        self.until = until;
        self
    }

    /// The same message, which does not wait for the end of quiet hours where its reader lets urgent ones through.
    #[must_use]
    pub fn urgent(mut self, urgent: bool) -> Self {
        self.urgent = urgent;
        self
    }

    /// A text to the number of an account, whether or not it wants one: that is asked when it is sent.
    pub fn to_number_of(user: Uuid, dedup_key: impl Into<String>, content: Content) -> Self {
        Self::new(Recipient::NumberOf(user), dedup_key.into(), content)
    }

    /// The account whose choices decide about it; none for a mail that nobody can switch off.
    fn chooser(&self) -> Option<Uuid> {
        let fixed = self.content.kind().is_immediate() && self.content.channels() == [Channel::Email];
        match self.to {
            Recipient::User(user) | Recipient::NumberOf(user) if !fixed => Some(user),
            _ => None,
        }
    }

    /// A mail to an address, or a text to a number (E.164), that need not have an account.
    pub fn to_address(address: impl Into<String>, dedup_key: impl Into<String>, content: Content) -> Self {
        Self::new(Recipient::Address(address.into()), dedup_key.into(), content)
    }
}

/// Writes messages in the caller's transaction, on the channels that each person wants: two statements for any number of
/// them. They go out by job, notices show at once; both only when the work is committed.
pub async fn notify(work: &mut Work, notifications: Vec<Notification>) -> Result<(), DbErr> {
    let mut users: Vec<_> = notifications.iter().filter_map(Notification::chooser).collect();
    users.sort_unstable();
    users.dedup();
    let people = people::people(&work.tx, &users).await?;
    let rows = plan::rows(&notifications, &people, work.now)?;
    if rows.is_empty() {
        return Ok(());
    }
    for written in queries::insert(&work.tx, rows).await? {
        let at = written.not_before.unwrap_or(work.now);
        match (written.user_id, written.channel == Channel::InApp.as_str()) {
            (Some(user), true) => {
                if let Some(notice) = notice(written) {
                    work.emit(user, Event::NoticeSent { notice: Box::new(notice) });
                }
            }
            (Some(user), false) if written.digest => work.enqueue(digest::gather_job(user, at)),
            _ => {
                let kind = written.kind.parse().map_err(|_| DbErr::Custom("an unknown kind".to_owned()))?;
                let channel = written.channel.parse();
                let channel = channel.map_err(|_| DbErr::Custom("an unknown channel".to_owned()))?;
                work.enqueue(send_job(written.id, kind, channel, written.urgent, at));
            }
        }
    }
    Ok(())
}

/// The zone of an account's clock; UTC where there is none.
pub async fn zone_of(db: &impl ConnectionTrait, user: Uuid) -> Result<String, DbErr> {
    let person = people::people(db, &[user]).await?.remove(&user);
    Ok(person.map_or(Tz::UTC, |person| person.zone).name().to_owned())
}

/// Forgets how many messages went out in hours that are over.
pub async fn sweep(db: &impl ConnectionTrait, now: DateTime<Utc>) -> Result<(), DbErr> {
    queries::counts::forget(db, now).await
}

/// The notices of `user`, newest first.
pub async fn list(db: &impl ConnectionTrait, user: Uuid, cursor: Cursor) -> Result<Feed<Notice>, DbErr> {
    let rows = queries::notices(db, user, cursor).await?;
    let feed = cursor.feed(rows, |row| row.id);
    Ok(Feed { items: feed.items.into_iter().filter_map(notice).collect(), next_cursor: feed.next_cursor })
}

/// How many notices of `user` were not read yet.
pub async fn unread(db: &impl ConnectionTrait, user: Uuid) -> Result<i64, DbErr> {
    queries::unread(db, user).await
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
