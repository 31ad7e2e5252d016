//! A unit of work: one transaction with everything that follows from it.

use chrono::{DateTime, Utc};
use pitlane_contract::realtime::Event;
use pitlane_platform::bus::{Bus, Signal};
use pitlane_platform::jobs::{self, NewJob};
use sea_orm::{ConnectionTrait, DatabaseTransaction, DbBackend, DbErr, ExecResult, QueryResult, Statement};
use std::collections::BTreeSet;
use uuid::Uuid;

/// One transaction, the jobs and events that it writes, and who is told after it is committed. Dropped without
/// [`Work::commit`], nothing of it remains.
pub struct Work {
    /// The transaction.
    pub tx: Transaction,
    /// The time at which it happens, the same for every row.
    pub now: DateTime<Utc>,
    bus: Bus,
    events: Vec<(Uuid, Event)>,
    jobs: Vec<NewJob>,
}

impl Work {
    /// Wraps a transaction.
    pub fn new(tx: DatabaseTransaction, now: DateTime<Utc>, bus: Bus) -> Self {
        let tx = Transaction { inner: tx, id: pitlane_platform::new_id() };
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
        tx.inner.commit().await?;
        if !told.is_empty() {
            bus.send(Signal::Events(told.into_iter().collect()));
        }
        if due {
            bus.send(Signal::Jobs);
        }
        Ok(())
    }
}

tokio::task_local! {
    static RUNNING: Uuid;
}

/// The transaction whose statement is running on this task; whoever watches the statements can tell them apart by it.
pub fn transaction() -> Option<Uuid> {
    RUNNING.try_with(|id| *id).ok()
}

/// A transaction that names itself to whoever watches its statements.
pub struct Transaction {
    inner: DatabaseTransaction,
    id: Uuid,
}

#[async_trait::async_trait]
impl ConnectionTrait for Transaction {
    fn get_database_backend(&self) -> DbBackend {
        self.inner.get_database_backend()
    }

    async fn execute_raw(&self, statement: Statement) -> Result<ExecResult, DbErr> {
        RUNNING.scope(self.id, self.inner.execute_raw(statement)).await
    }

    async fn execute_unprepared(&self, sql: &str) -> Result<ExecResult, DbErr> {
        RUNNING.scope(self.id, self.inner.execute_unprepared(sql)).await
    }

    async fn query_one_raw(&self, statement: Statement) -> Result<Option<QueryResult>, DbErr> {
        RUNNING.scope(self.id, self.inner.query_one_raw(statement)).await
    }

    async fn query_all_raw(&self, statement: Statement) -> Result<Vec<QueryResult>, DbErr> {
        RUNNING.scope(self.id, self.inner.query_all_raw(statement)).await
    }

    fn support_returning(&self) -> bool {
        self.inner.support_returning()
    }
}
