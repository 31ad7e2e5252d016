//! Durable jobs: rows that are written in the transaction of their cause and run at least once, by wall clock.

use crate::bus::{Bus, Signal};
use crate::{Clock, new_id};
use chrono::{DateTime, TimeDelta, Utc};
use futures::FutureExt as _;
use pitlane_entities::jobs;
use rand::Rng;
use sea_orm::{
    ActiveValue::Set, ConnectionTrait, DatabaseConnection, DbBackend, DbErr, EntityTrait, QuerySelect,
    Statement, Value,
};
use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::time::Duration;
use tokio::task::JoinSet;

pub mod workers;

/// After so long another worker takes a job over whatever became of its own. What a dead worker had begun is handed back long
/// before, see [`workers`].
const LEASE: TimeDelta = TimeDelta::seconds(60);
/// How often workers look when nothing wakes them.
const POLL: Duration = Duration::from_millis(500);
/// How many jobs are taken at a time.
const BATCH: usize = 16;

/// Which jobs a worker takes, how many at once, and how fast. Jobs that wait for the outside world have lanes of their own,
/// so that a slow gateway holds nothing up but itself.
#[derive(Debug, Clone, Copy)]
pub struct Lane {
    /// Kinds of jobs.
    pub kinds: &'static [&'static str],
    /// Whether the lane is for jobs of these kinds; else for all others.
    pub only: bool,
    /// How many run at once.
    pub at_once: usize,
    /// The least time between two jobs, so that thousands of them leave the machine to whoever waits for an answer.
    pub pace: Duration,
}

/// A job to be done.
#[derive(Debug, Clone)]
pub struct NewJob {
    /// Which handler runs it, for example `dispatch.window_end`.
    pub kind: &'static str,
    /// What the handler needs to know.
    pub payload: serde_json::Value,
    /// A second job with the same key is not stored.
    pub dedupe_key: Option<String>,
    /// Not before this time.
    pub run_at: DateTime<Utc>,
    /// After so many failures it is given up and kept for a person to look at.
    pub max_attempts: i32,
}

impl NewJob {
    /// A job that is due at `run_at`, tried 10 times.
    pub fn new(kind: &'static str, payload: serde_json::Value, run_at: DateTime<Utc>) -> Self {
        Self { kind, payload, dedupe_key: None, run_at, max_attempts: 10 }
    }

    /// The same job, stored once for `key`.
    #[must_use]
    pub fn once(mut self, key: String) -> Self {
        self.dedupe_key = Some(key);
        self
    }
}

/// Writes jobs in the caller's transaction; those whose key is there already are left out. One statement.
pub async fn enqueue(tx: &impl ConnectionTrait, now: DateTime<Utc>, new: Vec<NewJob>) -> Result<(), DbErr> {
    if new.is_empty() {
        return Ok(());
    }
    let rows = new.into_iter().map(|job| jobs::ActiveModel {
        id: Set(new_id()),
        kind: Set(job.kind.to_owned()),
        payload: Set(job.payload),
        dedupe_key: Set(job.dedupe_key),
        state: Set("queued".to_owned()),
        attempts: Set(0),
        max_attempts: Set(job.max_attempts),
        run_at: Set(job.run_at),
        locked_until: Set(None),
        worker: Set(None),
        last_error: Set(None),
        finished_at: Set(None),
        created_at: Set(now),
    });
    jobs::Entity::insert_many(rows)
        .on_conflict(sea_orm::sea_query::OnConflict::column(jobs::Column::DedupeKey).do_nothing().to_owned())
        .exec_without_returning(tx)
        .await?;
    Ok(())
}

/// Takes up to `limit` due jobs of `lane`, or of all, each for one worker only, with a lease.
pub async fn claim(
    db: &DatabaseConnection,
    now: DateTime<Utc>,
    limit: usize,
    lane: Option<Lane>,
    worker: Option<i32>,
) -> Result<Vec<jobs::Model>, DbErr> {
    let backend = db.get_database_backend();
    let lock = if backend == DbBackend::Postgres { " FOR UPDATE SKIP LOCKED" } else { "" };
    // SQLite reads PostgreSQL's `$1` as well
    let mine = lane.map_or_else(String::new, |lane| {
        let places: Vec<_> = (0..lane.kinds.len()).map(|place| format!("${}", place + 3)).collect();
        format!("kind {} ({}) AND", if lane.only { "IN" } else { "NOT IN" }, places.join(", "))
    });
    // both states are named first for SQLite, which finds the indexes of open jobs by these very words
    let due = format!(
        "SELECT id FROM jobs WHERE state IN ('queued', 'running') AND {mine} ((state = 'queued' AND run_at <= $1) \
           OR (state = 'running' AND locked_until < $1)) ORDER BY run_at, id LIMIT $2{lock}"
    );
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    let mut values: Vec<Value> = vec![now.into(), limit.into()];
    values.extend(lane.iter().flat_map(|lane| lane.kinds).map(|kind| Value::from(*kind)));
    if backend == DbBackend::Sqlite {
        // a look that finds nothing takes no turn to write
        let any = Statement::from_sql_and_values(backend, due.clone(), values.clone());
        if db.query_one_raw(any).await?.is_none() {
            return Ok(Vec::new());
        }
    }
    let (lease, own) = (values.len() + 1, values.len() + 2);
    let sql = format!(
        "UPDATE jobs SET state = 'running', attempts = attempts + 1, locked_until = ${lease}, worker = ${own} \
           WHERE id IN ({due}) RETURNING *"
    );
    values.extend([(now + LEASE).into(), worker.into()]);
    let mut taken = jobs::Entity::find()
        .from_raw_sql(Statement::from_sql_and_values(backend, sql, values))
        .all(db)
        .await?;
    taken.sort_by_key(|job| (job.run_at, job.id));
    Ok(taken)
}

