//! Whose job a running one is, so that what a dead process had begun is taken over at once; and indexes by which each lane
//! finds its own jobs.

use crate::sql;
use sea_orm_migration::prelude::*;

/// See the module.
#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    // one connection: others of the pool may still know the table as it was
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        sql::run(manager, UP).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        sql::run(manager, DOWN).await
    }
}

const UP: &str = "
ALTER TABLE jobs ADD COLUMN worker integer;
CREATE INDEX jobs_lane ON jobs (kind, run_at) WHERE state IN ('queued', 'running');
CREATE INDEX jobs_running ON jobs (worker) WHERE state = 'running';
";

const DOWN: &str = "
DROP INDEX jobs_running;
DROP INDEX jobs_lane;
ALTER TABLE jobs DROP COLUMN worker;
";
