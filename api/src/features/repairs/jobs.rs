//! What happens to repairs later.

use super::service;
use crate::state::AppState;
use chrono::{DateTime, Utc};
use pitlane_entities::jobs::Model;
use pitlane_platform::jobs::{JobError, NewJob, Outcome};
use serde::Deserialize;
use serde_json::json;
use uuid::Uuid;

const DROP_FILE: &str = "repairs.drop_file";
const WARRANTY: &str = "repairs.warranty_ending";

/// Removes a file that no photo uses any more.
pub fn drop_file(key: &str, now: DateTime<Utc>) -> NewJob {
    NewJob::new(DROP_FILE, json!({ "key": key }), now)
}

/// Reminds the customer at `at` that a warranty ends at `ends_at`, unless that has changed by then.
pub fn warranty_ending(repair: Uuid, ends_at: DateTime<Utc>, at: DateTime<Utc>) -> NewJob {
    let key = format!("warranty_ending:{repair}:{}", ends_at.timestamp());
    NewJob::new(WARRANTY, json!({ "repair_id": repair }), at).once(key)
}

#[derive(Deserialize)]
struct About {
    repair_id: Uuid,
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
        WARRANTY => service::warranty_ending(state, read::<About>(job)?.repair_id).await,
        DROP_FILE => service::drop_file(state, &read::<AboutFile>(job)?.key).await,
        other => return Err(JobError::GiveUp(format!("{other} is not known"))),
    };
    done.map_err(|e| JobError::Retry(e.to_string()))
}
