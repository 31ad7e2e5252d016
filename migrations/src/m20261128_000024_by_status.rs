//! Quotes and repairs of a provider by where they stand: a board reads each of its columns by itself.

use crate::sql;
use sea_orm_migration::prelude::*;

/// See the module.
#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        sql::run(manager, UP).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        sql::run(manager, DOWN).await
    }
}

const UP: &str = "
CREATE INDEX repairs_status ON repairs (provider_id, status, id);
CREATE INDEX repair_quotes_status ON repair_quotes (provider_id, status, id);
";

const DOWN: &str = "
DROP INDEX repair_quotes_status;
DROP INDEX repairs_status;
";
