//! What follows from what became of a message: marks, other channels, and its life in writing.

use super::jobs::send_job;
use super::queries::{self, marks, outcomes, people};
use super::sending::{Letter, Refusal};
use super::{Content, digest, plan};
use crate::state::AppState;
use crate::work::Work;
use chrono::{DateTime, Utc};
use pitlane_domain::vocabulary::{Channel, MessageEventKind, NotificationStatus, SuppressionCause};
use pitlane_entities::notifications::Model;
use pitlane_gateways::sms::Delivery;
use pitlane_platform::jobs::{JobError, Outcome};
use sea_orm::DbErr;
use uuid::Uuid;

/// Keeps the message back until `until`.
pub(super) async fn hold(state: &AppState, letter: &Letter, until: DateTime<Utc>) -> Outcome {
    let mut work = state.begin().await?;
    outcomes::hold(&work.tx, letter.row.id, until).await?;
    outcomes::note(&work.tx, work.now, letter.row.id, MessageEventKind::HeldBack, &until.to_rfc3339())
        .await?;
    work.enqueue(send_job(letter.row.id, letter.kind, letter.channel, letter.row.urgent, until));
    Ok(work.commit().await?)
}

/// The gateway took it.
pub(super) async fn sent(state: &AppState, letter: &Letter, gateway_id: String) -> Outcome {
    let end = settled(letter, NotificationStatus::Sent, None, Some(gateway_id))?;
    if digest::gathers(letter) {
        let mut work = state.begin().await?;
        if outcomes::settle(&work.tx, work.now, letter.row.id, end).await? {
            let said = letter.row.group_key.as_str();
            digest::settle_items(&mut work, letter, NotificationStatus::Sent, (said, false)).await?;
        }
        work.commit().await?;
    } else {
        outcomes::settle(&state.db, state.clock.now(), letter.row.id, end).await?;
    }
    count(&letter.row, NotificationStatus::Sent);
    if letter.kind.is_immediate() && letter.channel == Channel::Email {
        // it got there: the address is good again
        marks::lift(&state.db, Channel::Email, &letter.address, &[SuppressionCause::Bounce]).await?;
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
        if digest::gathers(letter) {
            let status = NotificationStatus::Suppressed;
            digest::settle_items(&mut work, letter, status, (why, bounced)).await?;
        } else if bounced {
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
        if digest::gathers(letter) {
            let status = NotificationStatus::Failed;
            digest::settle_items(&mut work, letter, status, (&refusal.said, true)).await?;
        }
    }
    Ok(work.commit().await?)
}

/// Writes into the life of a message that it failed, marks the address where that is no good, and has another channel say it.
pub(super) async fn ended(
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
        marks::suppress(&work.tx, work.now, channel, address, None, SuppressionCause::Bounce).await?;
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
pub(super) async fn fall_back(work: &mut Work, row: &Model) -> Result<(), DbErr> {
    let Some(user) = row.user_id else { return Ok(()) };
    let Some(person) = people::people(&work.tx, &[user]).await?.remove(&user) else { return Ok(()) };
    let Ok(content) = serde_json::from_value::<Content>(row.data.clone()) else { return Ok(()) };
    let tried = outcomes::used(&work.tx, &row.group_key).await?;
    let next = person.wishes.instead(content.kind(), content.channels(), &tried);
    let of_use = row.expires_at.is_none_or(|end| end > work.now);
    let Some(channel) = next.filter(|_| of_use && !person.closed) else { return Ok(()) };
    let held = person.held_until(content.kind(), row.urgent, work.now);
    for written in queries::insert(&work.tx, vec![plan::instead(row, channel, held, work.now)]).await? {
        let at = held.unwrap_or(work.now);
        work.enqueue(send_job(written.id, content.kind(), channel, row.urgent, at));
        outcomes::note(&work.tx, work.now, row.id, MessageEventKind::FellBack, channel.as_str()).await?;
    }
    Ok(())
}

/// How a message ends as `status`: without its secrets.
pub(super) fn settled(
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

/// Counts how messages ended.
pub(super) fn count(row: &Model, status: NotificationStatus) {
    let (kind, channel) = (row.kind.clone(), row.channel.clone());
    metrics::counter!("pitlane_notifications_total", "kind" => kind, "channel" => channel, "status" => status.as_str())
        .increment(1);
}
