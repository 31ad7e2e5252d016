//! What happens when an accepted session does not begin.

use crate::features::dispatch::service::{self as dispatch, Line, first_name};
use crate::features::notifications::content::Content;
use crate::features::notifications::service::{Notification, notify};
use crate::features::sessions::queries::sessions;
use crate::http::problem::ApiError;
use crate::state::AppState;
use pitlane_contract::realtime::Event;
use pitlane_domain::vocabulary::{RequestEventKind, SessionStatus};
use pitlane_entities::sessions::Column;
use uuid::Uuid;

/// Reminds the mechanic to start.
pub async fn nudge(state: &AppState, id: Uuid) -> Result<(), ApiError> {
    let Some(session) = sessions::get(&state.db, id).await? else { return Ok(()) };
    let mut work = state.begin().await?;
    let Some(locked) = dispatch::lock(&work, session.request_id).await? else { return Ok(()) };
    if !sessions::mark_waiting(&work.tx, work.now, id, Column::NudgedAt).await? {
        return Ok(());
    }
    let (name, user) = sessions::mechanic(&work.tx, session.mechanic_id).await?;
    let customer = first_name(&sessions::user_name(&work.tx, session.customer_id).await?);
    let line = Line::new(RequestEventKind::Nudged).about(name);
    dispatch::note(&mut work, &locked.request, Some(id), vec![line]).await?;
    let content = Content::StartNudge { session_id: id, customer };
    notify(&mut work, vec![Notification::to_user(user, format!("start_nudge:{id}"), content)]).await?;
    Ok(work.commit().await?)
}

/// Tells support, and offers the customer somebody else.
pub async fn alert(state: &AppState, id: Uuid) -> Result<(), ApiError> {
    let Some(session) = sessions::get(&state.db, id).await? else { return Ok(()) };
    let mut work = state.begin().await?;
    let Some(locked) = dispatch::lock(&work, session.request_id).await? else { return Ok(()) };
    if !sessions::mark_waiting(&work.tx, work.now, id, Column::SupportAlertedAt).await? {
        return Ok(());
    }
    let (mechanic, user) = sessions::mechanic(&work.tx, session.mechanic_id).await?;
    let line = Line::new(RequestEventKind::SupportAlerted);
    dispatch::note(&mut work, &locked.request, Some(id), vec![line]).await?;
    let content = Content::SupportAlert { session_id: id, request_id: session.request_id, mechanic };
    let support = state.config.mail.support.clone();
    notify(&mut work, vec![Notification::to_address(support, format!("support_alert:{id}"), content)])
        .await?;
    for person in [session.customer_id, user] {
        work.emit(person, Event::SessionUpdated { session_id: id, status: SessionStatus::Waiting });
    }
    Ok(work.commit().await?)
}
