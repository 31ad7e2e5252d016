//! A database for one test, copied from one that was migrated once.

use pitlane_migrations::{Migrator, MigratorTrait};
use pitlane_platform::config::DatabaseConfig;
use pitlane_platform::db;
use sea_orm::ConnectionTrait;
use std::path::{Path, PathBuf};
use std::sync;
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
    if is_postgres() { postgres(folder).await } else { sqlite(folder).await }
}

async fn sqlite(folder: &Path) -> String {
    static TEMPLATE: OnceCell<PathBuf> = OnceCell::const_new();
    let template = TEMPLATE
        .get_or_init(async || {
            let file = std::env::temp_dir().join(format!("pitlane-template-{}.sqlite", std::process::id()));
            let _ = std::fs::remove_file(&file);
            let url = format!("sqlite://{}?mode=rwc", file.display());
            let db = connect_anew(&url).await;
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

/// A connection that knows the schema as it is now. Another one of SQLite's may still go by what it read before a column
/// went, and refuse to add that column again.
pub async fn connect_anew(url: &str) -> sea_orm::DatabaseConnection {
    db::connect(&DatabaseConfig { url: url.to_owned().into(), max_connections: 1 }).await.unwrap()
}

/// Databases on the server, each with the folder of the test that uses it.
static LENT: sync::Mutex<Vec<(PathBuf, String)>> = sync::Mutex::new(Vec::new());

/// The databases whose tests are over: all of them together would take gigabytes.
fn returned() -> Vec<String> {
    LENT.lock().unwrap().extract_if(.., |(folder, _)| !folder.exists()).map(|(_, name)| name).collect()
}

async fn postgres(folder: &Path) -> String {
    static TEMPLATE: OnceCell<String> = OnceCell::const_new();
    // a template cannot be copied twice at the same time
    static COPYING: Mutex<()> = Mutex::const_new(());
    let server =
        std::env::var("PITLANE_TEST_POSTGRES_URL").expect("PITLANE_TEST_POSTGRES_URL names a server");
    // the address may name a database; each test names its own
    let authority = server.find("://").map_or(0, |at| at + 3);
    let server = server[authority..].find('/').map_or(&*server, |end| &server[..authority + end]).to_owned();
    let admin = format!("{server}/postgres");
    let template = TEMPLATE
        .get_or_init(async || {
            let name = format!("template_{}", pitlane_platform::new_id().simple());
            let root = connect_anew(&admin).await;
            root.execute_unprepared(&format!("CREATE DATABASE {name}")).await.unwrap();
            root.close().await.unwrap();
            let db = connect_anew(&format!("{server}/{name}")).await;
            Migrator::up(&db, None).await.unwrap();
            db.close().await.unwrap();
            name
        })
        .await;
    let name = format!("test_{}", pitlane_platform::new_id().simple());
    let sql = format!("CREATE DATABASE {name} TEMPLATE {template}");
    let root = connect_anew(&admin).await;
    let one = COPYING.lock().await;
    for over in returned() {
        root.execute_unprepared(&format!("DROP DATABASE {over} WITH (FORCE)")).await.unwrap();
    }
    root.execute_unprepared(&sql).await.unwrap();
    drop(one);
    LENT.lock().unwrap().push((folder.to_owned(), name.clone()));
    root.close().await.unwrap();
    format!("{server}/{name}")
}