/// What became of a job's run.
pub type Outcome = Result<(), JobError>;

/// Why a job did not get done.
#[derive(Debug, thiserror::Error)]
pub enum JobError {
    /// Worth another try later, up to the job's number of tries.
    #[error("{0}")]
    Retry(String),
    /// Worth another try at this time, however many there were.
    #[error("{0}")]
    Again(String, DateTime<Utc>),
    /// Not tried, because what it needs is away until this time.
    #[error("not before {0}")]
    Later(DateTime<Utc>),
    /// Trying again cannot help.
    #[error("{0}")]
    GiveUp(String),
}

impl From<DbErr> for JobError {
    fn from(error: DbErr) -> Self {
        Self::Retry(error.to_string())
    }
}

/// Seconds until the next try: doubling from 1 s to 10 minutes, with a fifth of jitter so that many do not return at once.
fn backoff(attempts: i32) -> TimeDelta {
    let exponent = u32::try_from(attempts.clamp(1, 11) - 1).unwrap_or(0);
    let base = (1_000_i64 << exponent).min(600_000);
    TimeDelta::milliseconds(base + rand::rng().random_range(0..=base / 5))
}

/// Writes down what became of `job`.
pub async fn settle(
    db: &DatabaseConnection,
    now: DateTime<Utc>,
    job: &jobs::Model,
    outcome: Outcome,
) -> Result<(), DbErr> {
    let (locked_until, worker) = (Set(None), Set(None));
    let mut row = jobs::ActiveModel { id: Set(job.id), locked_until, worker, ..Default::default() };
    match outcome {
        Ok(()) => {
            row.state = Set("done".to_owned());
            row.finished_at = Set(Some(now));
        }
        Err(JobError::Later(at)) => {
            row.state = Set("queued".to_owned());
            row.attempts = Set(job.attempts - 1);
            row.run_at = Set(at);
        }
        Err(error) => {
            tracing::warn!(job = %job.id, kind = job.kind, attempt = job.attempts, %error, "job failed");
            metrics::counter!("pitlane_job_failures_total", "kind" => job.kind.clone()).increment(1);
            row.last_error = Set(Some(error.to_string()));
            let next = match error {
                JobError::Again(_, at) => Some(at),
                JobError::Retry(_) if job.attempts < job.max_attempts => Some(now + backoff(job.attempts)),
                _ => None,
            };
            if let Some(at) = next {
                row.state = Set("queued".to_owned());
                row.run_at = Set(at);
            } else {
                row.state = Set("failed".to_owned());
                row.finished_at = Set(Some(now));
            }
        }
    }
    jobs::Entity::update(row).exec(db).await?;
    Ok(())
}

/// Deletes finished jobs older than `before`, so that the table stays small.
pub async fn forget_done(db: &DatabaseConnection, before: DateTime<Utc>) -> Result<(), DbErr> {
    use sea_orm::{ColumnTrait, QueryFilter};
    jobs::Entity::delete_many()
        .filter(jobs::Column::State.eq("done"))
        .filter(jobs::Column::FinishedAt.lt(before))
        .exec(db)
        .await?;
    Ok(())
}

/// The time at which the next job is due.
pub async fn next_due(db: &DatabaseConnection) -> Result<Option<DateTime<Utc>>, DbErr> {
    use sea_orm::{ColumnTrait, QueryFilter, QueryOrder};
    jobs::Entity::find()
        .select_only()
        .column(jobs::Column::RunAt)
        .filter(jobs::Column::State.eq("queued"))
        .order_by_asc(jobs::Column::RunAt)
        .into_tuple()
        .one(db)
        .await
}

