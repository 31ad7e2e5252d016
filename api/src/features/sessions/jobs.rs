//! What happens to sessions later.

use super::service;
use crate::http::problem::ApiError;
use crate::state::AppState;
use chrono::{DateTime, Utc};
use pitlane_entities::jobs::Model;
use pitlane_platform::jobs::{JobError, NewJob, Outcome};
use serde_json::json;
use uuid::Uuid;

const NUDGE: &str = "sessions.nudge";
const ALERT: &str = "sessions.alert";
const STARTING: &str = "sessions.starting";

/// The mechanic is reminded at `at` unless the session has begun.
pub fn nudge(session: Uuid, at: DateTime<Utc>) -> NewJob {
    NewJob::new(NUDGE, json!({ "session_id": session }), at).once(format!("nudge:{session}"))
}

/// Support is told at `at` unless the session has begun.
pub fn alert(session: Uuid, at: DateTime<Utc>) -> NewJob {
    NewJob::new(ALERT, json!({ "session_id": session }), at).once(format!("alert:{session}"))
}

/// Both sides are reminded at `at` that the session begins at `starts_at`, unless that has changed by then.
pub fn starting(session: Uuid, starts_at: DateTime<Utc>, at: DateTime<Utc>) -> NewJob {
    let key = format!("starting:{session}:{}", starts_at.timestamp());
    NewJob::new(STARTING, json!({ "session_id": session }), at).once(key)
}

#[derive(serde::Deserialize)]
struct About {
    session_id: Uuid,
}

/// Runs one job of this feature.
pub async fn run(state: &AppState, job: &Model) -> Outcome {
    let About { session_id } =
        serde_json::from_value(job.payload.clone()).map_err(|e| JobError::GiveUp(e.to_string()))?;
    let done: Result<(), ApiError> = match job.kind.as_str() {
        NUDGE => service::nudge(state, session_id).await,
        ALERT => service::alert(state, session_id).await,
        STARTING => service::starting(state, session_id).await,
        other => return Err(JobError::GiveUp(format!("{other} is not known"))),
    };
    done.map_err(|error| JobError::Retry(error.to_string()))
}
