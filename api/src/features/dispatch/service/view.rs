//! Requests and offers as people see them.

use crate::features::dispatch::queries::views::{OfferRow, RequestRow};
use crate::features::dispatch::queries::{events, views};
use crate::features::payments::service as payments;
use crate::http::paging::Cursor;
use crate::http::problem::ApiError;
use crate::state::AppState;
use crate::work::Work;
use chrono::{DateTime, Utc};
use pitlane_contract::dispatch::{
    AssignedMechanic, Offer, PreferredProvider, RequestEvent, SessionRequest, SessionRequestDetail,
};
use pitlane_contract::paging::Feed;
use pitlane_domain::vocabulary::{OfferKind, RequestStatus};
use pitlane_entities::request_events;
use uuid::Uuid;

/// A vehicle in words.
pub fn vehicle_words(year: i32, make: &str, model: &str) -> String {
    format!("{year} {make} {model}")
}

/// What the other side is told of a name.
pub fn first_name(name: &str) -> String {
    name.split_whitespace().next().unwrap_or_default().to_owned()
}

/// A customer's request with its payment and its timeline; anybody's where no customer is named.
pub async fn detail(
    state: &AppState,
    id: Uuid,
    customer: Option<Uuid>,
) -> Result<SessionRequestDetail, ApiError> {
    let row = views::request(&state.db, id, customer).await?.ok_or_else(ApiError::not_found)?;
    let payment = payments::of_request(&state.db, id).await?;
    let timeline = events::of_request(&state.db, id).await?;
    Ok(SessionRequestDetail {
        request: request(row, state.clock.now())?,
        payment: payments::view(&payment)?,
        timeline: timeline.iter().map(event).collect::<Result<_, _>>()?,
    })
}

/// Any request for the platform's staff; that they looked is kept.
pub async fn audited_detail(
    state: &AppState,
    admin: Uuid,
    id: Uuid,
) -> Result<SessionRequestDetail, ApiError> {
    let shown = detail(state, id, None).await?;
    crate::audit::write(&state.db, state.clock.now(), admin, "session_request.read", &id.to_string()).await?;
    Ok(shown)
}

/// A customer's requests, newest first.
pub async fn list(
    state: &AppState,
    customer: Uuid,
    cursor: Cursor,
) -> Result<Feed<SessionRequest>, ApiError> {
    let rows = views::requests(&state.db, customer, cursor.before, cursor.fetch()).await?;
    let now = state.clock.now();
    let items = rows.into_iter().map(|row| request(row, now)).collect::<Result<Vec<_>, _>>()?;
    Ok(cursor.feed(items, |item| item.id))
}

/// A customer's requests that are under way, newest first.
pub async fn open(state: &AppState, customer: Uuid) -> Result<Vec<SessionRequest>, ApiError> {
    let now = state.clock.now();
    views::open_requests(&state.db, customer).await?.into_iter().map(|row| request(row, now)).collect()
}

fn request(row: RequestRow, now: DateTime<Utc>) -> Result<SessionRequest, ApiError> {
    let r = row.request;
    let status: RequestStatus = r.status.parse()?;
    let expires_at = match status {
        RequestStatus::AwaitingPayment => Some(r.payment_due_at),
        RequestStatus::Pending if r.window_open => r.priority_expires_at,
        RequestStatus::Pending => r.broadcast_expires_at,
        RequestStatus::Accepted | RequestStatus::Cancelled | RequestStatus::Expired => None,
    };
    let preferred = r.preferred_provider_id.zip(row.preferred_name);
    let taken_by = r.mechanic_id.zip(row.mechanic_name).zip(row.mechanic_provider_id);
    Ok(SessionRequest {
        id: r.id,
        status,
        service: r.service.parse()?,
        vehicle_id: r.vehicle_id,
        vehicle: vehicle_words(row.vehicle_year, &row.vehicle_make, &row.vehicle_model),
        concern: r.concern,
        price_cents: r.price_cents,
        currency: r.currency,
        routing_type: r.routing_type.parse()?,
        preferred_provider: preferred.map(|(provider_id, name)| PreferredProvider { provider_id, name }),
        priority_window_minutes: r.priority_window_minutes,
        priority_notified_at: r.priority_notified_at,
        priority_expires_at: r.priority_expires_at.filter(|_| r.window_open),
        fallback_broadcast_at: r.fallback_broadcast_at,
        broadcast_cause: r.broadcast_cause.map(|cause| cause.parse()).transpose()?,
        expires_at,
        accepted_at: r.accepted_at,
        mechanic: taken_by.map(|((id, name), provider_id)| AssignedMechanic { id, name, provider_id }),
        session_id: row.session_id,
        now,
        created_at: r.created_at,
    })
}

fn event(row: &request_events::Model) -> Result<RequestEvent, ApiError> {
    let cause = row.detail.get("cause").and_then(|cause| cause.as_str());
    Ok(RequestEvent {
        at: row.at,
        kind: row.kind.parse()?,
        actor: row.actor_name.clone(),
        cause: cause.map(str::parse).transpose()?,
        told: row.detail.get("told").and_then(serde_json::Value::as_i64),
    })
}

/// An offer as its mechanic sees it.
pub fn offer(row: OfferRow, now: DateTime<Utc>) -> Result<Offer, ApiError> {
    let kind: OfferKind = row.kind.parse()?;
    let expires_at = match kind {
        OfferKind::Priority => row.priority_expires_at,
        OfferKind::Broadcast => row.broadcast_expires_at,
    };
    Ok(Offer {
        id: row.id,
        request_id: row.request_id,
        kind,
        service: row.service.parse()?,
        customer_name: first_name(&row.customer_name),
        vehicle: vehicle_words(row.year, &row.make, &row.model),
        concern: row.concern,
        photo_count: row.photo_count,
        price_cents: row.price_cents,
        currency: row.currency,
        sent_at: row.sent_at,
        seen_at: row.seen_at,
        expires_at,
        response: row.response.map(|response| response.parse()).transpose()?,
        from_favorite: row.from_favorite,
        now,
    })
}

/// The offers that this work has sent, each with the account it goes to.
pub async fn offers_to_tell(work: &Work, request: Uuid) -> Result<Vec<(Uuid, Offer)>, ApiError> {
    let rows = views::offers_sent(&work.tx, request, work.now).await?;
    rows.into_iter().map(|row| Ok((row.user_id, offer(row, work.now)?))).collect()
}
