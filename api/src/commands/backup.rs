//! Makes a consistent copy of the database while the server runs.

use anyhow::{Context, Result, bail};
use pitlane_platform::config::Config;
use sea_orm::{ConnectionTrait, DbBackend, Statement};
use secrecy::ExposeSecret;
use std::path::Path;

/// Copies SQLite by its own `VACUUM INTO`, PostgreSQL by `pg_dump` in its custom format.
pub(super) async fn run(config: &Config, file: &Path) -> Result<()> {
    if file.exists() {
        bail!("{} is there already", file.display());
    }
    let url = config.database.url.expose_secret();
    if url.starts_with("sqlite") {
        let db = pitlane_platform::db::connect(&config.database)
            .await
            .context("the database cannot be reached")?;
        let target = file.to_str().context("the name of the copy is not text")?;
        db.execute_raw(Statement::from_sql_and_values(DbBackend::Sqlite, "VACUUM INTO ?", [target.into()]))
            .await?;
    } else {
        let status = tokio::process::Command::new("pg_dump")
            .args(["--format=custom", "--file"])
            .arg(file)
            .arg("--dbname")
            .arg(url)
            .status()
            .await
            .context("pg_dump cannot be run")?;
        if !status.success() {
            bail!("pg_dump failed");
        }
    }
    println!("{}", file.display());
    Ok(())
}
