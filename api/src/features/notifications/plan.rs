//! Makes the rows of a message: one for each channel that the person wants it on.

use super::person::Person;
use super::service::{Notification, Recipient};
use chrono::{DateTime, Utc};
use pitlane_domain::messages::Wishes;
use pitlane_domain::vocabulary::{Channel, NotificationStatus};
use pitlane_entities::notifications::{ActiveModel, Model};
use pitlane_platform::new_id;
use rand::distr::{Alphanumeric, SampleString as _};
use sea_orm::{ActiveValue::Set, DbErr};
use std::collections::BTreeMap;
use uuid::Uuid;

/// Letters in the short address of a text: enough that nobody finds one by trying.
const SHORT_CODE: usize = 10;

/// The rows of `notifications`, for the people they are for.
pub fn rows(
    notifications: &[Notification],
    people: &BTreeMap<Uuid, Person>,
    now: DateTime<Utc>,
) -> Result<Vec<ActiveModel>, DbErr> {
    let nobody = Wishes::default();
    let mut rows = Vec::new();
    for notification in notifications {
        let (kind, offered) = (notification.content.kind(), notification.content.channels());
        let (user, address) = match &notification.to {
            Recipient::User(id) | Recipient::NumberOf(id) => (Some(*id), ""),
            Recipient::Address(address) => (None, address.as_str()),
        };
        let person = user.and_then(|id| people.get(&id));
        // nobody reads it, and nothing about them is kept
        if person.is_some_and(|person| person.closed) {
            continue;
        }
        let mut content = notification.content.clone();
        if let Some(person) = person {
            content.read_in(person.zone);
        }
        let data = serde_json::to_value(&content).map_err(|error| DbErr::Custom(error.to_string()))?;
        let channels = match &notification.to {
            Recipient::User(_) => person.map_or(&nobody, |person| &person.wishes).at_once(kind, offered),
            Recipient::NumberOf(_) => vec![Channel::Sms],
            // nobody without an account looks into the app or agreed to anything
            Recipient::Address(address) => {
                let way = if address.starts_with('+') { Channel::Sms } else { Channel::Email };
                offered.iter().copied().filter(|channel| *channel == way).collect()
            }
        };
        let urgent = notification.urgent;
        for channel in channels {
            let blank = row(&notification.dedup_key, channel, now);
            rows.push(ActiveModel {
                user_id: Set(user),
                recipient: Set(address.to_owned()),
                kind: Set(kind.as_str().to_owned()),
                topic: Set(kind.topic().as_str().to_owned()),
                data: Set(data.clone()),
                digest: Set(person.is_some_and(|p| p.gathered_at(kind, channel, now).is_some())),
                not_before: Set(person.filter(|_| channel != Channel::InApp).and_then(|person| {
                    person.gathered_at(kind, channel, now).or_else(|| person.held_until(kind, urgent, now))
                })),
                urgent: Set(urgent),
                expires_at: Set(notification.until.or_else(|| content.of_use_until(now))),
                ..blank
            });
        }
    }
    Ok(rows)
}

/// The row of another channel for the message of `row`, which failed.
pub fn instead(
    row: &Model,
    channel: Channel,
    held_until: Option<DateTime<Utc>>,
    now: DateTime<Utc>,
) -> ActiveModel {
    let blank = self::row(&row.group_key, channel, now);
    ActiveModel {
        user_id: Set(row.user_id),
        recipient: Set(String::new()),
        kind: Set(row.kind.clone()),
        topic: Set(row.topic.clone()),
        data: Set(row.data.clone()),
        digest: Set(false),
        not_before: Set(held_until),
        urgent: Set(row.urgent),
        expires_at: Set(row.expires_at),
        ..blank
    }
}

/// What the rows of every message have in common. Inside the app it is delivered as it is written.
fn row(group: &str, channel: Channel, now: DateTime<Utc>) -> ActiveModel {
    let (status, sent_at) = match channel {
        Channel::InApp => (NotificationStatus::Delivered, Some(now)),
        _ => (NotificationStatus::Queued, None),
    };
    ActiveModel {
        id: Set(new_id()),
        channel: Set(channel.as_str().to_owned()),
        status: Set(status.as_str().to_owned()),
        dedup_key: Set(format!("{group}:{channel}")),
        group_key: Set(group.to_owned()),
        short_code: Set(
            (channel == Channel::Sms).then(|| Alphanumeric.sample_string(&mut rand::rng(), SHORT_CODE))
        ),
        gateway_id: Set(None),
        error: Set(None),
        handed_at: Set(None),
        digest_id: Set(None),
        delivered_at: Set(None),
        sent_at: Set(sent_at),
        read_at: Set(None),
        created_at: Set(now),
        ..Default::default()
    }
}
