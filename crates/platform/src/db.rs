//! The database: connecting, and the one way to begin a transaction.

use crate::config::DatabaseConfig;
use sea_orm::sqlx::sqlite::{SqliteJournalMode, SqliteSynchronous};
use sea_orm::{
    ConnectOptions, Database, DatabaseConnection, DatabaseTransaction, DbBackend, DbErr,
    SqliteTransactionMode, TransactionOptions, TransactionTrait,
};
use secrecy::ExposeSecret;
use std::time::Duration;

/// Connects to SQLite or PostgreSQL by the address in `config`.
pub async fn connect(config: &DatabaseConfig) -> Result<DatabaseConnection, DbErr> {
    pool(config, config.max_connections, false).await
}

/// The fewest connections that a pool is worth having with.
const FEWEST: u32 = 2;

/// Connects once for the jobs and once for each of `threads` that answer requests. A connection is served by the thread that
/// opened it; where threads share connections, each answer of the database wakes two of them.
pub async fn connect_apart(
    config: &DatabaseConfig,
    threads: usize,
) -> Result<(DatabaseConnection, Vec<DatabaseConnection>), DbErr> {
    let Some((jobs, each)) = shares(config.max_connections, threads) else {
        return Ok((connect(config).await?, Vec::new()));
    };
    let mut apart = Vec::new();
    for _ in 0..threads {
        // opened by the first request, on its own thread
        apart.push(pool(config, each, true).await?);
    }
    Ok((pool(config, jobs, false).await?, apart))
}

/// How many of `most` connections the jobs and each of `threads` get; none when they are too few to be shared out.
fn shares(most: u32, threads: usize) -> Option<(u32, u32)> {
    let jobs = most / 3;
    let each = (most - jobs) / u32::try_from(threads).ok().filter(|threads| *threads > 0)?;
    (jobs >= FEWEST && each >= FEWEST).then_some((jobs, each))
}

async fn pool(config: &DatabaseConfig, most: u32, lazy: bool) -> Result<DatabaseConnection, DbErr> {
    let mut options = ConnectOptions::new(config.url.expose_secret().to_owned());
    options
        .max_connections(most)
        .connect_lazy(lazy)
        .acquire_timeout(Duration::from_secs(10))
        .idle_timeout(Duration::from_mins(5))
        .sqlx_logging(false)
        .test_before_acquire(false)
        .map_sqlx_sqlite_opts(|sqlite| {
            sqlite
                .create_if_missing(true)
                .foreign_keys(true)
                .journal_mode(SqliteJournalMode::Wal)
                .synchronous(SqliteSynchronous::Full)
                .busy_timeout(Duration::from_secs(10))
        })
        .map_sqlx_postgres_opts(|postgres| {
            // a net under `begin`: nothing keeps locks longer than this
            postgres.options([("idle_in_transaction_session_timeout", "60000")])
        });
    Database::connect(options).await
}

/// Begins a transaction. A begin that is dropped half-way would hand a connection with an open transaction back
/// to the pool and lose other requests' writes, so it runs in a task that its caller cannot cancel.
#[expect(clippy::disallowed_methods, reason = "the one place that begins transactions")]
pub async fn begin(db: &DatabaseConnection) -> Result<DatabaseTransaction, DbErr> {
    let db = db.clone();
    tokio::spawn(async move {
        db.begin_with_options(TransactionOptions {
            // the lock at once: a read that later writes cannot fail with "database is locked"
            sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate),
            ..Default::default()
        })
        .await
    })
    .await
    .map_err(|error| DbErr::Custom(error.to_string()))?
}

/// `FOR UPDATE` where the engine has row locks; SQLite's transactions hold the whole file already.
pub fn for_update(backend: DbBackend) -> &'static str {
    if backend == DbBackend::Postgres { " FOR UPDATE" } else { "" }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn connections_are_shared_out_and_never_more_than_allowed() {
        assert_eq!(shares(24, 2), Some((8, 8)));
        assert_eq!(shares(6, 2), Some((2, 2)));
        assert_eq!(shares(5, 2), None);
        assert_eq!(shares(24, 64), None);
        assert_eq!(shares(24, 0), None);
        for (most, threads) in (0..100).flat_map(|most| (1..20).map(move |threads| (most, threads))) {
            if let Some((jobs, each)) = shares(most, threads) {
                assert!(jobs + each * u32::try_from(threads).unwrap() <= most);
            }
        }
    }
}
