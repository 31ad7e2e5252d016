//! Which feature runs which job.

use crate::features;
use crate::state::AppState;
use pitlane_entities::jobs::Model;
use pitlane_platform::jobs::{JobError, Lane, Outcome, Runner};
use std::time::Duration;

const SEND: &str = features::notifications::jobs::SEND;
const SEND_NOW: &str = features::notifications::jobs::SEND_NOW;

/// The lanes that a server works in. Messages wait for gateways, and everything else must not wait for them; what is urgent
/// must not wait behind thousands that are not.
pub const LANES: &[Lane] = &[
    Lane { kinds: &[SEND, SEND_NOW], only: false, at_once: 16, pace: Duration::ZERO },
    Lane { kinds: &[SEND_NOW], only: true, at_once: 8, pace: Duration::ZERO },
    Lane { kinds: &[SEND], only: true, at_once: 8, pace: Duration::from_millis(10) },
];

/// Runs the jobs of every feature.
pub struct Jobs(pub AppState);

#[async_trait::async_trait]
impl Runner for Jobs {
    async fn run(&self, job: &Model) -> Outcome {
        let feature = job.kind.split('.').next().unwrap_or_default();
        match feature {
            "dispatch" => features::dispatch::jobs::run(&self.0, job).await,
            "payments" => features::payments::jobs::run(&self.0, job).await,
            "sessions" => features::sessions::jobs::run(&self.0, job).await,
            "accounts" => features::accounts::jobs::run(&self.0, job).await,
            "notifications" => features::notifications::jobs::run(&self.0, job).await,
            "quotes" => features::quotes::jobs::run(&self.0, job).await,
            "repairs" => features::repairs::jobs::run(&self.0, job).await,
            "reviews" => features::reviews::jobs::run(&self.0, job).await,
            "vehicles" => features::vehicles::jobs::run(&self.0, job).await,
            "favorites" => features::favorites::jobs::run(&self.0, job).await,
            "providers" => features::providers::jobs::run(&self.0, job).await,
            "platform" => features::platform::jobs::run(&self.0, job).await,
            _ => Err(JobError::GiveUp(format!("no feature runs {}", job.kind))),
        }
    }
}
