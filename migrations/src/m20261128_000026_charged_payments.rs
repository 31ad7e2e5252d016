//! Nothing is given back of a payment that is not charged: the table itself refuses it.
//!
//! SQLite adds no check to a table that is there, but takes one with a column. So the charged amount is a column there
//! that is computed, and its check holds what was given back against it.

use crate::sql;
use sea_orm::{ConnectionTrait, DbBackend};
use sea_orm_migration::prelude::*;

/// See the module.
#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        sql::run(manager, if is_postgres(manager) { UP_POSTGRES } else { UP_SQLITE }).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        sql::run(manager, if is_postgres(manager) { DOWN_POSTGRES } else { DOWN_SQLITE }).await
    }
}

fn is_postgres(manager: &SchemaManager<'_>) -> bool {
    manager.get_connection().get_database_backend() == DbBackend::Postgres
}

const UP_POSTGRES: &str = "
ALTER TABLE payments ADD CONSTRAINT payments_refunded_is_charged CHECK (refunded_cents = 0 OR status = 'succeeded');
";

const DOWN_POSTGRES: &str = "
ALTER TABLE payments DROP CONSTRAINT payments_refunded_is_charged;
";

const UP_SQLITE: &str = "
ALTER TABLE payments ADD COLUMN charged_cents bigint
    GENERATED ALWAYS AS (CASE status WHEN 'succeeded' THEN amount_cents ELSE 0 END) VIRTUAL
    CHECK (refunded_cents <= charged_cents);
";

const DOWN_SQLITE: &str = "
ALTER TABLE payments DROP COLUMN charged_cents;
";
