//! Asking everybody.

use super::timeline::{Line, note};
use super::view::offers_to_tell;
use crate::features::dispatch::jobs;
use crate::features::dispatch::queries::{mechanics, offers, requests};
use crate::http::problem::ApiError;
use crate::state::AppState;
use crate::work::Work;
use chrono::TimeDelta;
use pitlane_contract::realtime::Event;
use pitlane_domain::dispatch::{BROADCAST_MINUTES, Candidate, best_first};
use pitlane_domain::vocabulary::{BroadcastCause, OfferKind};
use pitlane_entities::session_requests::{ActiveModel, Model};
use sea_orm::ActiveValue::Set;
use std::collections::HashMap;
use uuid::Uuid;

/// Asks everybody who is eligible, the best first.
pub async fn start(work: &mut Work, request: Model, cause: BroadcastCause) -> Result<Model, ApiError> {
    let round = request.broadcast_round + 1;
    let until = work.now + TimeDelta::minutes(BROADCAST_MINUTES);
    let row = ActiveModel {
        id: Set(request.id),
        broadcast_cause: Set(Some(cause.as_str().to_owned())),
        broadcast_round: Set(round),
        broadcast_expires_at: Set(Some(until)),
        fallback_broadcast_at: Set(Some(request.fallback_broadcast_at.unwrap_or(work.now))),
        ..Default::default()
    };
    let request = requests::update(&work.tx, row).await?;
    let eligible = mechanics::eligible(&work.tx, work.now, &request, None).await?;
    let eligible = ordered(&request.concern, eligible);
    offers::send(&work.tx, work.now, request.id, OfferKind::Broadcast, &eligible).await?;
    let told = i64::try_from(eligible.len()).unwrap_or(i64::MAX);
    note(work, &request, None, vec![Line::broadcast(cause, told)]).await?;
    work.enqueue(jobs::search_timeout(request.id, round, until));
    tell(work, request.id).await?;
    Ok(request)
}

/// The best first.
pub fn ordered(concern: &str, people: Vec<mechanics::Person>) -> Vec<mechanics::Person> {
    let candidates = people.iter().map(mechanics::Person::candidate).collect::<Vec<Candidate>>();
    let mut by_id: HashMap<Uuid, mechanics::Person> = people.into_iter().map(|p| (p.id, p)).collect();
    best_first(concern, candidates).into_iter().filter_map(|c| by_id.remove(&c.mechanic)).collect()
}

async fn tell(work: &mut Work, request: Uuid) -> Result<(), ApiError> {
    for (user, offer) in offers_to_tell(work, request).await? {
        work.emit(user, Event::OfferSent { offer: Box::new(offer) });
    }
    Ok(())
}

/// A mechanic came online: whatever waits for them is sent by a job of its own, right after this work is committed.
pub fn mechanic_came_online(work: &mut Work, mechanic: Uuid) {
    let now = work.now;
    work.enqueue(jobs::mechanic_online(mechanic, now));
}

/// Sends a mechanic who is online now the offers that wait for them, and those of requests that everybody is asked for.
pub async fn mechanic_online(state: &AppState, mechanic: Uuid) -> Result<(), ApiError> {
    for request in offers::undelivered_requests(&state.db, mechanic).await? {
        let mut work = state.begin().await?;
        // nobody else may change the request meanwhile
        if requests::lock(&work.tx, request).await?.is_none() {
            continue;
        }
        if offers::deliver(&work.tx, work.now, request, mechanic).await? {
            tell(&mut work, request).await?;
            work.commit().await?;
        }
    }
    for request in requests::searching(&state.db, mechanic).await? {
        let mut work = state.begin().await?;
        let Some(locked) = requests::lock(&work.tx, request).await? else { continue };
        let open = locked.status == "pending" && !locked.window_open;
        if !open || offers::has_open(&work.tx, request, mechanic).await? {
            continue;
        }
        let now = work.now;
        let eligible = mechanics::eligible(&work.tx, now, &locked, Some(mechanic)).await?;
        if !eligible.is_empty() {
            offers::send(&work.tx, now, request, OfferKind::Broadcast, &eligible).await?;
            tell(&mut work, request).await?;
            work.commit().await?;
        }
    }
    Ok(())
}
