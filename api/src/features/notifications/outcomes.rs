//! What follows from what became of a message: marks, other channels, and its life in writing.

use super::jobs::send_job;
use super::queries::{self, outcomes, people};
use super::sending::{Letter, Refusal, open};
use super::{Content, plan};
use crate::state::AppState;
use crate::work::Work;
use chrono::{DateTime, Utc};
use pitlane_domain::vocabulary::{Channel, MessageEventKind, NotificationStatus, SuppressionCause};
use pitlane_entities::notifications::Model;
use pitlane_gateways::sms::Delivery;
use pitlane_platform::jobs::{JobError, NewJob, Outcome};
use sea_orm::DbErr;
use serde_json::json;
use uuid::Uuid;

/// Keeps the message back until `until`.
pub(super) async fn hold(state: &AppState, letter: &Letter, until: DateTime<Utc>) -> Outcome {
    let mut work = state.begin().await?;
    outcomes::hold(&work.tx, letter.row.id, until).await?;
    outcomes::note(&work.tx, work.now, letter.row.id, MessageEventKind::HeldBack, &until.to_rfc3339())
        .await?;
    work.enqueue(send_job(letter.row.id, letter.kind, letter.channel, until));
    Ok(work.commit().await?)
}

/// The gateway took it.
pub(super) async fn sent(state: &AppState, letter: &Letter, gateway_id: String) -> Outcome {
    let now = state.clock.now();
    outcomes::settle(
        &state.db,
        now,
        letter.row.id,
        settled(letter, NotificationStatus::Sent, None, Some(gateway_id))?,
    )
    .await?;
    count(&letter.row, NotificationStatus::Sent);
    if letter.kind.is_immediate() && letter.channel == Channel::Email {
        // it got there: the address is good again
        outcomes::lift(&state.db, Channel::Email, &letter.address, &[SuppressionCause::Bounce]).await?;
    }
    Ok(())
}

/// It does not go out. Where only the address is bad, another channel takes over.
pub(super) async fn suppressed(state: &AppState, letter: &Letter, why: &str, bounced: bool) -> Outcome {
    let mut work = state.begin().await?;
    let end = settled(letter, NotificationStatus::Suppressed, Some(why), None)?;
    if outcomes::settle(&work.tx, work.now, letter.row.id, end).await? {
        outcomes::note(&work.tx, work.now, letter.row.id, MessageEventKind::Suppressed, why).await?;
        count(&letter.row, NotificationStatus::Suppressed);
        if bounced {
            fall_back(&mut work, &letter.row).await?;
        }
    }
    Ok(work.commit().await?)
}

/// It is given up on its channel.
pub(super) async fn failed(state: &AppState, letter: &Letter, refusal: &Refusal) -> Outcome {
    let mut work = state.begin().await?;
    let end = settled(letter, NotificationStatus::Failed, Some(&refusal.said), None)?;
    if outcomes::settle(&work.tx, work.now, letter.row.id, end).await? {
        ended(&mut work, &letter.row, letter.channel, &letter.address, refusal.marks, &refusal.said).await?;
    }
    Ok(work.commit().await?)
}

async fn ended(
    work: &mut Work,
    row: &Model,
    channel: Channel,
    address: &str,
    marks: bool,
    said: &str,
) -> Result<(), DbErr> {
    outcomes::note(&work.tx, work.now, row.id, MessageEventKind::Failed, said).await?;
    count(row, NotificationStatus::Failed);
    if marks {
        outcomes::suppress(&work.tx, work.now, channel, address, None, SuppressionCause::Bounce).await?;
    }
    fall_back(work, row).await
}

/// Takes over what a gateway says of a message that it had taken, found by our own id or by the gateway's. Said twice, or
/// of a message that is settled for good, it changes nothing.
pub async fn delivered(
    state: &AppState,
    channel: Channel,
    message: Option<Uuid>,
    gateway_id: &str,
    delivery: &Delivery,
) -> Result<(), DbErr> {
    let mut work = state.begin().await?;
    let found = match message {
        Some(id) => outcomes::get(&work.tx, id).await?.filter(|row| row.channel == channel.as_str()),
        None => outcomes::by_gateway(&work.tx, channel, gateway_id).await?,
    };
    let Some(row) = found else { return Ok(()) };
    match delivery {
        Delivery::Sent => {}
        Delivery::Delivered => {
            let status = NotificationStatus::Delivered;
            if outcomes::news(&work.tx, work.now, row.id, status, None).await? {
                outcomes::note(&work.tx, work.now, row.id, MessageEventKind::Delivered, "").await?;
                count(&row, status);
            }
        }
        Delivery::Failed { reason, marks_the_number } => {
            let status = NotificationStatus::Failed;
            if outcomes::news(&work.tx, work.now, row.id, status, Some(reason.clone())).await? {
                let address = row.recipient.clone();
                ended(&mut work, &row, channel, &address, *marks_the_number, reason).await?;
            }
        }
    }
    work.commit().await
}

