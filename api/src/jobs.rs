//! Which feature runs which job.

use crate::features;
use crate::state::AppState;
use pitlane_entities::jobs::Model;
use pitlane_platform::jobs::{JobError, Lane, Outcome, Runner};

/// The lanes that a server works in: messages wait for gateways, everything else must not wait for them.
pub const LANES: &[Lane] = &[
    Lane { kind: features::notifications::jobs::SEND, only: true, at_once: 8 },
    Lane { kind: features::notifications::jobs::SEND, only: false, at_once: 16 },
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
