//! Sends the messages that were written, and gathers those that wait for one mail.

use super::{outcomes, sending};
use crate::state::AppState;
use chrono::{DateTime, Utc};
use pitlane_domain::vocabulary::NotificationKind;
use pitlane_entities::jobs::Model;
use pitlane_platform::jobs::{JobError, NewJob, Outcome};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::json;
use uuid::Uuid;

/// The job that sends one message.
pub const SEND: &str = "notifications.send";
/// The same for a message that is worth little later, or that somebody waits for.
pub const SEND_NOW: &str = "notifications.send_now";
/// The job that gathers what waits into one mail.
pub(super) const GATHER: &str = "notifications.gather";

#[derive(Deserialize)]
struct One {
    notification_id: Uuid,
}

#[derive(Deserialize)]
struct Gathered {
    user_id: Uuid,
    at: DateTime<Utc>,
}

/// Sends the message `id` of `kind` at `at`.
pub(super) fn send_job(id: Uuid, kind: NotificationKind, at: DateTime<Utc>) -> NewJob {
    let job = if kind.is_urgent() || kind.is_immediate() { SEND_NOW } else { SEND };
    NewJob::new(job, json!({ "notification_id": id }), at)
}

fn read<T: DeserializeOwned>(job: &Model) -> Result<T, JobError> {
    serde_json::from_value(job.payload.clone()).map_err(|error| JobError::GiveUp(error.to_string()))
}

/// Runs one job of this feature.
pub async fn run(state: &AppState, job: &Model) -> Outcome {
    match job.kind.as_str() {
        SEND | SEND_NOW => sending::send(state, job, read::<One>(job)?.notification_id).await,
        GATHER => {
            let Gathered { user_id, at } = read(job)?;
            outcomes::gather(state, user_id, at).await
        }
        other => Err(JobError::GiveUp(format!("{other} is not known"))),
    }
}
