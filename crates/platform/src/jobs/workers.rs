//! Which processes run jobs: what a dead one had begun is handed back at once, and what a living one runs is left to it.
//!
//! On PostgreSQL each worker keeps a session of its own that holds an advisory lock. The lock goes with the session, and the
//! session with the process, so the database knows who lives without anybody's clock. One SQLite file is for one process:
//! whoever starts is the only one. Beneath both, a job's lease ends in any case.

use crate::bus::{Bus, Signal};
use pitlane_entities::jobs::{Column, Entity};
use rand::Rng as _;
use sea_orm::sea_query::Expr;
use sea_orm::sqlx::postgres::{PgConnectOptions, PgConnection};
use sea_orm::sqlx::{self, Connection as _};
use sea_orm::{
    ColumnTrait as _, ConnectionTrait as _, DatabaseConnection, DbBackend, DbErr, EntityTrait as _,
    QueryFilter as _, Statement,
};
use std::time::Duration;

/// The first half of the locks' names: `pitl` as a number.
const CLASS: i32 = 0x7069_746c;
/// How often the session is looked at, and the dead are looked for.
const BEAT: Duration = Duration::from_secs(1);
/// How long the session may take to answer before it is given up.
const PATIENCE: Duration = Duration::from_secs(5);
/// Has PostgreSQL notice within about ten seconds that a machine is gone which could not say so.
const KEEPALIVES: [(&str, &str); 3] =
    [("tcp_keepalives_idle", "5"), ("tcp_keepalives_interval", "2"), ("tcp_keepalives_count", "3")];

/// Which workers are dead, on PostgreSQL: those whose lock nobody holds.
const DEAD: &str = " AND worker NOT IN (SELECT objid::bigint FROM pg_locks WHERE locktype = 'advisory' \
    AND classid::bigint = $2 AND objsubid = 2 AND granted \
    AND database = (SELECT oid FROM pg_database WHERE datname = current_database()))";

/// A process that runs jobs, alive for as long as this value.
pub struct Worker {
    id: i32,
    /// Where the session goes; none on SQLite.
    options: Option<PgConnectOptions>,
    session: Option<PgConnection>,
}

fn unreachable(error: impl std::fmt::Display) -> DbErr {
    DbErr::Custom(format!("the worker's session: {error}"))
}

impl Worker {
    /// A new worker on the database at `url`.
    pub async fn begin(url: &str) -> Result<Self, DbErr> {
        let options = if url.starts_with("sqlite:") {
            None
        } else {
            Some(url.parse::<PgConnectOptions>().map_err(unreachable)?.options(KEEPALIVES))
        };
        let mut worker = Self { id: rand::rng().random_range(1..=i32::MAX), options, session: None };
        worker.live().await?;
        Ok(worker)
    }

    /// What its jobs are marked with.
    pub const fn id(&self) -> i32 {
        self.id
    }

    /// Makes sure that the session lives and holds the lock.
    async fn live(&mut self) -> Result<(), DbErr> {
        let Some(options) = &self.options else { return Ok(()) };
        if let Some(session) = &mut self.session {
            match tokio::time::timeout(PATIENCE, session.ping()).await {
                Ok(Ok(())) => return Ok(()),
                _ => self.session = None,
            }
        }
        let (id, options) = (self.id, options.clone());
        let begin = async move {
            let mut session = PgConnection::connect_with(&options).await?;
            let lock = sqlx::query_scalar::<sqlx::Postgres, bool>("SELECT pg_try_advisory_lock($1, $2)");
            let held = lock.bind(CLASS).bind(id).fetch_one(&mut session).await?;
            Ok::<_, sqlx::Error>(held.then_some(session))
        };
        let session = tokio::time::timeout(PATIENCE, begin).await.map_err(unreachable)?;
        self.session = session.map_err(unreachable)?;
        // the session before this one has not ended yet: as long as it lives, so does the worker
        if self.session.is_some() { Ok(()) } else { Err(unreachable("the lock is still held")) }
    }
}

/// Hands back what workers had begun that are dead; says how many jobs that was. `own` is alive.
pub async fn release(db: &DatabaseConnection, own: i32) -> Result<u64, DbErr> {
    let backend = db.get_database_backend();
    let mut sql =
        "SELECT DISTINCT worker FROM jobs WHERE state = 'running' AND worker IS NOT NULL AND worker <> $1"
            .to_owned();
    let mut values = vec![own.into()];
    if backend == DbBackend::Postgres {
        sql.push_str(DEAD);
        values.push(i64::from(CLASS).into());
    }
    let found = db.query_all_raw(Statement::from_sql_and_values(backend, sql, values)).await?;
    let dead = found.iter().map(|row| row.try_get("", "worker")).collect::<Result<Vec<i32>, _>>()?;
    if dead.is_empty() {
        return Ok(0);
    }
    // by their names: nobody is born with the name of a dead one, so whatever another server does meanwhile stays as it is
    let freed = Entity::update_many()
        .col_expr(Column::State, Expr::value("queued"))
        .col_expr(Column::LockedUntil, Expr::value(None::<chrono::DateTime<chrono::Utc>>))
        .col_expr(Column::Worker, Expr::value(None::<i32>))
        .filter(Column::State.eq("running"))
        .filter(Column::Worker.is_in(dead))
        .exec(db)
        .await?;
    Ok(freed.rows_affected)
}

/// Keeps `worker` alive and hands back what others had begun that died, until it is dropped.
pub async fn keep(mut worker: Worker, db: DatabaseConnection, bus: Bus) {
    // the only one on its file: there is nobody to look after
    while worker.options.is_some() {
        tokio::time::sleep(BEAT).await;
        let freed = match worker.live().await {
            Ok(()) => release(&db, worker.id).await,
            Err(error) => Err(error),
        };
        match freed {
            Ok(0) => {}
            Ok(jobs) => {
                tracing::warn!(jobs, "a worker died: what it had begun is taken over");
                bus.send(Signal::Jobs);
            }
            Err(error) => tracing::error!(%error, "the worker cannot show that it lives"),
        }
    }
}
