//! The second factor of an account: the sealed secret of an authenticator app (RFC 6238), and codes for when it is lost.
//!
//! `users.two_factor_at` is set once a code was shown to be right; until then the secret is only proposed.

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
        sql::drop_tables(manager, &["recovery_codes", "two_factors"]).await?;
        sql::run(manager, "ALTER TABLE users DROP COLUMN two_factor_at;\n").await
    }
}

// a code is good once: `last_step` is the 30-second step of the last one that was taken
const UP: &str = "
ALTER TABLE users ADD COLUMN two_factor_at {time};
CREATE TABLE two_factors (
    user_id {uuid} NOT NULL PRIMARY KEY REFERENCES users (id),
    secret text NOT NULL,
    last_step bigint NOT NULL,
    created_at {time} NOT NULL,
    updated_at {time} NOT NULL
);
CREATE TABLE recovery_codes (
    id {uuid} NOT NULL PRIMARY KEY,
    user_id {uuid} NOT NULL REFERENCES users (id),
    hash text NOT NULL,
    used_at {time},
    created_at {time} NOT NULL,
    UNIQUE (user_id, hash)
);
";
