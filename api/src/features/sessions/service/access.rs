//! Who may see a session: its two participants, and the platform's staff, whose looking is kept.

use crate::features::dispatch::service::vehicle_words;
use crate::features::realtime::IN_ROOM_SECONDS;
use crate::features::sessions::queries::sessions::{self, SessionRow, Side};
use crate::http::actor::{Customer, User};
use crate::http::paging::Cursor;
use crate::http::problem::ApiError;
use crate::state::AppState;
use chrono::{DateTime, TimeDelta, Utc};
use pitlane_contract::paging::Feed;
use pitlane_contract::problem::Code;
use pitlane_contract::sessions::{Participant, Session};
use pitlane_domain::vocabulary::{Role, SessionStatus};
use uuid::Uuid;

/// What somebody is to a session.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Who {
    /// Its customer.
    Customer,
    /// Its mechanic.
    Mechanic,
    /// The platform's staff.
    Admin,
}

/// The session as it is stored, and what `user` is to it. An admin's reading is kept as `action`.
pub async fn enter(
    state: &AppState,
    user: &User,
    id: Uuid,
    action: &str,
) -> Result<(SessionRow, Who), ApiError> {
    let admin = user.role == Role::Admin;
    let row = sessions::find(&state.db, id, (!admin).then_some(user.id)).await?;
    let row = row.ok_or_else(ApiError::not_found)?;
    if admin {
        crate::audit::write(&state.db, state.clock.now(), user.id, action, &id.to_string()).await?;
        return Ok((row, Who::Admin));
    }
    let who = if row.session.customer_id == user.id { Who::Customer } else { Who::Mechanic };
    Ok((row, who))
}

/// The session for one of its participants; staff may look and not act.
pub async fn take_part(state: &AppState, user: &User, id: Uuid) -> Result<(SessionRow, Who), ApiError> {
    if user.role == Role::Admin {
        return Err(ApiError::new(Code::Forbidden));
    }
    enter(state, user, id, "").await
}

/// One session.
pub async fn detail(state: &AppState, user: &User, id: Uuid) -> Result<Session, ApiError> {
    let (row, _) = enter(state, user, id, "session.read").await?;
    view(row, state.clock.now())
}

/// One's own sessions, newest first.
pub async fn list(state: &AppState, user: &User, cursor: Cursor) -> Result<Feed<Session>, ApiError> {
    let side = match (&user.mechanic, user.role) {
        (Some(mechanic), _) => Side::Mechanic(mechanic.id),
        (None, Role::Customer) => Side::Customer(user.id),
        (None, _) => return Err(ApiError::new(Code::Forbidden)),
    };
    let rows = sessions::list(&state.db, side, cursor.before, cursor.fetch()).await?;
    let now = state.clock.now();
    let items = rows.into_iter().map(|row| view(row, now)).collect::<Result<Vec<_>, _>>()?;
    Ok(cursor.feed(items, |item| item.id))
}

/// Remembers that the customer was asked whether to save the seller.
pub async fn favorite_asked(state: &AppState, customer: &Customer, id: Uuid) -> Result<(), ApiError> {
    let row = sessions::find(&state.db, id, Some(customer.id)).await?.ok_or_else(ApiError::not_found)?;
    let provider = row.session.provider_id;
    Ok(sessions::mark_favorite_asked(&state.db, state.clock.now(), provider, customer.id).await?)
}

/// A session as its participants see it.
pub fn view(row: SessionRow, now: DateTime<Utc>) -> Result<Session, ApiError> {
    let s = row.session;
    let status: SessionStatus = s.status.parse()?;
    let open = matches!(status, SessionStatus::Waiting | SessionStatus::Live);
    // a server that died could not say that somebody left: a sign counts for a while only
    let in_room = |at: Option<DateTime<Utc>>| {
        open && at.is_some_and(|at| now - at < TimeDelta::seconds(IN_ROOM_SECONDS))
    };
    Ok(Session {
        id: s.id,
        request_id: s.request_id,
        status,
        service: s.kind.parse()?,
        concern: row.concern,
        vehicle: vehicle_words(row.vehicle_year, &row.vehicle_make, &row.vehicle_model),
        customer: Participant {
            id: s.customer_id,
            name: row.customer_name,
            in_room: in_room(s.customer_in_room_at),
        },
        mechanic: Participant {
            id: row.mechanic_user_id,
            name: row.mechanic_name,
            in_room: in_room(s.mechanic_in_room_at),
        },
        mechanic_id: s.mechanic_id,
        provider_id: s.provider_id,
        provider_name: row.provider_name,
        price_cents: s.price_cents,
        currency: s.currency,
        planned_minutes: s.planned_minutes,
        created_at: s.created_at,
        started_at: s.started_at,
        ended_at: s.ended_at,
        rematch_offered: status == SessionStatus::Waiting && s.support_alerted_at.is_some(),
        has_summary: row.has_summary,
        reviewed: row.reviewed,
        is_favorite: row.is_favorite,
        favorite_asked: row.favorite_asked_at.is_some(),
        now,
    })
}
