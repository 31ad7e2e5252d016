//! Keeps the tables small.

use crate::features::{accounts, dispatch, notifications, vehicles};
use crate::state::AppState;
use chrono::{DateTime, DurationRound, TimeDelta, Utc};
use pitlane_entities::{idempotency_keys, jobs::Model, user_events};
use pitlane_platform::jobs::{self, JobError, NewJob, Outcome};
use sea_orm::{ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter};

/// Days that realtime events can be replayed.
pub const EVENT_DAYS: i64 = 7;

const SWEEP: &str = "platform.sweep";

/// The next sweep: one an hour, however many servers there are.
pub async fn schedule(tx: &impl ConnectionTrait, now: DateTime<Utc>) -> Result<(), DbErr> {
    let hour = now.duration_trunc(TimeDelta::hours(1)).unwrap_or(now) + TimeDelta::hours(1);
    let job = NewJob::new(SWEEP, serde_json::json!({}), hour).once(format!("sweep:{}", hour.timestamp()));
    jobs::enqueue(tx, now, vec![job]).await
}

/// Runs one job of this feature.
pub async fn run(state: &AppState, job: &Model) -> Outcome {
    if job.kind != SWEEP {
        return Err(JobError::GiveUp(format!("{} is not known", job.kind)));
    }
    let now = state.clock.now();
    schedule(&state.db, now).await?;
    vehicles::jobs::schedule(&state.db, now).await?;
    user_events::Entity::delete_many()
        .filter(user_events::Column::CreatedAt.lt(now - TimeDelta::days(EVENT_DAYS)))
        .exec(&state.db)
        .await?;
    idempotency_keys::Entity::delete_many()
        .filter(idempotency_keys::Column::ExpiresAt.lt(now))
        .exec(&state.db)
        .await?;
    accounts::service::sweep(state, now).await?;
    dispatch::service::sweep_photos(state, now).await.map_err(|error| JobError::Retry(error.to_string()))?;
    notifications::service::sweep(&state.db, now).await?;
    jobs::forget_done(&state.db, now - TimeDelta::days(7)).await?;
    Ok(())
}
