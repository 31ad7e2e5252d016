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

/// Ends a quote at `valid_until`, unless it is decided by then.
pub fn expiry(quote: Uuid, valid_until: DateTime<Utc>) -> NewJob {
    NewJob::new(EXPIRE, json!({ "quote_id": quote }), valid_until).once(format!("quote_expiry:{quote}"))
}

#[derive(Deserialize)]
struct About {
    quote_id: Uuid,
}

/// Runs one job of this feature.
pub async fn run(state: &AppState, job: &Model) -> Outcome {
    let about: About =
        serde_json::from_value(job.payload.clone()).map_err(|e| JobError::GiveUp(e.to_string()))?;
    match job.kind.as_str() {
        EXPIRE => service::expire(state, about.quote_id).await.map_err(|e| JobError::Retry(e.to_string())),
        other => Err(JobError::GiveUp(format!("{other} is not known"))),
    }
}
