//! A mechanic's offers and what they answer short of taking one.

use super::closing::refusal;
use super::moves::{lock, move_on};
use super::timeline::{Line, note};
use super::view;
use crate::features::dispatch::queries::{mechanics, offers, views};
use crate::http::actor::Mechanic;
use crate::http::problem::ApiError;
use crate::http::validate::Check;
use crate::state::AppState;
use chrono::TimeDelta;
use pitlane_contract::dispatch::{DeclineOffer, Offer};
use pitlane_contract::paging::List;
use pitlane_contract::realtime::Event;
use pitlane_domain::dispatch::{Happening, Refusal};
use pitlane_domain::vocabulary::{OfferEnd, OfferKind, OfferResponse, RequestEventKind};
use uuid::Uuid;

/// Days that answered offers stay in the list.
const RECENT_DAYS: i64 = 7;

/// A mechanic's offers: those that can be answered, then, where they are asked for, recent ones that are over.
pub async fn list_offers(
    state: &AppState,
    mechanic: &Mechanic,
    history: bool,
) -> Result<List<Offer>, ApiError> {
    let now = state.clock.now();
    let since = history.then(|| now - TimeDelta::days(RECENT_DAYS));
    let rows = views::offers_of(&state.db, mechanic.id, since).await?;
    Ok(List { items: rows.into_iter().map(|row| view::offer(row, now)).collect::<Result<_, _>>()? })
}

/// The mechanic looked at an offer. Only the first look counts.
pub async fn see(state: &AppState, mechanic: &Mechanic, id: Uuid) -> Result<Offer, ApiError> {
    let offer = offers::find(&state.db, id, mechanic.id).await?.ok_or_else(ApiError::not_found)?;
    if offer.seen_at.is_none() && offer.response.is_none() {
        let mut work = state.begin().await?;
        let locked = lock(&work, offer.request_id).await?.ok_or_else(ApiError::not_found)?;
        if offers::mark_seen(&work.tx, work.now, id).await? {
            // one line for each of thousands would hide the others
            if offer.kind == OfferKind::Priority.as_str() {
                let line = Line::new(RequestEventKind::OfferSeen).by(mechanic.user_id, mechanic.name.clone());
                note(&mut work, &locked.request, None, vec![line]).await?;
            }
            work.commit().await?;
        }
    }
    shown(state, mechanic, id).await
}

/// The mechanic says no. The last preferred one to do so has everybody asked.
pub async fn decline(
    state: &AppState,
    mechanic: &Mechanic,
    id: Uuid,
    body: DeclineOffer,
) -> Result<Offer, ApiError> {
    let mut check = Check::new();
    let reason = body.reason.as_deref().and_then(|text| check.text("reason", text, 0..=200));
    check.done()?;
    let offer = offers::find(&state.db, id, mechanic.id).await?.ok_or_else(ApiError::not_found)?;
    let mut work = state.begin().await?;
    let locked = lock(&work, offer.request_id).await?.ok_or_else(ApiError::not_found)?;
    let offer = offers::find(&work.tx, id, mechanic.id).await?.ok_or_else(ApiError::not_found)?;
    match offer.response.as_deref() {
        None => {}
        Some("declined") => {
            drop(work);
            return shown(state, mechanic, id).await;
        }
        Some(_) => return Err(refusal(&locked.request.status, Refusal::NotNow)),
    }
    offers::answer(&work.tx, work.now, id, OfferResponse::Declined, reason).await?;
    mechanics::answered(&work.tx, work.now, mechanic.id).await?;
    work.emit(
        mechanic.user_id,
        Event::OfferClosed { offer_id: id, request_id: offer.request_id, reason: Some(OfferEnd::Declined) },
    );
    let line = Line::new(RequestEventKind::OfferDeclined);
    let priority = offer.kind == OfferKind::Priority.as_str();
    let line = if priority {
        line.by(mechanic.user_id, mechanic.name.clone())
    } else {
        line.by_somebody(mechanic.user_id)
    };
    note(&mut work, &locked.request, None, vec![line]).await?;
    let open = offers::open_of(&work.tx, offer.request_id).await?;
    if priority && open.is_empty() {
        // refused where the window is over already: everybody is being asked then
        let _ = move_on(&mut work, locked, Happening::AllDeclined, Vec::new()).await?;
    }
    work.commit().await?;
    shown(state, mechanic, id).await
}

async fn shown(state: &AppState, mechanic: &Mechanic, id: Uuid) -> Result<Offer, ApiError> {
    let row = views::offer(&state.db, id, mechanic.id).await?.ok_or_else(ApiError::not_found)?;
    view::offer(row, state.clock.now())
}
