//! What happens to repairs later.

use super::service;
use crate::state::AppState;
use chrono::{DateTime, Utc};
use pitlane_entities::jobs::Model;
use pitlane_platform::jobs::{JobError, NewJob, Outcome};
use serde::Deserialize;
use serde_json::json;
use uuid::Uuid;

const ASK_REVIEW: &str = "repairs.ask_review";

/// Asks the customer of a completed repair for a review, once.
pub fn ask_review(repair: Uuid, at: DateTime<Utc>) -> NewJob {
    NewJob::new(ASK_REVIEW, json!({ "repair_id": repair }), at).once(format!("ask_review:{repair}"))
}

#[derive(Deserialize)]
struct About {
    repair_id: Uuid,
}

/// Runs one job of this feature.
pub async fn run(state: &AppState, job: &Model) -> Outcome {
    let about: About =
        serde_json::from_value(job.payload.clone()).map_err(|e| JobError::GiveUp(e.to_string()))?;
    match job.kind.as_str() {
        ASK_REVIEW => {
            service::ask_review(state, about.repair_id).await.map_err(|e| JobError::Retry(e.to_string()))
        }
        other => Err(JobError::GiveUp(format!("{other} is not known"))),
    }
}
