//! Which services of the catalogue a mechanic offers: all of them until they say otherwise.

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
ALTER TABLE mechanics ADD COLUMN offers_chat {bool} NOT NULL DEFAULT {true};
ALTER TABLE mechanics ADD COLUMN offers_video {bool} NOT NULL DEFAULT {true};
ALTER TABLE mechanics ADD COLUMN offers_in_person {bool} NOT NULL DEFAULT {true};
";

const DOWN: &str = "
ALTER TABLE mechanics DROP COLUMN offers_chat;
ALTER TABLE mechanics DROP COLUMN offers_video;
ALTER TABLE mechanics DROP COLUMN offers_in_person;
";
