//! Accounts, their tokens and vehicles.

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
        sql::drop_tables(manager, &["vehicles", "one_time_tokens", "refresh_tokens", "sign_ins", "users"])
            .await
    }
}

const UP: &str = "
CREATE TABLE users (
    id {uuid} NOT NULL PRIMARY KEY,
    role text NOT NULL CHECK (role IN ('customer', 'provider', 'admin')),
    email text NOT NULL CHECK (email = lower(email)),
    password_hash text NOT NULL,
    name text NOT NULL,
    phone text,
    locale text NOT NULL,
    time_zone text NOT NULL,
    email_verified_at {time},
    phone_verified_at {time},
    deleted_at {time},
    created_at {time} NOT NULL,
    updated_at {time} NOT NULL
);
CREATE UNIQUE INDEX users_email ON users (email) WHERE deleted_at IS NULL;
CREATE TABLE sign_ins (
    id {uuid} NOT NULL PRIMARY KEY,
    user_id {uuid} NOT NULL REFERENCES users (id),
    user_agent text NOT NULL,
    last_used_at {time} NOT NULL,
    revoked_at {time},
    created_at {time} NOT NULL
);
CREATE INDEX sign_ins_user ON sign_ins (user_id);
CREATE TABLE refresh_tokens (
    id {uuid} NOT NULL PRIMARY KEY,
    sign_in_id {uuid} NOT NULL REFERENCES sign_ins (id),
    hash text NOT NULL UNIQUE,
    expires_at {time} NOT NULL,
    used_at {time},
    created_at {time} NOT NULL
);
CREATE INDEX refresh_tokens_sign_in ON refresh_tokens (sign_in_id);
CREATE TABLE one_time_tokens (
    id {uuid} NOT NULL PRIMARY KEY,
    user_id {uuid} NOT NULL REFERENCES users (id),
    purpose text NOT NULL CHECK (purpose IN ('verify_email', 'reset_password')),
    hash text NOT NULL UNIQUE,
    expires_at {time} NOT NULL,
    used_at {time},
    created_at {time} NOT NULL
);
CREATE INDEX one_time_tokens_user ON one_time_tokens (user_id, purpose);
CREATE TABLE vehicles (
    id {uuid} NOT NULL PRIMARY KEY,
    customer_id {uuid} NOT NULL REFERENCES users (id),
    year integer NOT NULL,
    make text NOT NULL,
    model text NOT NULL,
    vin text,
    vin_warning {bool} NOT NULL,
    plate text,
    mileage integer CHECK (mileage >= 0),
    removed_at {time},
    created_at {time} NOT NULL,
    updated_at {time} NOT NULL
);
CREATE INDEX vehicles_customer ON vehicles (customer_id);
";
