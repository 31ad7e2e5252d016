//! What happens to reviews later.

use super::service;
use super::service::requests::About;
use crate::state::AppState;
use chrono::{DateTime, Utc};
use pitlane_entities::jobs::Model;
use pitlane_platform::jobs::{JobError, NewJob, Outcome};
use serde_json::json;

const ASK: &str = "reviews.ask";

/// Asks the customer of finished work for a review, once.
pub fn ask(about: About, at: DateTime<Utc>) -> NewJob {
    let (payload, key) = match about {
        About::Session(id) => (json!({ "session_id": id }), format!("ask_review_of_session:{id}")),
        About::Repair(id) => (json!({ "repair_id": id }), format!("ask_review:{id}")),
    };
    NewJob::new(ASK, payload, at).once(key)
}

#[derive(serde::Deserialize)]
#[serde(untagged)]
enum Payload {
    Session { session_id: uuid::Uuid },
    Repair { repair_id: uuid::Uuid },
}

/// Runs one job of this feature.
pub async fn run(state: &AppState, job: &Model) -> Outcome {
    if job.kind != ASK {
        return Err(JobError::GiveUp(format!("{} is not known", job.kind)));
    }
    let about = match serde_json::from_value(job.payload.clone()) {
        Ok(Payload::Session { session_id }) => About::Session(session_id),
        Ok(Payload::Repair { repair_id }) => About::Repair(repair_id),
        Err(error) => return Err(JobError::GiveUp(error.to_string())),
    };
    service::requests::ask(state, about).await.map_err(|error| JobError::Retry(error.to_string()))
}
