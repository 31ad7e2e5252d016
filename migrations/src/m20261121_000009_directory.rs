//! Who is listed, as a fact of the seller: the directory counts and sorts by an index instead of asking for every row.

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

// the same rule as `providers::presence::derived`, which keeps the fact from here on
const UP: &str = "
ALTER TABLE providers ADD COLUMN listed {bool} NOT NULL DEFAULT {false};
UPDATE providers SET listed = {true} WHERE closed_at IS NULL AND EXISTS (SELECT 1 FROM mechanics o JOIN users ou ON ou.id = o.user_id WHERE (o.id = providers.mechanic_id OR o.workshop_id = providers.workshop_id) AND o.closed_at IS NULL AND ou.email_verified_at IS NOT NULL);
DROP INDEX providers_name;
CREATE INDEX providers_listed ON providers (lower(name), id) WHERE listed;
";

const DOWN: &str = "
DROP INDEX providers_listed;
CREATE INDEX providers_name ON providers (lower(name), id) WHERE closed_at IS NULL;
ALTER TABLE providers DROP COLUMN listed;
";
