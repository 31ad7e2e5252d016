//! Sends the messages that were written, and gathers those that wait for one mail.

use super::{digest, sending};
use crate::state::AppState;
use chrono::{DateTime, Utc};
use pitlane_domain::vocabulary::{Channel, NotificationKind};
use pitlane_entities::jobs::Model;
use pitlane_platform::jobs::{JobError, NewJob, Outcome};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::json;
use uuid::Uuid;

/// The job that sends one mail.
pub const MAIL: &str = "notifications.send";
/// The same for a mail that is worth little later, or that somebody waits for.
pub const MAIL_NOW: &str = "notifications.send_now";
/// The job that sends one text.
pub const TEXT: &str = "notifications.text";
/// The same for a text that is worth little later, or that somebody waits for.
pub const TEXT_NOW: &str = "notifications.text_now";
/// The job that sends one message to a person's browsers.
pub const PUSH: &str = "notifications.push";
/// The same for one that is worth little later.
pub const PUSH_NOW: &str = "notifications.push_now";
/// The job that gathers what waits into one mail.
pub(super) const GATHER: &str = "notifications.gather";

/// Errors of the database and panics do not end the tries of a message: it would be lost without a word. How long its carrier
/// is tried, its kind says.
const TRIES: i32 = 300;

#[derive(Deserialize)]
struct One {
    notification_id: Uuid,
}

#[derive(Deserialize)]
struct Gathered {
    user_id: Uuid,
    at: DateTime<Utc>,
}

/// Sends the message `id` of `kind`, which staff may have marked urgent, on `channel` at `at`.
pub(super) fn send_job(
    id: Uuid,
    kind: NotificationKind,
    channel: Channel,
    marked: bool,
    at: DateTime<Utc>,
) -> NewJob {
    let now = marked || kind.is_urgent() || kind.is_immediate();
    let job = match channel {
        Channel::Email | Channel::InApp => [MAIL, MAIL_NOW],
        Channel::Sms => [TEXT, TEXT_NOW],
        Channel::Push => [PUSH, PUSH_NOW],
    };
    let mut job = NewJob::new(job[usize::from(now)], json!({ "notification_id": id }), at);
    job.max_attempts = TRIES;
    job
}

/// How many more jobs of `kind` are worth beginning: few or none while their carrier does not answer.
pub fn room(state: &AppState, kind: &str) -> usize {
    let channel = match kind {
        MAIL | MAIL_NOW => Channel::Email,
        TEXT | TEXT_NOW => Channel::Sms,
        PUSH | PUSH_NOW => Channel::Push,
        _ => return usize::MAX,
    };
    state.carriers.room(channel, state.clock.now())
}

fn read<T: DeserializeOwned>(job: &Model) -> Result<T, JobError> {
    serde_json::from_value(job.payload.clone()).map_err(|error| JobError::GiveUp(error.to_string()))
}

/// Runs one job of this feature.
pub async fn run(state: &AppState, job: &Model) -> Outcome {
    match job.kind.as_str() {
        MAIL | MAIL_NOW | TEXT | TEXT_NOW | PUSH | PUSH_NOW => {
            sending::send(state, job, read::<One>(job)?.notification_id).await
        }
        GATHER => {
            let Gathered { user_id, at } = read(job)?;
            digest::gather(state, user_id, at).await
        }
        other => Err(JobError::GiveUp(format!("{other} is not known"))),
    }
}
