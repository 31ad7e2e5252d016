//! What happens to vehicles later.

use super::service::reminders;
use crate::state::AppState;
use chrono::{DateTime, NaiveDate, NaiveTime, Utc};
use pitlane_entities::jobs::Model;
use pitlane_platform::jobs::{self, JobError, NewJob, Outcome};
use sea_orm::{ConnectionTrait, DbErr};
use serde_json::json;
use uuid::Uuid;

const REMIND: &str = "vehicles.remind";
/// When owners are reminded: morning in America and afternoon in Europe. Quiet hours hold on top of it.
const HOUR: u32 = 15;

/// Has owners reminded today, once however many servers there are.
pub async fn schedule(tx: &impl ConnectionTrait, now: DateTime<Utc>) -> Result<(), DbErr> {
    let day = now.date_naive();
    let at = day.and_time(NaiveTime::from_hms_opt(HOUR, 0, 0).unwrap_or_default()).and_utc();
    jobs::enqueue(tx, now, vec![remind(day, Uuid::nil(), at)]).await
}

/// Looks at the vehicles that come after `after`.
pub fn remind(day: NaiveDate, after: Uuid, at: DateTime<Utc>) -> NewJob {
    NewJob::new(REMIND, json!({ "day": day, "after": after }), at).once(format!("service_due:{day}:{after}"))
}

#[derive(serde::Deserialize)]
struct Start {
    day: NaiveDate,
    after: Uuid,
}

/// Runs one job of this feature.
pub async fn run(state: &AppState, job: &Model) -> Outcome {
    if job.kind != REMIND {
        return Err(JobError::GiveUp(format!("{} is not known", job.kind)));
    }
    let Start { day, after } =
        serde_json::from_value(job.payload.clone()).map_err(|error| JobError::GiveUp(error.to_string()))?;
    reminders::remind(state, day, after).await.map_err(|error| JobError::Retry(error.to_string()))
}
