//! The window in which the preferred provider is asked alone.

use super::messages;
use super::moves::{Locked, lock, move_on};
use super::timeline::{Line, note};
use super::view::offers_to_tell;
use crate::features::dispatch::jobs;
use crate::features::dispatch::queries::{mechanics, offers, requests};
use crate::http::problem::ApiError;
use crate::state::AppState;
use crate::work::Work;
use chrono::{DateTime, TimeDelta, Utc};
use pitlane_contract::realtime::Event;
use pitlane_domain::dispatch::{Happening, Windows, resend_times, window_minutes};
use pitlane_domain::vocabulary::{OfferKind, RequestEventKind};
use pitlane_entities::session_requests::ActiveModel;
use sea_orm::ActiveValue::Set;
use uuid::Uuid;

/// Asks the preferred provider alone. Where nobody of theirs can be asked, everybody is, at once.
pub async fn open(work: &mut Work, state: &AppState, locked: Locked) -> Result<Locked, ApiError> {
    let Some(provider) = locked.request.preferred_provider_id else { return Ok(locked) };
    let seller = requests::provider(&work.tx, provider).await?.filter(|seller| seller.closed_at.is_none());
    let asked = mechanics::preferred(&work.tx, provider, locked.request.customer_id).await?;
    let Some(seller) = seller.filter(|_| !asked.is_empty()) else {
        let gone = requests::provider(&work.tx, provider).await?.is_none_or(|p| p.closed_at.is_some());
        let why = if gone { Happening::PreferredGone } else { Happening::AllDeclined };
        let unchanged = locked.clone();
        return Ok(move_on(work, state, locked, why, Vec::new()).await?.unwrap_or(unchanged));
    };
    let online = asked.iter().any(|m| m.online(work.now));
    let config = &state.config.dispatch;
    let windows =
        Windows { online_minutes: config.online_window_minutes, wait_minutes: config.wait_window_minutes };
    let minutes = window_minutes(windows, online, locked.request.notify_and_wait);
    let until = work.now + TimeDelta::minutes(minutes);
    let request = requests::update(
        &work.tx,
        ActiveModel {
            id: Set(locked.request.id),
            priority_window_minutes: Set(i32::try_from(minutes).ok()),
            priority_notified_at: Set(Some(work.now)),
            priority_expires_at: Set(Some(until)),
            ..Default::default()
        },
    )
    .await?;
    offers::send(&work.tx, work.now, request.id, OfferKind::Priority, &asked).await?;
    let mut lines = vec![Line::new(RequestEventKind::PriorityStarted).about(seller.name)];
    lines.extend(asked.iter().map(|m| Line::new(RequestEventKind::OfferSent).about(m.name.clone())));
    note(work, &request, None, lines).await?;
    schedule(work, request.id, until);
    tell(work, request.id, minutes, "1").await?;
    Ok(Locked { request, ..locked })
}

fn schedule(work: &mut Work, request: Uuid, until: DateTime<Utc>) {
    let now = work.now;
    work.enqueue(jobs::window_end(request, until));
    for (try_number, at) in (2..).zip(resend_times(now, until)) {
        work.enqueue(jobs::resend(request, try_number, at));
    }
}

/// Sends the offers that were written just now, on every channel.
async fn tell(work: &mut Work, request: Uuid, minutes: i64, try_number: &str) -> Result<(), ApiError> {
    for (user, offer) in offers_to_tell(work, request).await? {
        messages::priority_request(work, user, &offer, minutes, try_number).await?;
        work.emit(user, Event::OfferSent { offer: Box::new(offer) });
    }
    Ok(())
}

/// Sends offers once more that were not delivered or not looked at, while the window is open.
pub async fn resend(state: &AppState, request: Uuid, try_number: i32) -> Result<(), ApiError> {
    let mut work = state.begin().await?;
    let Some(locked) = lock(&work, request).await? else { return Ok(()) };
    let Some(until) = locked.request.priority_expires_at.filter(|_| locked.request.window_open) else {
        return Ok(());
    };
    let again = offers::send_again(&work.tx, work.now, request, try_number).await?;
    if again.is_empty() || until <= work.now {
        return Ok(());
    }
    let names = mechanics::names(&work.tx, &again).await?;
    let lines = names.into_iter().map(|name| Line::new(RequestEventKind::OfferResent).about(name)).collect();
    note(&mut work, &locked.request, None, lines).await?;
    let minutes = (until - work.now).num_minutes().max(1);
    tell(&mut work, request, minutes, &try_number.to_string()).await?;
    Ok(work.commit().await?)
}
