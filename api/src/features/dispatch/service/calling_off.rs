//! Calling off and changing one's mind: the customer, the mechanic who accepted, and accounts that are closed.

use super::closing::refusal;
use super::messages;
use super::moves::{Locked, lock, move_on};
use super::timeline::Line;
use super::view::detail;
use crate::features::dispatch::queries::{offers, requests};
use crate::features::sessions::service as sessions;
use crate::http::problem::ApiError;
use crate::state::AppState;
use crate::work::Work;
use pitlane_contract::dispatch::SessionRequestDetail;
use pitlane_domain::dispatch::{Happening, Refusal};
use pitlane_domain::vocabulary::RequestEventKind;
use pitlane_entities::sessions::Model as Session;
use uuid::Uuid;

/// The customer calls the request off; held money goes back.
pub async fn cancel(
    state: &AppState,
    customer: (Uuid, &str),
    id: Uuid,
) -> Result<SessionRequestDetail, ApiError> {
    let mut work = state.begin().await?;
    let locked = of_customer(&work, id, customer.0).await?;
    match close(&mut work, locked, customer).await? {
        Ok(()) => work.commit().await?,
        Err((status, why)) => return Err(refusal(&status, why)),
    }
    detail(state, id, Some(customer.0)).await
}

async fn close(
    work: &mut Work,
    locked: Locked,
    (customer, name): (Uuid, &str),
) -> Result<Result<(), (String, Refusal)>, ApiError> {
    let (id, status) = (locked.request.id, locked.request.status.clone());
    let line = Line::new(RequestEventKind::CustomerCancelled).by(customer, name);
    if let Err(why) = move_on(work, locked, Happening::CustomerCancels, vec![line]).await? {
        return Ok(Err((status, why)));
    }
    sessions::call_off(work, id).await?;
    Ok(Ok(()))
}

/// The customer wants everybody asked now.
pub async fn broadcast_now(
    state: &AppState,
    customer: Uuid,
    id: Uuid,
) -> Result<SessionRequestDetail, ApiError> {
    let mut work = state.begin().await?;
    let locked = of_customer(&work, id, customer).await?;
    let status = locked.request.status.clone();
    if move_on(&mut work, locked, Happening::BroadcastNow, Vec::new()).await?.is_err() {
        let over = matches!(status.as_str(), "cancelled" | "expired");
        let allowed: &[&str] = if over { &[] } else { &["cancel"] };
        return Err(ApiError::transition("Nobody is being asked alone now.", allowed));
    }
    work.commit().await?;
    detail(state, id, Some(customer)).await
}

async fn of_customer(work: &Work, id: Uuid, customer: Uuid) -> Result<Locked, ApiError> {
    let locked = lock(work, id).await?.filter(|locked| locked.request.customer_id == customer);
    locked.ok_or_else(ApiError::not_found)
}

/// The mechanic gives the request back, or the customer wants somebody else: the session ends before it began, and
/// everybody is asked. The request is locked, and `session` is its waiting session.
pub async fn took_back(
    work: &mut Work,
    locked: Locked,
    session: &Session,
    by_mechanic: Option<(Uuid, &str)>,
) -> Result<Result<(), Refusal>, ApiError> {
    let request = locked.request.clone();
    offers::take_back(&work.tx, request.id, session.mechanic_id).await?;
    sessions::call_off(work, request.id).await?;
    let (happening, lines) = match by_mechanic {
        Some((user, name)) => {
            messages::mechanic_cancelled(work, &request, session.id, name).await?;
            let line = Line::new(RequestEventKind::MechanicCancelled).by(user, name);
            (Happening::MechanicCancels(session.mechanic_id), vec![line])
        }
        None => (Happening::Rematch, Vec::new()),
    };
    Ok(move_on(work, locked, happening, lines).await?.map(|_| ()))
}

/// A provider closed the account: whoever asked for them alone has everybody asked, and what their mechanics accepted
/// and did not begin is given back.
pub async fn provider_gone(state: &AppState, provider: Uuid) -> Result<(), ApiError> {
    for id in requests::asking(&state.db, provider).await? {
        let mut work = state.begin().await?;
        let Some(locked) = lock(&work, id).await? else { continue };
        if move_on(&mut work, locked, Happening::PreferredGone, Vec::new()).await?.is_ok() {
            work.commit().await?;
        }
    }
    for (session, name, user) in sessions::waiting_of_provider(state, provider).await? {
        let mut work = state.begin().await?;
        let Some(locked) = lock(&work, session.request_id).await? else { continue };
        if took_back(&mut work, locked, &session, Some((user, &name))).await?.is_ok() {
            work.commit().await?;
        }
    }
    Ok(())
}

/// A customer closed the account: what has not begun is called off.
pub async fn customer_gone(state: &AppState, customer: Uuid) -> Result<(), ApiError> {
    for id in requests::open_of_customer(&state.db, customer).await? {
        let mut work = state.begin().await?;
        let Some(locked) = lock(&work, id).await? else { continue };
        if close(&mut work, locked, (customer, "")).await?.is_ok() {
            work.commit().await?;
        }
    }
    Ok(())
}
