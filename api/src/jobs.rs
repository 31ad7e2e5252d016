//! Which feature runs which job.

use crate::features;
use crate::features::notifications::jobs::{MAIL, MAIL_NOW, PUSH, PUSH_NOW, TEXT, TEXT_NOW};
use crate::state::AppState;
use pitlane_entities::jobs::Model;
use pitlane_platform::jobs::{JobError, Lane, Outcome, Runner};
use std::time::Duration;

/// The lanes that a server works in. Messages wait for those who carry them, and everything else must not wait for that; nor
/// does one channel wait for the carrier of another, or what is urgent behind thousands that are not: of those that can wait,
/// `messages_a_second` begin on each channel.
pub fn lanes(messages_a_second: u32) -> [Lane; 7] {
    let pace = Duration::from_secs(1) / messages_a_second.max(1);
    [
        Lane {
            kinds: &[MAIL, MAIL_NOW, TEXT, TEXT_NOW, PUSH, PUSH_NOW],
            only: false,
            at_once: 16,
            pace: Duration::ZERO,
        },
        urgent(&[MAIL_NOW]),
        urgent(&[TEXT_NOW]),
        urgent(&[PUSH_NOW]),
        patient(&[MAIL], pace),
        patient(&[TEXT], pace),
        patient(&[PUSH], pace),
    ]
}

const fn urgent(kinds: &'static [&'static str]) -> Lane {
    Lane { kinds, only: true, at_once: 8, pace: Duration::ZERO }
}

const fn patient(kinds: &'static [&'static str], pace: Duration) -> Lane {
    Lane { kinds, only: true, at_once: 8, pace }
}

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

    fn room(&self, lane: &Lane) -> usize {
        let kinds = if lane.only { lane.kinds } else { &[] };
        let rooms = kinds.iter().map(|kind| features::notifications::jobs::room(&self.0, kind));
        rooms.min().unwrap_or(usize::MAX)
    }
}
