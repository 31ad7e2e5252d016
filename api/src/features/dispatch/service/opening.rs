//! From paid to asked: the price is held, and the preferred provider or everybody is asked.
//!
//! What this needs to know is read before the transaction, which then only writes: it begins with the request, on the
//! condition that it still stands where it was read, so of several who try one does.

use super::broadcast::ordered;
use super::messages;
use super::timeline::{Line, note};
use super::view;
use crate::features::dispatch::jobs;
use crate::features::dispatch::queries::mechanics::{self, Person};
use crate::features::dispatch::queries::views::{self, Facts, OfferRow};
use crate::features::dispatch::queries::{offers, requests};
use crate::features::notifications::service::notify;
use crate::http::problem::ApiError;
use crate::work::Work;
use chrono::{DateTime, TimeDelta, Utc};
use pitlane_contract::dispatch::Offer;
use pitlane_contract::realtime::Event;
use pitlane_domain::dispatch::{
    BROADCAST_MINUTES, Effect, Happening, Refusal, Request, Windows, decide, resend_times, window_minutes,
};
use pitlane_domain::vocabulary::{BroadcastCause, OfferKind, RequestEventKind};
use pitlane_entities::session_requests::{ActiveModel, Model};
use pitlane_platform::config::DispatchConfig;
use sea_orm::{ActiveValue::Set, ConnectionTrait, DbErr};
use uuid::Uuid;

/// Who is asked first, and how.
enum Round {
    /// The preferred provider alone, for so many minutes.
    Window(i64),
    /// Everybody.
    Broadcast(BroadcastCause),
}

/// What follows from the payment of a request, worked out before anything is written.
pub struct Plan {
    before: Model,
    next: Request,
    facts: Facts,
    round: Round,
    asked: Vec<Person>,
}

/// Works out who is asked once the price of `request` is held.
pub async fn plan(
    db: &impl ConnectionTrait,
    config: &DispatchConfig,
    now: DateTime<Utc>,
    request: Model,
) -> Result<Plan, ApiError> {
    let facts = views::facts(db, request.id).await?.ok_or_else(ApiError::not_found)?;
    let waiting = Request::new(request.routing_type.parse()?);
    let (mut next, mut effect) = decide(waiting, Happening::Held).map_err(refused)?;
    let mut asked = Vec::new();
    if let (Some(Effect::OpenWindow), Some(provider)) = (effect, request.preferred_provider_id) {
        if !facts.preferred_gone {
            asked = mechanics::preferred(db, provider, &request).await?;
        }
        if asked.is_empty() {
            // where nobody of theirs can be asked, everybody is, at once
            let why = if facts.preferred_gone { Happening::PreferredGone } else { Happening::AllDeclined };
            (next, effect) = decide(next, why).map_err(refused)?;
        }
    }
    let round = match effect {
        Some(Effect::Broadcast(cause)) => {
            let eligible = mechanics::eligible(db, now, &request, None).await?;
            asked = ordered(&request.concern, eligible);
            Round::Broadcast(cause)
        }
        _ => Round::Window(window(config, now, &asked, request.notify_and_wait)),
    };
    Ok(Plan { before: request, next, facts, round, asked })
}

/// The rules let a request that waits for its payment be paid; anything else is a mistake of ours.
fn refused(refusal: Refusal) -> ApiError {
    ApiError::unexpected(format!("a paid request was refused: {refusal:?}"))
}

fn window(config: &DispatchConfig, now: DateTime<Utc>, asked: &[Person], waits: bool) -> i64 {
    let windows =
        Windows { online_minutes: config.online_window_minutes, wait_minutes: config.wait_window_minutes };
    window_minutes(windows, asked.iter().any(|m| m.online(now)), waits)
}

