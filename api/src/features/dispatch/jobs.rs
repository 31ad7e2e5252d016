//! What happens to requests later: the ends of windows and searches, offers that are sent again.

use super::service;
use crate::http::problem::ApiError;
use crate::state::AppState;
use chrono::{DateTime, Utc};
use pitlane_entities::jobs::Model;
use pitlane_platform::jobs::{JobError, NewJob, Outcome};
use serde_json::json;
use uuid::Uuid;

const PAYMENT_TIMEOUT: &str = "dispatch.payment_timeout";
const WINDOW_END: &str = "dispatch.window_end";
const RESEND: &str = "dispatch.resend";
const SEARCH_TIMEOUT: &str = "dispatch.search_timeout";
const MECHANIC_ONLINE: &str = "dispatch.mechanic_online";
const PROVIDER_GONE: &str = "dispatch.provider_gone";
const CUSTOMER_GONE: &str = "dispatch.customer_gone";
const DROP_PHOTO: &str = "dispatch.drop_photo";

/// The request expires at `at` unless it is paid for.
pub fn payment_timeout(request: Uuid, at: DateTime<Utc>) -> NewJob {
    NewJob::new(PAYMENT_TIMEOUT, json!({ "id": request }), at).once(format!("payment_timeout:{request}"))
}

/// The window ends at `at`.
pub fn window_end(request: Uuid, at: DateTime<Utc>) -> NewJob {
    NewJob::new(WINDOW_END, json!({ "id": request }), at).once(format!("window_end:{request}"))
}

/// Unanswered offers are sent again at `at`.
pub fn resend(request: Uuid, try_number: i32, at: DateTime<Utc>) -> NewJob {
    NewJob::new(RESEND, json!({ "id": request, "number": try_number }), at)
        .once(format!("resend:{request}:{try_number}"))
}

/// The search of broadcast `round` ends at `at`.
pub fn search_timeout(request: Uuid, round: i32, at: DateTime<Utc>) -> NewJob {
    NewJob::new(SEARCH_TIMEOUT, json!({ "id": request, "number": round }), at)
        .once(format!("search_timeout:{request}:{round}"))
}

/// A mechanic is there and gets what waits for them.
pub fn mechanic_online(mechanic: Uuid, now: DateTime<Utc>) -> NewJob {
    NewJob::new(MECHANIC_ONLINE, json!({ "id": mechanic }), now)
}

/// A provider closed the account.
pub fn provider_gone(provider: Uuid, now: DateTime<Utc>) -> NewJob {
    NewJob::new(PROVIDER_GONE, json!({ "id": provider }), now)
}

/// A customer closed the account.
pub fn customer_gone(customer: Uuid, now: DateTime<Utc>) -> NewJob {
    NewJob::new(CUSTOMER_GONE, json!({ "id": customer }), now)
}

/// The file of a photo is removed.
pub fn drop_photo(key: &str, now: DateTime<Utc>) -> NewJob {
    NewJob::new(DROP_PHOTO, json!({ "key": key }), now)
}

#[derive(serde::Deserialize)]
struct File {
    key: String,
}

#[derive(serde::Deserialize)]
struct About {
    #[serde(alias = "provider_id", alias = "customer_id", alias = "user_id", alias = "mechanic_id")]
    id: Uuid,
    #[serde(default)]
    number: i32,
}

/// Runs one job of this feature.
pub async fn run(state: &AppState, job: &Model) -> Outcome {
    let unreadable = |error: serde_json::Error| JobError::GiveUp(error.to_string());
    let payload = job.payload.clone();
    if job.kind == DROP_PHOTO {
        let File { key } = serde_json::from_value(payload).map_err(unreadable)?;
        return service::drop_photo(state, &key).await.map_err(|error| JobError::Retry(error.to_string()));
    }
    let About { id, number } = serde_json::from_value(payload).map_err(unreadable)?;
    let done: Result<(), ApiError> = match job.kind.as_str() {
        PAYMENT_TIMEOUT => service::payment_timeout(state, id).await,
        WINDOW_END => service::window_end(state, id).await,
        RESEND => service::resend(state, id, number).await,
        SEARCH_TIMEOUT => service::search_timeout(state, id, number).await,
        MECHANIC_ONLINE => service::mechanic_online(state, id).await,
        PROVIDER_GONE => Box::pin(service::provider_gone(state, id)).await,
        CUSTOMER_GONE => service::customer_gone(state, id).await,
        other => return Err(JobError::GiveUp(format!("{other} is not known"))),
    };
    done.map_err(|error| JobError::Retry(error.to_string()))
}
