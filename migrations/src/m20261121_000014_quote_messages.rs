//! What the two sides of a quote write each other about it.

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
        sql::drop_tables(manager, &["quote_messages"]).await
    }
}

// nobody is named where a question came by the link of a mail
const UP: &str = "
CREATE TABLE quote_messages (
    id {uuid} NOT NULL PRIMARY KEY,
    quote_id {uuid} NOT NULL REFERENCES repair_quotes (id),
    author text NOT NULL CHECK (author IN ('customer', 'provider')),
    user_id {uuid} REFERENCES users (id),
    text text NOT NULL,
    created_at {time} NOT NULL
);
CREATE INDEX quote_messages_quote ON quote_messages (quote_id, created_at);
";
