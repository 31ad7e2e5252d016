//! Who a message is for, and what they chose.

use super::outcomes::SIGNED_IN;
use crate::features::notifications::person::Person;
use crate::sql;
use chrono::NaiveTime;
use chrono_tz::Tz;
use pitlane_domain::messages::{QuietHours, Wishes};
use sea_orm::{ConnectionTrait, DbErr, FromQueryResult};
use std::collections::BTreeMap;
use uuid::Uuid;

#[derive(FromQueryResult)]
struct Row {
    id: Uuid,
    email: String,
    name: String,
    phone: Option<String>,
    time_zone: String,
    closed: bool,
    quiet_from: Option<i32>,
    quiet_until: Option<i32>,
    urgent_anyway: Option<bool>,
    digest: Option<bool>,
    texts_number: Option<String>,
    topic: Option<String>,
    channel: Option<String>,
    enabled: Option<bool>,
    browsers: i64,
}

/// The accounts `ids` with what they chose: one statement for any number.
pub async fn people(db: &impl ConnectionTrait, ids: &[Uuid]) -> Result<BTreeMap<Uuid, Person>, DbErr> {
    if ids.is_empty() {
        return Ok(BTreeMap::new());
    }
    let places: Vec<_> = (1..=ids.len()).map(|place| format!("${place}")).collect();
    let text = format!(
        "SELECT u.id, u.email, u.name, u.phone, u.time_zone, u.deleted_at IS NOT NULL AS closed, \
         s.quiet_from, s.quiet_until, s.urgent_anyway, s.digest, s.texts_number, p.topic, p.channel, p.enabled, \
         (SELECT COUNT(*) FROM push_subscriptions b WHERE b.user_id = u.id AND {SIGNED_IN}) AS browsers \
         FROM users u LEFT JOIN message_settings s ON s.user_id = u.id \
         LEFT JOIN notification_preferences p ON p.user_id = u.id WHERE u.id IN ({})",
        places.join(", ")
    );
    let values = ids.iter().map(|id| (*id).into());
    let rows = Row::find_by_statement(sql::statement(db, text, values)).all(db).await?;
    let mut people = BTreeMap::new();
    for row in rows {
        let chosen = choice(&row);
        let person = people.entry(row.id).or_insert_with(|| person(row));
        person.wishes.chosen.extend(chosen);
    }
    Ok(people)
}

fn choice(
    row: &Row,
) -> Option<((pitlane_domain::vocabulary::Topic, pitlane_domain::vocabulary::Channel), bool)> {
    let topic = row.topic.as_deref()?.parse().ok()?;
    let channel = row.channel.as_deref()?.parse().ok()?;
    Some(((topic, channel), row.enabled?))
}

fn person(row: Row) -> Person {
    let texts = row.phone.is_some() && row.phone == row.texts_number;
    Person {
        id: row.id,
        email: row.email,
        name: row.name,
        phone: row.phone,
        zone: row.time_zone.parse().unwrap_or(Tz::UTC),
        closed: row.closed,
        wishes: Wishes { texts, pushes: row.browsers > 0, ..Wishes::default() },
        quiet: row
            .quiet_from
            .zip(row.quiet_until)
            .and_then(|(from, until)| Some(QuietHours { from: time(from)?, until: time(until)? })),
        urgent_anyway: row.urgent_anyway.unwrap_or(true),
        digest: row.digest.unwrap_or(false),
    }
}

/// The time of day so many minutes after midnight.
fn time(minutes: i32) -> Option<NaiveTime> {
    NaiveTime::from_num_seconds_from_midnight_opt(u32::try_from(minutes).ok()? * 60, 0)
}
