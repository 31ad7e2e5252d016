//! What the sandbox gateway needs of the server that runs it.

use super::jobs::delivery;
use async_trait::async_trait;
use chrono::{DateTime, Utc};
use pitlane_gateways::sandbox_payments::{SandboxEvent, SandboxHost};
use pitlane_platform::{Clock, db, jobs};
use sea_orm::{DatabaseConnection, DatabaseTransaction, DbErr};

/// Runs the sandbox on the server's own database.
pub struct Sandbox {
    /// The database.
    pub db: DatabaseConnection,
    /// The time.
    pub clock: Clock,
}

#[async_trait]
impl SandboxHost for Sandbox {
    fn now(&self) -> DateTime<Utc> {
        self.clock.now()
    }

    async fn begin(&self) -> Result<DatabaseTransaction, DbErr> {
        db::begin(&self.db).await
    }

    async fn deliver(&self, tx: &DatabaseTransaction, event: SandboxEvent) -> Result<(), DbErr> {
        let now = self.clock.now();
        jobs::enqueue(tx, now, vec![delivery(event, now)]).await
    }
}
