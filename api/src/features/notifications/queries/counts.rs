//! How many messages somebody got in an hour.

use crate::sql::{hashed, statement};
use chrono::{DateTime, TimeDelta, Utc};
use pitlane_domain::vocabulary::Channel;
use sea_orm::{ConnectionTrait, DbErr};

const HOUR: i64 = 3_600;

/// One message of those that somebody may get in an hour, taken before it is handed over.
#[derive(Debug, Clone)]
pub struct Place {
    channel: Channel,
    recipient: String,
    hour: i64,
}

impl Place {
    /// A place among those of `recipient`, an address or an account, in the hour of `now`. Who it is is not kept.
    pub fn new(channel: Channel, recipient: &str, now: DateTime<Utc>) -> Self {
        Self { channel, recipient: hashed(recipient), hour: now.timestamp().div_euclid(HOUR) }
    }

    /// When the next hour begins.
    pub fn next_hour(&self) -> DateTime<Utc> {
        DateTime::from_timestamp((self.hour + 1) * HOUR, 0).unwrap_or(DateTime::<Utc>::MAX_UTC)
    }
}

/// Takes `place` unless `most` of its hour are taken already; says whether it did. The database counts, in one statement, so
/// that many at once take no more than there are.
pub async fn take(db: &impl ConnectionTrait, place: &Place, most: i64) -> Result<bool, DbErr> {
    if most < 1 {
        return Ok(false);
    }
    let text = "INSERT INTO message_counts (channel, recipient, hour, taken) VALUES ($1, $2, $3, 1) \
        ON CONFLICT (channel, recipient, hour) DO UPDATE SET taken = message_counts.taken + 1 \
        WHERE message_counts.taken < $4 RETURNING taken";
    let values =
        [place.channel.as_str().into(), place.recipient.as_str().into(), place.hour.into(), most.into()];
    Ok(db.query_one_raw(statement(db, text, values)).await?.is_some())
}

/// Gives `place` back: the message did not go out.
pub async fn give_back(db: &impl ConnectionTrait, place: &Place) -> Result<(), DbErr> {
    let text = "UPDATE message_counts SET taken = taken - 1 \
        WHERE channel = $1 AND recipient = $2 AND hour = $3 AND taken > 0";
    let values = [place.channel.as_str().into(), place.recipient.as_str().into(), place.hour.into()];
    db.execute_raw(statement(db, text, values)).await.map(drop)
}

/// Forgets the hours that are over.
pub async fn forget(db: &impl ConnectionTrait, now: DateTime<Utc>) -> Result<(), DbErr> {
    let before = (now - TimeDelta::hours(1)).timestamp().div_euclid(HOUR);
    let text = "DELETE FROM message_counts WHERE hour < $1";
    db.execute_raw(statement(db, text, [before.into()])).await.map(drop)
}
