//! Accepting an offer: one mechanic wins, whoever else tries at the same time.

use super::closing::{close_offers, refusal};
use super::messages;
use super::moves::{lock, move_on};
use super::timeline::{Line, note};
use crate::features::dispatch::queries::views::Standing;
use crate::features::dispatch::queries::{mechanics, offers, views};
use crate::features::payments::service as payments;
use crate::features::sessions::service as sessions;
use crate::http::actor::Mechanic;
use crate::http::problem::ApiError;
use crate::state::AppState;
use pitlane_contract::dispatch::AcceptedOffer;
use pitlane_contract::problem::Code;
use pitlane_contract::realtime::Event;
use pitlane_domain::dispatch::{Happening, Refusal};
use pitlane_domain::vocabulary::{OfferEnd, OfferKind, OfferResponse, RequestEventKind};
use uuid::Uuid;

/// Takes a request. Whoever took it before with the same offer gets the same session.
pub async fn accept(state: &AppState, mechanic: &Mechanic, offer: Uuid) -> Result<AcceptedOffer, ApiError> {
    let standing = views::standing(&state.db, offer, mechanic.id).await?.ok_or_else(ApiError::not_found)?;
    if let Some(session_id) = refuse_early(&standing, mechanic.id)? {
        return Ok(AcceptedOffer { session_id });
    }
    let mut work = state.begin().await?;
    let Some(locked) = lock(&work, standing.request_id).await? else { return Err(ApiError::not_found()) };
    // read again: the answer counts only under the lock
    let mine = offers::find(&work.tx, offer, mechanic.id).await?.ok_or_else(ApiError::not_found)?;
    if mechanics::busy_with(&work.tx, mechanic.id).await?.is_some() {
        return Err(ApiError::new(Code::MechanicBusy));
    }
    let status = locked.request.status.clone();
    if mine.response.is_some() {
        let why = if status == "accepted" { Refusal::AlreadyAccepted } else { Refusal::NotNow };
        return Err(refusal(&status, why));
    }
    let preferred = mine.kind == OfferKind::Priority.as_str();
    let happening = Happening::Accept { mechanic: mechanic.id, preferred };
    let waited = locked.payment.authorized_at;
    let locked = match move_on(&mut work, locked, happening, Vec::new()).await? {
        Ok(locked) => locked,
        Err(why) => return Err(refusal(&status, why)),
    };
    offers::answer(&work.tx, work.now, offer, OfferResponse::Accepted, None).await?;
    close_offers(&mut work, locked.request.id, OfferEnd::Taken).await?;
    // the mechanic's other windows show it no longer
    work.emit(
        mechanic.user_id,
        Event::OfferClosed {
            offer_id: offer,
            request_id: locked.request.id,
            reason: Some(OfferEnd::Accepted),
        },
    );
    let session_id = sessions::open(&mut work, &locked.request, mechanic).await?;
    payments::set_provider(&work.tx, work.now, locked.request.id, mechanic.provider_id).await?;
    mechanics::answered(&work.tx, work.now, mechanic.id).await?;
    let line = Line::new(RequestEventKind::Accepted).by(mechanic.user_id, mechanic.name.clone());
    note(&mut work, &locked.request, Some(session_id), vec![line]).await?;
    messages::mechanic_assigned(&mut work, &locked.request, session_id, &mechanic.name).await?;
    let seconds = waited.map(|since| (work.now - since).as_seconds_f64());
    work.commit().await?;
    metrics::counter!("pitlane_requests_total", "outcome" => "accepted").increment(1);
    if let Some(seconds) = seconds {
        metrics::histogram!("pitlane_request_accept_seconds", "kind" => mine.kind).record(seconds);
    }
    Ok(AcceptedOffer { session_id })
}

/// Refuses what a plain read can tell already, so that a thousand at once do not queue for the lock.
fn refuse_early(standing: &Standing, mechanic: Uuid) -> Result<Option<Uuid>, ApiError> {
    if standing.mechanic_id == Some(mechanic) && standing.session_id.is_some() {
        return Ok(standing.session_id);
    }
    match standing.status.as_str() {
        "pending" if standing.busy_with.is_some() => Err(ApiError::new(Code::MechanicBusy)),
        "pending" => Ok(None),
        "accepted" => Err(refusal("accepted", Refusal::AlreadyAccepted)),
        other => Err(refusal(other, Refusal::NotNow)),
    }
}
