//! How a request moves: locked, decided by the domain, written, and followed by what has to be done.

use super::closing::close_offers;
use super::timeline::{Line, note};
use super::{broadcast, messages, opening};
use crate::features::dispatch::queries::requests;
use crate::features::payments::service as payments;
use crate::http::problem::ApiError;
use crate::state::AppState;
use crate::work::Work;
use pitlane_domain::dispatch::{Effect, Happening, Refusal, Request, decide};
use pitlane_domain::vocabulary::{OfferEnd, RequestEventKind, RequestStatus, UnknownWord};
use pitlane_entities::{payments as payment_rows, session_requests};
use sea_orm::ActiveValue::Set;
use uuid::Uuid;

/// A request that this transaction alone may change, with its payment.
#[derive(Debug, Clone)]
pub struct Locked {
    /// The request.
    pub request: session_requests::Model,
    /// Its payment.
    pub payment: payment_rows::Model,
}

impl Locked {
    fn state(&self) -> Result<Request, UnknownWord> {
        Ok(Request {
            status: self.request.status.parse()?,
            routing: self.request.routing_type.parse()?,
            window_open: self.request.window_open,
            held: payments::is_held(&self.payment),
            mechanic: self.request.mechanic_id,
            started: self.request.started_at.is_some(),
        })
    }
}

/// Locks a request until the end of the transaction, so that one thing at a time happens to it.
pub async fn lock(work: &Work, id: Uuid) -> Result<Option<Locked>, ApiError> {
    let Some(request) = requests::lock(&work.tx, id).await? else { return Ok(None) };
    let payment = payments::of_request(&work.tx, id).await?;
    Ok(Some(Locked { request, payment }))
}

/// Lets `happening` happen: writes the new state, then `lines`, then does what follows from it. The refusal comes back
/// where it cannot happen now.
pub async fn move_on(
    work: &mut Work,
    locked: Locked,
    happening: Happening,
    lines: Vec<Line>,
) -> Result<Result<Locked, Refusal>, ApiError> {
    let (next, effect) = match decide(locked.state()?, happening) {
        Ok(decided) => decided,
        Err(refusal) => return Ok(Err(refusal)),
    };
    let request = write(work, &locked, next, happening).await?;
    let mut locked = Locked { request, ..locked };
    if let Some(why) = closes(happening) {
        close_offers(work, locked.request.id, why).await?;
    }
    note(work, &locked.request, None, lines).await?;
    let ends = matches!(
        happening,
        Happening::CustomerCancels | Happening::PaymentTimeout | Happening::SearchTimeout
    );
    match effect {
        // a window opens with the payment, where `opening` writes it
        Some(Effect::OpenWindow) => {
            return Err(ApiError::unexpected("a window opens with the payment alone"));
        }
        Some(Effect::Broadcast(cause)) => {
            locked.request = Box::pin(broadcast::start(work, locked.request, cause)).await?;
        }
        Some(Effect::Capture) => work.enqueue(payments::capture_job(locked.payment.id, work.now)),
        // an unpaid intent is closed as well, so that it cannot be paid later
        Some(Effect::ReleaseHold) | None if effect.is_some() || ends => {
            work.enqueue(payments::release_job(locked.payment.id, work.now));
        }
        Some(Effect::ReleaseHold) | None => {}
    }
    if ends {
        metrics::counter!("pitlane_requests_total", "outcome" => locked.request.status.clone()).increment(1);
    }
    Ok(Ok(locked))
}

/// Why offers that are open end when `happening` happens.
const fn closes(happening: Happening) -> Option<OfferEnd> {
    match happening {
        Happening::WindowEnds | Happening::SearchTimeout => Some(OfferEnd::Missed),
        Happening::BroadcastNow | Happening::PreferredGone => Some(OfferEnd::EverybodyAsked),
        Happening::CustomerCancels => Some(OfferEnd::CalledOff),
        _ => None,
    }
}

async fn write(
    work: &Work,
    locked: &Locked,
    next: Request,
    happening: Happening,
) -> Result<session_requests::Model, ApiError> {
    let mut row = session_requests::ActiveModel {
        status: Set(next.status.as_str().to_owned()),
        window_open: Set(next.window_open),
        mechanic_id: Set(next.mechanic),
        updated_at: Set(work.now),
        ..Default::default()
    };
    match happening {
        Happening::Accept { .. } => row.accepted_at = Set(Some(work.now)),
        Happening::MechanicCancels(_) | Happening::Rematch => row.accepted_at = Set(None),
        Happening::Starts => row.started_at = Set(Some(work.now)),
        _ => {}
    }
    Ok(requests::update_from(&work.tx, locked.request.id, row, &locked.request.status).await?)
}

/// The price is held, or comes too late and goes back.
pub async fn held(work: &mut Work, state: &AppState, locked: Locked) -> Result<(), ApiError> {
    if locked.request.status == RequestStatus::AwaitingPayment.as_str() {
        let plan = opening::plan(&work.tx, &state.config.dispatch, work.now, locked.request).await?;
        // nobody else moves what is locked
        opening::carry_out(work, plan).await?;
        return Ok(());
    }
    // a refusal is old news: the request has moved on with the money held already
    let _ = move_on(work, locked, Happening::Held, Vec::new()).await?;
    Ok(())
}

/// The window's end has come.
pub async fn window_end(state: &AppState, request: Uuid) -> Result<(), ApiError> {
    let mut work = state.begin().await?;
    let Some(locked) = lock(&work, request).await? else { return Ok(()) };
    if locked.request.priority_expires_at.is_none_or(|end| end > work.now) {
        return Ok(());
    }
    let lines = vec![Line::new(RequestEventKind::WindowEnded)];
    if move_on(&mut work, locked, Happening::WindowEnds, lines).await?.is_ok() {
        work.commit().await?;
    }
    Ok(())
}

/// The payment did not come in time.
pub async fn payment_timeout(state: &AppState, request: Uuid) -> Result<(), ApiError> {
    expire(state, request, Happening::PaymentTimeout).await
}

/// Nobody came in the time of broadcast `round`.
pub async fn search_timeout(state: &AppState, request: Uuid, round: i32) -> Result<(), ApiError> {
    let work = state.begin().await?;
    let current = lock(&work, request).await?.map(|locked| locked.request.broadcast_round);
    drop(work);
    if current == Some(round) { expire(state, request, Happening::SearchTimeout).await } else { Ok(()) }
}

async fn expire(state: &AppState, request: Uuid, happening: Happening) -> Result<(), ApiError> {
    let mut work = state.begin().await?;
    let Some(locked) = lock(&work, request).await? else { return Ok(()) };
    let due = match happening {
        Happening::PaymentTimeout => Some(locked.request.payment_due_at),
        _ => locked.request.broadcast_expires_at,
    };
    if due.is_none_or(|due| due > work.now) {
        return Ok(());
    }
    let paid = payments::is_held(&locked.payment);
    let lines = vec![Line::new(RequestEventKind::Expired)];
    let Ok(locked) = move_on(&mut work, locked, happening, lines).await? else { return Ok(()) };
    messages::request_expired(&mut work, &locked.request, paid).await?;
    Ok(work.commit().await?)
}
