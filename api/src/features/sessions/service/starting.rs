//! Both sides of a planned session are reminded shortly before it begins.

use crate::features::dispatch::service::first_name;
use crate::features::notifications::content::Content;
use crate::features::notifications::service::{Notification, notify};
use crate::features::sessions::jobs;
use crate::features::sessions::queries::sessions;
use crate::http::problem::ApiError;
use crate::state::AppState;
use crate::work::Work;
use chrono::{DateTime, TimeDelta, Utc};
use pitlane_domain::sessions::{REMIND_BEFORE_MINUTES, is_before_start};
use pitlane_entities::sessions::Model;
use uuid::Uuid;

/// Sets when a session is to begin, or takes that back, and plans the reminder; the one way to do either.
pub async fn plan_start(
    work: &mut Work,
    session: Uuid,
    starts_at: Option<DateTime<Utc>>,
) -> Result<(), ApiError> {
    sessions::set_start(&work.tx, work.now, session, starts_at).await?;
    if let Some(starts_at) = starts_at {
        work.enqueue(jobs::starting(session, starts_at, due(starts_at)));
    }
    Ok(())
}

fn due(starts_at: DateTime<Utc>) -> DateTime<Utc> {
    starts_at - TimeDelta::minutes(REMIND_BEFORE_MINUTES)
}

/// Reminds both sides if it is time by what the session says now: one that was moved has its time anew, one that was
/// called off, has begun or should have begun has none.
pub async fn starting(state: &AppState, id: Uuid) -> Result<(), ApiError> {
    let mut work = state.begin().await?;
    let Some(session) = sessions::get(&work.tx, id).await? else { return Ok(()) };
    let Some(starts_at) = session.starts_at.filter(|at| *at > work.now) else { return Ok(()) };
    if !is_before_start(session.status.parse()?) {
        return Ok(());
    }
    if due(starts_at) > work.now {
        work.enqueue(jobs::starting(id, starts_at, due(starts_at)));
    } else {
        tell(&mut work, &session, starts_at).await?;
    }
    Ok(work.commit().await?)
}

/// A session that is moved after its reminder has another one: the key names the time.
async fn tell(work: &mut Work, session: &Model, starts_at: DateTime<Utc>) -> Result<(), ApiError> {
    let (mechanic, mechanic_user) = sessions::mechanic(&work.tx, session.mechanic_id).await?;
    let customer = first_name(&sessions::user_name(&work.tx, session.customer_id).await?);
    let mut letters = Vec::new();
    for (user, with) in [(session.customer_id, mechanic), (mechanic_user, customer)] {
        let time_zone = sessions::time_zone(&work.tx, user).await?;
        let content = Content::SessionStarting { session_id: session.id, with, starts_at, time_zone };
        let key = format!("session_starting:{}:{}:{user}", session.id, starts_at.timestamp());
        letters.push(Notification::to_user(user, key, content));
    }
    Ok(notify(work, letters).await?)
}
