//! The sandbox's outbox for every channel: it kept mails, now text messages and messages to browsers, too.

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

// outbox_tries counts for the sandbox's recipients that answer only after some tries
const UP: &str = "
ALTER TABLE outbox_messages ADD COLUMN channel text NOT NULL DEFAULT 'email' CHECK (channel IN ('email', 'sms', 'push'));
CREATE TABLE outbox_tries (
    message_id text NOT NULL PRIMARY KEY,
    tries bigint NOT NULL
);
";

const DOWN: &str = "
DROP TABLE outbox_tries;
DELETE FROM outbox_messages WHERE channel <> 'email';
ALTER TABLE outbox_messages DROP COLUMN channel;
";