/// Has the next channel that the person allows say it, if there is one.
async fn fall_back(work: &mut Work, row: &Model) -> Result<(), DbErr> {
    let Some(user) = row.user_id else { return Ok(()) };
    let Some(person) = people::people(&work.tx, &[user]).await?.remove(&user) else { return Ok(()) };
    let Ok(content) = serde_json::from_value::<Content>(row.data.clone()) else { return Ok(()) };
    let tried = outcomes::used(&work.tx, &row.group_key).await?;
    let next = person.wishes.instead(content.kind(), content.channels(), &tried);
    let Some(channel) = next.filter(|_| !person.closed) else { return Ok(()) };
    let held = person.held_until(content.kind(), work.now);
    for written in queries::insert(&work.tx, vec![plan::instead(row, channel, held, work.now)]).await? {
        work.enqueue(send_job(written.id, content.kind(), channel, held.unwrap_or(work.now)));
        outcomes::note(&work.tx, work.now, row.id, MessageEventKind::FellBack, channel.as_str()).await?;
    }
    Ok(())
}

/// Sends the messages of `user` that waited for one mail at `at`: they become the digest, which is a message itself.
pub(super) async fn gather(state: &AppState, user: Uuid, at: DateTime<Utc>) -> Outcome {
    let mut work = state.begin().await?;
    let rows = outcomes::gathered(&work.tx, user, at).await?;
    let mut items = Vec::new();
    let digest = format!("digest:{user}:{}", at.timestamp());
    for row in rows {
        let id = row.id;
        let Ok(letter) = open(state, row).await else { continue };
        let allowed =
            letter.person.as_ref().is_some_and(|p| !p.closed && p.wishes.allow(letter.topic, letter.channel));
        let (status, why) = if allowed {
            (NotificationStatus::Sent, None)
        } else {
            (NotificationStatus::Suppressed, Some("switched off"))
        };
        let end = settled(&letter, status, why, None)?;
        if !outcomes::settle(&work.tx, work.now, id, end).await? {
            continue;
        }
        let event = if allowed { MessageEventKind::Gathered } else { MessageEventKind::Suppressed };
        outcomes::note(&work.tx, work.now, id, event, if allowed { &digest } else { "switched off" }).await?;
        if allowed {
            items.push(super::texts::item(&letter.content));
        }
    }
    if !items.is_empty() {
        let message = super::Notification::to_user(user, digest, Content::Digest { items });
        super::notify(&mut work, vec![message]).await?;
    }
    Ok(work.commit().await?)
}

fn settled(
    letter: &Letter,
    status: NotificationStatus,
    error: Option<&str>,
    gateway_id: Option<String>,
) -> Result<outcomes::Settled, JobError> {
    let data = serde_json::to_value(letter.content.clone().without_secrets())
        .map_err(|error| JobError::GiveUp(error.to_string()))?;
    // a closed account's address is not written down again
    let closed = letter.person.as_ref().is_some_and(|person| person.closed);
    let recipient = if closed { String::new() } else { letter.address.clone() };
    Ok(outcomes::Settled { status, recipient, data, error: error.map(ToOwned::to_owned), gateway_id })
}

fn count(row: &Model, status: NotificationStatus) {
    let (kind, channel) = (row.kind.clone(), row.channel.clone());
    metrics::counter!("pitlane_notifications_total", "kind" => kind, "channel" => channel, "status" => status.as_str())
        .increment(1);
}

/// The job that gathers the messages of `user` at `at`.
pub(super) fn gather_job(user: Uuid, at: DateTime<Utc>) -> NewJob {
    NewJob::new(super::jobs::GATHER, json!({ "user_id": user, "at": at }), at)
        .once(format!("digest:{user}:{}", at.timestamp()))
}