/// Runs jobs of every kind.
#[async_trait::async_trait]
pub trait Runner: Send + Sync + 'static {
    /// Runs one job. It may run twice: what it does must be the same then.
    async fn run(&self, job: &jobs::Model) -> Outcome;

    /// How many jobs of `lane` may run now, besides what the lane itself allows: none while what all of them need is away.
    fn room(&self, _lane: &Lane) -> usize {
        usize::MAX
    }
}

/// Runs one job and writes down what became of it. A job that panics fails alone, and is tried again.
async fn run_one(db: &DatabaseConnection, clock: &Clock, runner: &dyn Runner, job: jobs::Model) {
    let run = AssertUnwindSafe(runner.run(&job)).catch_unwind();
    let outcome = match tokio::time::timeout(Duration::from_secs(50), run).await {
        Ok(Ok(outcome)) => outcome,
        Ok(Err(_)) => Err(JobError::Retry("it panicked: the log says where".to_owned())),
        Err(_) => Err(JobError::Retry("took longer than 50 s".to_owned())),
    };
    if let Err(error) = settle(db, clock.now(), &job, outcome).await {
        // the lease ends and another worker takes it
        tracing::error!(job = %job.id, %error, "a job's outcome could not be written");
    }
}

/// Runs a batch of what is due now, of every lane, and says how many jobs that was.
pub async fn run_due(db: &DatabaseConnection, clock: &Clock, runner: &dyn Runner) -> Result<usize, DbErr> {
    let taken = claim(db, clock.now(), BATCH, None, None).await?;
    let count = taken.len();
    futures::future::join_all(taken.into_iter().map(|job| run_one(db, clock, runner, job))).await;
    Ok(count)
}

/// What a worker works with; cheap to clone.
#[derive(Clone)]
pub struct Tools {
    /// Where the jobs are.
    pub db: DatabaseConnection,
    /// The time.
    pub clock: Clock,
    /// Tells of new jobs.
    pub bus: Bus,
    /// Runs them.
    pub runner: Arc<dyn Runner>,
    /// Whose jobs they are meanwhile, see [`workers`].
    pub worker: Option<i32>,
}

/// Works in `lane` until `stop` resolves; then finishes what it has begun.
pub async fn work(tools: Tools, lane: Lane, stop: impl Future<Output = ()>) {
    let Tools { db, clock, bus, runner, worker } = tools;
    let mut signals = bus.subscribe();
    // tasks of their own: a job may hold what the next look for jobs waits for, above all SQLite's one turn to write
    let mut running = JoinSet::new();
    tokio::pin!(stop);
    let mut look = true;
    let mut rested = tokio::time::Instant::now();
    loop {
        let allowed = lane.at_once.min(runner.room(&lane));
        let room = allowed.saturating_sub(running.len()).min(BATCH);
        // a few at a time: one statement for each job that ends would cost more than the jobs
        let worth = room > 0 && room * 2 >= allowed.min(BATCH);
        let ready = tokio::time::Instant::now() >= rested;
        if look && worth && ready {
            let taken = match claim(&db, clock.now(), room, Some(lane), worker).await {
                Ok(taken) => taken,
                Err(error) => {
                    tracing::error!(%error, "jobs could not be read");
                    Vec::new()
                }
            };
            // there may be more of them when all that was asked for was there
            look = taken.len() == room;
            let count = u32::try_from(taken.len()).unwrap_or(u32::MAX);
            rested = tokio::time::Instant::now() + lane.pace * count;
            for (job, place) in taken.into_iter().zip(0..) {
                let (db, clock, runner) = (db.clone(), clock.clone(), runner.clone());
                // one after the other: what begins at once keeps everybody else waiting at once
                let begin = lane.pace * place;
                running.spawn(async move {
                    tokio::time::sleep(begin).await;
                    run_one(&db, &clock, runner.as_ref(), job).await;
                });
            }
            continue;
        }
        let woken = async {
            loop {
                match signals.recv().await {
                    Ok(Signal::Jobs) | Err(_) => return,
                    Ok(_) => {}
                }
            }
        };
        tokio::select! {
            biased;
            () = &mut stop => break,
            Some(_) = running.join_next(), if !running.is_empty() => {}
            () = tokio::time::sleep_until(rested), if look && worth => {}
            () = woken, if !look => look = true,
            // also while there is no room: what the jobs need may be back
            () = tokio::time::sleep(POLL), if !look || !worth => look = true,
        }
    }
    while running.join_next().await.is_some() {}
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tries_get_rarer_up_to_ten_minutes() {
        assert!((1_000..=1_200).contains(&backoff(1).num_milliseconds()));
        assert!((8_000..=9_600).contains(&backoff(4).num_milliseconds()));
        assert!((600_000..=720_000).contains(&backoff(50).num_milliseconds()));
    }
}
