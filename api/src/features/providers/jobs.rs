//! Notices who has gone quiet.

use super::service::presence;
use crate::state::AppState;
use chrono::{DateTime, TimeDelta, Utc};
use pitlane_domain::presence::ONLINE_SECONDS;
use pitlane_entities::jobs::Model;
use pitlane_platform::jobs::{JobError, NewJob, Outcome};
use serde_json::json;
use uuid::Uuid;

const QUIET: &str = "providers.quiet";

/// Looks again once a mechanic who was heard of at `now` may count as offline.
pub fn quiet(mechanic: Uuid, now: DateTime<Utc>) -> NewJob {
    let at = now + TimeDelta::seconds(ONLINE_SECONDS + 1);
    NewJob::new(QUIET, json!({ "id": mechanic }), at)
}

#[derive(serde::Deserialize)]
struct About {
    id: Uuid,
}

/// Runs one job of this feature.
pub async fn run(state: &AppState, job: &Model) -> Outcome {
    if job.kind != QUIET {
        return Err(JobError::GiveUp(format!("{} is not known", job.kind)));
    }
    let About { id } =
        serde_json::from_value(job.payload.clone()).map_err(|error| JobError::GiveUp(error.to_string()))?;
    presence::tell_if_quiet(state, id).await.map_err(|error| JobError::Retry(error.to_string()))
}
