//! What happens to quotes later.

use super::service;
use crate::state::AppState;
use chrono::{DateTime, Utc};
use pitlane_entities::jobs::Model;
use pitlane_platform::jobs::{JobError, NewJob, Outcome};
use serde::Deserialize;
use serde_json::json;
use uuid::Uuid;

const EXPIRE: &str = "quotes.expire";
const REMIND: &str = "quotes.remind";

/// Ends a quote at `valid_until`, unless it is decided by then.
pub fn expiry(quote: Uuid, valid_until: DateTime<Utc>) -> NewJob {
    NewJob::new(EXPIRE, json!({ "quote_id": quote }), valid_until).once(format!("quote_expiry:{quote}"))
}

/// Reminds the customer of a declined line on the day `until` that they chose, unless they changed that by then.
pub fn reminder(line: Uuid, until: DateTime<Utc>) -> NewJob {
    let key = format!("declined_line:{line}:{}", until.timestamp());
    NewJob::new(REMIND, json!({ "line_id": line }), until).once(key)
}

#[derive(Deserialize)]
struct About {
    quote_id: Uuid,
}

#[derive(Deserialize)]
struct AboutLine {
    line_id: Uuid,
}

fn read<T: serde::de::DeserializeOwned>(job: &Model) -> Result<T, JobError> {
    serde_json::from_value(job.payload.clone()).map_err(|e| JobError::GiveUp(e.to_string()))
}

/// Runs one job of this feature.
pub async fn run(state: &AppState, job: &Model) -> Outcome {
    let done = match job.kind.as_str() {
        EXPIRE => service::expire(state, read::<About>(job)?.quote_id).await,
        REMIND => service::remind(state, read::<AboutLine>(job)?.line_id).await,
        other => return Err(JobError::GiveUp(format!("{other} is not known"))),
    };
    done.map_err(|e| JobError::Retry(e.to_string()))
}
