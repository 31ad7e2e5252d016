//! What accounts do after the answer.

use super::service::recovery;
use crate::state::AppState;
use pitlane_entities::jobs::Model;
use pitlane_platform::jobs::{JobError, Outcome};

/// Runs one job of this feature.
pub async fn run(state: &AppState, job: &Model) -> Outcome {
    match job.kind.as_str() {
        recovery::FORGOT => {
            let email = job.payload.get("email").and_then(serde_json::Value::as_str).unwrap_or_default();
            Ok(recovery::send_link(state, email).await?)
        }
        _ => Err(JobError::GiveUp(format!("{} is not known", job.kind))),
    }
}
