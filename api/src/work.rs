//! A unit of work: one transaction with everything that follows from it.

use chrono::{DateTime, Utc};
use pitlane_contract::realtime::Event;
use pitlane_platform::bus::{Bus, Signal};
use pitlane_platform::jobs::{self, NewJob};
use sea_orm::{DatabaseTransaction, DbErr};
use std::collections::BTreeSet;
use uuid::Uuid;

/// One transaction, the jobs and events that it writes, and who is told after it is committed. Dropped without
/// [`Work::commit`], nothing of it remains.
pub struct Work {
    /// The transaction.
    pub tx: DatabaseTransaction,
    /// The time at which it happens, the same for every row.
    pub now: DateTime<Utc>,
    bus: Bus,
    events: Vec<(Uuid, Event)>,
    jobs: Vec<NewJob>,
}

impl Work {
    /// Wraps a transaction.
    pub fn new(tx: DatabaseTransaction, now: DateTime<Utc>, bus: Bus) -> Self {
        Self { tx, now, bus, events: Vec::new(), jobs: Vec::new() }
    }

    /// Tells `user` of `event` once the work is committed; kept, so that nobody misses it.
    pub fn emit(&mut self, user: Uuid, event: Event) {
        self.events.push((user, event));
    }

    /// Has `job` done after the work is committed.
    pub fn enqueue(&mut self, job: NewJob) {
        self.jobs.push(job);
    }

    /// Writes the events and jobs, commits, and wakes whoever waits for them.
    pub async fn commit(self) -> Result<(), DbErr> {
        let Self { tx, now, bus, events, jobs } = self;
        let told: BTreeSet<Uuid> = events.iter().map(|(user, _)| *user).collect();
        let due = !jobs.is_empty();
        crate::events::write(&tx, now, events).await?;
        jobs::enqueue(&tx, now, jobs).await?;
        tx.commit().await?;
        if !told.is_empty() {
            bus.send(Signal::Events(told.into_iter().collect()));
        }
        if due {
            bus.send(Signal::Jobs);
        }
        Ok(())
    }
}
