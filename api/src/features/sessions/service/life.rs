//! The life of a session: opened by an acceptance, begun by the mechanic, ended by either.

use super::access::{Who, take_part, view};
use crate::features::dispatch::service::{self as dispatch, Line, Locked};
use crate::features::notifications::content::Content;
use crate::features::notifications::service::{Notification, notify};
use crate::features::sessions::jobs;
use crate::features::sessions::queries::sessions::{self, SessionRow};
use crate::features::{favorites, reviews};
use crate::http::actor::{Mechanic, User};
use crate::http::problem::{ApiError, is_duplicate};
use crate::state::AppState;
use crate::work::Work;
use chrono::TimeDelta;
use pitlane_contract::problem::Code;
use pitlane_contract::realtime::Event;
use pitlane_contract::sessions::Session;
use pitlane_domain::dispatch::Happening;
use pitlane_domain::sessions::{ALERT_AFTER_MINUTES, NUDGE_AFTER_MINUTES, transitions};
use pitlane_domain::vocabulary::{RequestEventKind, SessionStatus};
use pitlane_entities::session_requests;
use pitlane_entities::sessions::{ActiveModel, Model};
use pitlane_platform::new_id;
use sea_orm::ActiveValue::Set;
use uuid::Uuid;

/// Opens the room of a request that was just accepted. A mechanic is in one at a time: the database refuses another.
pub async fn open(
    work: &mut Work,
    request: &session_requests::Model,
    mechanic: &Mechanic,
) -> Result<Uuid, ApiError> {
    let (id, now) = (new_id(), work.now);
    let row = ActiveModel {
        id: Set(id),
        request_id: Set(request.id),
        customer_id: Set(request.customer_id),
        mechanic_id: Set(mechanic.id),
        workshop_id: Set(mechanic.workshop_id),
        provider_id: Set(mechanic.provider_id),
        kind: Set(request.service.clone()),
        status: Set(SessionStatus::Waiting.as_str().to_owned()),
        planned_minutes: Set(request.planned_minutes),
        price_cents: Set(request.price_cents),
        currency: Set(request.currency.clone()),
        nudged_at: Set(None),
        support_alerted_at: Set(None),
        customer_in_room_at: Set(None),
        mechanic_in_room_at: Set(None),
        started_at: Set(None),
        ended_at: Set(None),
        ended_by: Set(None),
        created_at: Set(now),
        updated_at: Set(now),
        starts_at: Set(None),
    };
    sessions::insert(&work.tx, row).await.map_err(|error| {
        if is_duplicate(&error) { ApiError::new(Code::MechanicBusy) } else { error.into() }
    })?;
    work.enqueue(jobs::nudge(id, now + TimeDelta::minutes(NUDGE_AFTER_MINUTES)));
    work.enqueue(jobs::alert(id, now + TimeDelta::minutes(ALERT_AFTER_MINUTES)));
    tell(work, id, SessionStatus::Waiting, [request.customer_id, mechanic.user_id]);
    Ok(id)
}

fn tell(work: &mut Work, session_id: Uuid, status: SessionStatus, users: [Uuid; 2]) {
    for user in users {
        work.emit(user, Event::SessionUpdated { session_id, status });
    }
}

/// Ends the waiting session of a request that was called off, in the work that does so.
pub async fn call_off(work: &mut Work, request: Uuid) -> Result<(), ApiError> {
    for session in sessions::waiting_of_request(&work.tx, request).await? {
        let row = ActiveModel {
            status: Set(SessionStatus::Cancelled.as_str().to_owned()),
            updated_at: Set(work.now),
            ..Default::default()
        };
        sessions::move_from(&work.tx, session.id, row, SessionStatus::Waiting).await?;
        let (_, user) = sessions::mechanic(&work.tx, session.mechanic_id).await?;
        tell(work, session.id, SessionStatus::Cancelled, [session.customer_id, user]);
    }
    Ok(())
}

/// The sessions that a provider's mechanics have accepted and not begun, with each mechanic's name and account.
pub async fn waiting_of_provider(
    state: &AppState,
    provider: Uuid,
) -> Result<Vec<(Model, String, Uuid)>, ApiError> {
    let mut found = Vec::new();
    for session in sessions::waiting_of_provider(&state.db, provider).await? {
        let (name, user) = sessions::mechanic(&state.db, session.mechanic_id).await?;
        found.push((session, name, user));
    }
    Ok(found)
}

/// Locks the request of a session, then reads the session again.
async fn locked(work: &Work, row: &SessionRow) -> Result<(Locked, Model), ApiError> {
    let request = dispatch::lock(work, row.session.request_id).await?.ok_or_else(ApiError::not_found)?;
    let session = sessions::get(&work.tx, row.session.id).await?.ok_or_else(ApiError::not_found)?;
    Ok((request, session))
}

fn refused(session: &Model) -> ApiError {
    let allowed = session.status.parse().map(transitions).unwrap_or_default();
    ApiError::transition(format!("The session is {}.", session.status.replace('_', " ")), allowed)
}