/// Writes the plan; `false` when the request has moved since it was read, and nothing is written then.
pub async fn carry_out(work: &mut Work, plan: Plan) -> Result<bool, ApiError> {
    let request = match requests::update_from(
        &work.tx,
        plan.before.id,
        row(work.now, &plan),
        &plan.before.status,
    )
    .await
    {
        Err(DbErr::RecordNotUpdated) => return Ok(false),
        updated => updated?,
    };
    let kind = match plan.round {
        Round::Window(_) => OfferKind::Priority,
        Round::Broadcast(_) => OfferKind::Broadcast,
    };
    let ids = offers::send(&work.tx, work.now, request.id, kind, &plan.asked).await?;
    note(work, &request, None, lines(&plan)).await?;
    schedule(work, &request);
    let mut written = vec![messages::booking_confirmed(&request, &plan.facts)?];
    for (person, id) in plan.asked.iter().zip(ids) {
        let offer = offer(work.now, &request, &plan.facts, person, (id, kind))?;
        if let Round::Window(minutes) = plan.round {
            written.push(messages::priority_request(person.user_id, &offer, minutes, "1"));
        }
        work.emit(person.user_id, Event::OfferSent { offer: Box::new(offer) });
    }
    notify(work, written).await?;
    Ok(true)
}

/// The new state with the times of the first round.
fn row(now: DateTime<Utc>, plan: &Plan) -> ActiveModel {
    let mut row = ActiveModel {
        status: Set(plan.next.status.as_str().to_owned()),
        window_open: Set(plan.next.window_open),
        updated_at: Set(now),
        ..Default::default()
    };
    match plan.round {
        Round::Window(minutes) => {
            row.priority_window_minutes = Set(i32::try_from(minutes).ok());
            row.priority_notified_at = Set(Some(now));
            row.priority_expires_at = Set(Some(now + TimeDelta::minutes(minutes)));
        }
        Round::Broadcast(cause) => {
            row.broadcast_cause = Set(Some(cause.as_str().to_owned()));
            row.broadcast_round = Set(plan.before.broadcast_round + 1);
            row.broadcast_expires_at = Set(Some(now + TimeDelta::minutes(BROADCAST_MINUTES)));
            row.fallback_broadcast_at = Set(Some(now));
        }
    }
    row
}

fn lines(plan: &Plan) -> Vec<Line> {
    let mut lines = vec![Line::new(RequestEventKind::Paid)];
    match plan.round {
        Round::Window(_) => {
            let seller = plan.facts.preferred_name.clone().unwrap_or_default();
            lines.push(Line::new(RequestEventKind::PriorityStarted).about(seller));
            let sent = |person: &Person| Line::new(RequestEventKind::OfferSent).about(person.name.clone());
            lines.extend(plan.asked.iter().map(sent));
        }
        Round::Broadcast(cause) => {
            lines.push(Line::broadcast(cause, i64::try_from(plan.asked.len()).unwrap_or(i64::MAX)));
        }
    }
    lines
}

fn schedule(work: &mut Work, request: &Model) {
    let now = work.now;
    if let Some(until) = request.priority_expires_at.filter(|_| request.window_open) {
        work.enqueue(jobs::window_end(request.id, until));
        for (try_number, at) in (2..).zip(resend_times(now, until)) {
            work.enqueue(jobs::resend(request.id, try_number, at));
        }
    } else if let Some(until) = request.broadcast_expires_at {
        work.enqueue(jobs::search_timeout(request.id, request.broadcast_round, until));
    }
}

/// The offer as its mechanic would read it now.
fn offer(
    now: DateTime<Utc>,
    request: &Model,
    facts: &Facts,
    person: &Person,
    (id, kind): (Uuid, OfferKind),
) -> Result<Offer, ApiError> {
    let row = OfferRow {
        id,
        request_id: request.id,
        user_id: person.user_id,
        kind: kind.as_str().to_owned(),
        sent_at: now,
        seen_at: None,
        response: None,
        service: request.service.clone(),
        concern: request.concern.clone(),
        price_cents: request.price_cents,
        currency: request.currency.clone(),
        priority_expires_at: request.priority_expires_at,
        broadcast_expires_at: request.broadcast_expires_at,
        customer_name: facts.customer_name.clone(),
        year: facts.year,
        make: facts.make.clone(),
        model: facts.model.clone(),
        from_favorite: person.from_favorite,
        photo_count: facts.photo_count,
    };
    view::offer(row, now)
}
