//! A database for one test, copied from one that was migrated once.

use pitlane_migrations::{Migrator, MigratorTrait};
use pitlane_platform::config::DatabaseConfig;
use pitlane_platform::db;
use sea_orm::ConnectionTrait;
use std::path::{Path, PathBuf};
use tokio::sync::{Mutex, OnceCell};

/// Whether this run is on PostgreSQL.
pub fn is_postgres() -> bool {
    std::env::var("PITLANE_TEST_DATABASE").is_ok_and(|engine| engine == "postgres")
}

/// Where a migrated, empty database is.
pub async fn fresh(folder: &Path, max_connections: u32) -> DatabaseConfig {
    let max_connections = if is_postgres() { 12 } else { max_connections };
    DatabaseConfig { url: fresh_url(folder).await.into(), max_connections }
}

/// The address of a migrated, empty database.
pub async fn fresh_url(folder: &Path) -> String {
    if is_postgres() { postgres().await } else { sqlite(folder).await }
}

async fn sqlite(folder: &Path) -> String {
    static TEMPLATE: OnceCell<PathBuf> = OnceCell::const_new();
    let template = TEMPLATE
        .get_or_init(async || {
            let file = std::env::temp_dir().join(format!("pitlane-template-{}.sqlite", std::process::id()));
            let _ = std::fs::remove_file(&file);
            let url = format!("sqlite://{}?mode=rwc", file.display());
            let db = db::connect(&DatabaseConfig { url: url.into(), max_connections: 1 }).await.unwrap();
            Migrator::up(&db, None).await.unwrap();
            db.execute_unprepared("PRAGMA wal_checkpoint(TRUNCATE)").await.unwrap();
            db.close().await.unwrap();
            file
        })
        .await;
    let file = folder.join("pitlane.sqlite");
    std::fs::copy(template, &file).unwrap();
    format!("sqlite://{}?mode=rwc", file.display())
}

async fn postgres() -> String {
    static TEMPLATE: OnceCell<String> = OnceCell::const_new();
    // a template cannot be copied twice at the same time
    static COPYING: Mutex<()> = Mutex::const_new(());
    let server =
        std::env::var("PITLANE_TEST_POSTGRES_URL").expect("PITLANE_TEST_POSTGRES_URL names a server");
    // the address may name a database; each test names its own
    let authority = server.find("://").map_or(0, |at| at + 3);
    let server = server[authority..].find('/').map_or(&*server, |end| &server[..authority + end]).to_owned();
    let admin = format!("{server}/postgres");
    let connect = async |url: String| {
        db::connect(&DatabaseConfig { url: url.into(), max_connections: 1 }).await.unwrap()
    };
    let template = TEMPLATE
        .get_or_init(async || {
            let name = format!("template_{}", pitlane_platform::new_id().simple());
            let root = connect(admin.clone()).await;
            root.execute_unprepared(&format!("CREATE DATABASE {name}")).await.unwrap();
            root.close().await.unwrap();
            let db = connect(format!("{server}/{name}")).await;
            Migrator::up(&db, None).await.unwrap();
            db.close().await.unwrap();
            name
        })
        .await;
    let name = format!("test_{}", pitlane_platform::new_id().simple());
    let sql = format!("CREATE DATABASE {name} TEMPLATE {template}");
    let root = connect(admin).await;
    let one = COPYING.lock().await;
    root.execute_unprepared(&sql).await.unwrap();
    drop(one);
    root.close().await.unwrap();
    format!("{server}/{name}")
}
