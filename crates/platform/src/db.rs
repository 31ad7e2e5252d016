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
    let mut options = ConnectOptions::new(config.url.expose_secret().to_owned());
    options
        .max_connections(config.max_connections)
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
