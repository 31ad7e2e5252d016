//! What happens around favorites later.

use super::service;
use crate::state::AppState;
use chrono::{DateTime, Utc};
use pitlane_entities::jobs::Model;
use pitlane_platform::jobs::{JobError, NewJob, Outcome};
use serde_json::json;
use uuid::Uuid;

const AVAILABLE: &str = "favorites.available";

/// A mechanic came online: customers who waited in vain are told.
pub fn available(mechanic: Uuid, now: DateTime<Utc>) -> NewJob {
    NewJob::new(AVAILABLE, json!({ "mechanic": mechanic }), now)
}

#[derive(serde::Deserialize)]
struct About {
    mechanic: Uuid,
}

/// Runs one job of this feature.
pub async fn run(state: &AppState, job: &Model) -> Outcome {
    if job.kind != AVAILABLE {
        return Err(JobError::GiveUp(format!("{} is not known", job.kind)));
    }
    let About { mechanic } =
        serde_json::from_value(job.payload.clone()).map_err(|error| JobError::GiveUp(error.to_string()))?;
    service::available(state, mechanic).await.map_err(|error| JobError::Retry(error.to_string()))
}
