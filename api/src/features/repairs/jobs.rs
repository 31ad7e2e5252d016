//! What happens to repairs later.

use super::service;
use crate::state::AppState;
use chrono::{DateTime, Utc};
use pitlane_entities::jobs::Model;
use pitlane_platform::jobs::{JobError, NewJob, Outcome};
use serde::Deserialize;
use serde_json::json;

const DROP_FILE: &str = "repairs.drop_file";

/// Removes a file that no photo uses any more.
pub fn drop_file(key: &str, now: DateTime<Utc>) -> NewJob {
    NewJob::new(DROP_FILE, json!({ "key": key }), now)
}

#[derive(Deserialize)]
struct AboutFile {
    key: String,
}

fn read<T: serde::de::DeserializeOwned>(job: &Model) -> Result<T, JobError> {
    serde_json::from_value(job.payload.clone()).map_err(|e| JobError::GiveUp(e.to_string()))
}

/// Runs one job of this feature.
pub async fn run(state: &AppState, job: &Model) -> Outcome {
    let done = match job.kind.as_str() {
        DROP_FILE => service::drop_file(state, &read::<AboutFile>(job)?.key).await,
        other => return Err(JobError::GiveUp(format!("{other} is not known"))),
    };
    done.map_err(|e| JobError::Retry(e.to_string()))
}
