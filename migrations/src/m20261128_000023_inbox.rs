//! Browsers that take messages belong to a sign-in and go with it, and unread notices are counted by an index.

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

// of a browser that was kept before, nobody knows the sign-in
const UP: &str = "
ALTER TABLE push_subscriptions ADD COLUMN sign_in_id {uuid} REFERENCES sign_ins (id) ON DELETE CASCADE;
CREATE INDEX push_subscriptions_sign_in ON push_subscriptions (sign_in_id);
CREATE INDEX notifications_unread ON notifications (user_id) WHERE channel = 'in_app' AND read_at IS NULL;
";

const DOWN: &str = "
DROP INDEX notifications_unread;
DROP INDEX push_subscriptions_sign_in;
ALTER TABLE push_subscriptions DROP COLUMN sign_in_id;
";
