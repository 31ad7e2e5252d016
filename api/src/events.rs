//! Writes what people are told over the WebSocket: one numbered row for each person and event.

use chrono::{DateTime, Utc};
use pitlane_contract::realtime::Event;
use pitlane_entities::{event_counters, user_events};
use pitlane_platform::new_id;
use sea_orm::sea_query::{Expr, ExprTrait, OnConflict};
use sea_orm::{ActiveValue::Set, ConnectionTrait, DbErr, EntityTrait};
use std::collections::BTreeMap;
use uuid::Uuid;

/// Writes `events` in the caller's transaction: two statements for any number of people.
///
/// Each person's counter row is locked until the commit, so the numbers of one person are committed in order and a
/// reader that asks for what follows its last number misses nothing.
pub async fn write(
    tx: &impl ConnectionTrait,
    now: DateTime<Utc>,
    events: Vec<(Uuid, Event)>,
) -> Result<(), DbErr> {
    // sorted by person: two transactions take their locks in the same order
    let mut by_user: BTreeMap<Uuid, Vec<Event>> = BTreeMap::new();
    for (user, event) in events {
        by_user.entry(user).or_default().push(event);
    }
    // below SQLite's limit of bound values
    let mut people = by_user.into_iter();
    loop {
        let chunk: Vec<_> = people.by_ref().take(2_000).collect();
        if chunk.is_empty() {
            return Ok(());
        }
        write_chunk(tx, now, chunk).await?;
    }
}

async fn write_chunk(
    tx: &impl ConnectionTrait,
    now: DateTime<Utc>,
    people: Vec<(Uuid, Vec<Event>)>,
) -> Result<(), DbErr> {
    let counters = people.iter().map(|(user, events)| event_counters::ActiveModel {
        user_id: Set(*user),
        last_seq: Set(i64::try_from(events.len()).unwrap_or(i64::MAX)),
        created_at: Set(now),
    });
    let grown = Expr::col((event_counters::Entity, event_counters::Column::LastSeq))
        .add(Expr::col(("excluded", event_counters::Column::LastSeq)));
    let last: BTreeMap<Uuid, i64> = event_counters::Entity::insert_many(counters)
        .on_conflict(
            OnConflict::column(event_counters::Column::UserId)
                .value(event_counters::Column::LastSeq, grown)
                .to_owned(),
        )
        .exec_with_returning(tx)
        .await?
        .into_iter()
        .map(|counter| (counter.user_id, counter.last_seq))
        .collect();
    let mut rows = Vec::new();
    for (user, events) in people {
        let end = last.get(&user).copied().unwrap_or_default();
        let first = end - i64::try_from(events.len()).unwrap_or(0) + 1;
        for (seq, event) in (first..).zip(events) {
            rows.push(user_events::ActiveModel {
                id: Set(new_id()),
                user_id: Set(user),
                seq: Set(seq),
                payload: Set(serde_json::to_value(&event).map_err(|e| DbErr::Custom(e.to_string()))?),
                created_at: Set(now),
            });
        }
    }
    user_events::Entity::insert_many(rows).exec_without_returning(tx).await?;
    Ok(())
}