/// The mechanic begins the session, and the held price is charged.
pub async fn start(state: &AppState, user: &User, id: Uuid) -> Result<Session, ApiError> {
    let (row, who) = take_part(state, user, id).await?;
    if who != Who::Mechanic {
        return Err(ApiError::because(Code::Forbidden, "The mechanic begins the session."));
    }
    let mut work = state.begin().await?;
    let (request, session) = locked(&work, &row).await?;
    let started = ActiveModel {
        status: Set(SessionStatus::Live.as_str().to_owned()),
        started_at: Set(Some(work.now)),
        updated_at: Set(work.now),
        ..Default::default()
    };
    if !sessions::move_from(&work.tx, id, started, SessionStatus::Waiting).await? {
        return Err(refused(&session));
    }
    let Ok(request) = dispatch::move_on(&mut work, request, Happening::Starts, Vec::new()).await? else {
        return Err(refused(&session));
    };
    let line = Line::new(RequestEventKind::SessionStarted).by(user.id, row.mechanic_name.clone());
    dispatch::note(&mut work, &request.request, Some(id), vec![line]).await?;
    tell(&mut work, id, SessionStatus::Live, [session.customer_id, row.mechanic_user_id]);
    work.commit().await?;
    shown(state, id).await
}

/// Either ends the session; both are written to, and what the customer has had from the provider is counted anew.
pub async fn end(state: &AppState, user: &User, id: Uuid) -> Result<Session, ApiError> {
    let (row, who) = take_part(state, user, id).await?;
    let mut work = state.begin().await?;
    let (request, session) = locked(&work, &row).await?;
    let ended = ActiveModel {
        status: Set(SessionStatus::Ended.as_str().to_owned()),
        ended_at: Set(Some(work.now)),
        ended_by: Set(Some(user.id)),
        updated_at: Set(work.now),
        ..Default::default()
    };
    if !sessions::move_from(&work.tx, id, ended, SessionStatus::Live).await? {
        return Err(refused(&session));
    }
    let name = if who == Who::Mechanic { &row.mechanic_name } else { &row.customer_name };
    let line = Line::new(RequestEventKind::SessionEnded).by(user.id, name.clone());
    dispatch::note(&mut work, &request.request, Some(id), vec![line]).await?;
    let ended = |with: &str, to_mechanic| Content::SessionEnded {
        session_id: id,
        with: with.to_owned(),
        to_mechanic,
    };
    let letters = vec![
        Notification::to_user(
            session.customer_id,
            format!("session_ended:{id}:customer"),
            ended(&row.mechanic_name, false),
        ),
        Notification::to_user(
            row.mechanic_user_id,
            format!("session_ended:{id}:mechanic"),
            ended(&row.customer_name, true),
        ),
    ];
    notify(&mut work, letters).await?;
    favorites::service::recompute(&work.tx, work.now, session.customer_id, session.provider_id).await?;
    reviews::service::requests::plan_for_session(&mut work, &session).await?;
    tell(&mut work, id, SessionStatus::Ended, [session.customer_id, row.mechanic_user_id]);
    work.commit().await?;
    shown(state, id).await
}

/// Before the beginning: the mechanic gives the request back and everybody is asked, or the customer calls it off.
pub async fn cancel(state: &AppState, user: &User, id: Uuid) -> Result<Session, ApiError> {
    let (row, who) = take_part(state, user, id).await?;
    if who == Who::Customer {
        if row.session.status != SessionStatus::Waiting.as_str() {
            return Err(refused(&row.session));
        }
        dispatch::cancel(state, (user.id, &user.name), row.session.request_id).await?;
        return shown(state, id).await;
    }
    let mut work = state.begin().await?;
    let (request, session) = locked(&work, &row).await?;
    let by = Some((user.id, row.mechanic_name.as_str()));
    if session.status != SessionStatus::Waiting.as_str()
        || dispatch::took_back(&mut work, request, &session, by).await?.is_err()
    {
        return Err(refused(&session));
    }
    work.commit().await?;
    shown(state, id).await
}

/// The customer wants somebody else, because support was told that the session did not start.
pub async fn rematch(state: &AppState, user: &User, id: Uuid) -> Result<Session, ApiError> {
    let (row, who) = take_part(state, user, id).await?;
    if who != Who::Customer {
        return Err(ApiError::because(Code::Forbidden, "The customer asks for somebody else."));
    }
    let mut work = state.begin().await?;
    let (request, session) = locked(&work, &row).await?;
    let offered = session.status == SessionStatus::Waiting.as_str() && session.support_alerted_at.is_some();
    if !offered || dispatch::took_back(&mut work, request, &session, None).await?.is_err() {
        return Err(refused(&session));
    }
    work.commit().await?;
    shown(state, id).await
}

async fn shown(state: &AppState, id: Uuid) -> Result<Session, ApiError> {
    let row = sessions::find(&state.db, id, None).await?.ok_or_else(ApiError::not_found)?;
    view(row, state.clock.now())
}
