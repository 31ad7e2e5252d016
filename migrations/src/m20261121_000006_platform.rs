//! What every feature stands on: jobs, realtime events, messages, idempotency, secrets, audit.

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
        sql::drop_tables(
            manager,
            &[
                "audit_log",
                "throttles",
                "server_secrets",
                "idempotency_keys",
                "outbox_messages",
                "notifications",
                "user_events",
                "event_counters",
                "jobs",
            ],
        )
        .await
    }
}

const UP: &str = "
CREATE TABLE jobs (
    id {uuid} NOT NULL PRIMARY KEY,
    kind text NOT NULL,
    payload {json} NOT NULL,
    dedupe_key text UNIQUE,
    state text NOT NULL CHECK (state IN ('queued', 'running', 'done', 'failed')),
    attempts integer NOT NULL,
    max_attempts integer NOT NULL,
    run_at {time} NOT NULL,
    locked_until {time},
    last_error text,
    finished_at {time},
    created_at {time} NOT NULL
);
CREATE INDEX jobs_due ON jobs (run_at) WHERE state IN ('queued', 'running');
CREATE TABLE event_counters (
    user_id {uuid} NOT NULL PRIMARY KEY REFERENCES users (id),
    last_seq bigint NOT NULL,
    created_at {time} NOT NULL
);
CREATE TABLE user_events (
    id {uuid} NOT NULL PRIMARY KEY,
    user_id {uuid} NOT NULL REFERENCES users (id),
    seq bigint NOT NULL,
    payload {json} NOT NULL,
    created_at {time} NOT NULL,
    UNIQUE (user_id, seq)
);
CREATE INDEX user_events_created ON user_events (created_at);
CREATE TABLE notifications (
    id {uuid} NOT NULL PRIMARY KEY,
    user_id {uuid} REFERENCES users (id),
    recipient text NOT NULL,
    kind text NOT NULL,
    channel text NOT NULL CHECK (channel IN ('email', 'sms', 'push', 'in_app')),
    status text NOT NULL CHECK (status IN ('queued', 'sent', 'delivered', 'failed', 'suppressed')),
    dedup_key text NOT NULL UNIQUE,
    data {json} NOT NULL,
    gateway_id text,
    error text,
    sent_at {time},
    read_at {time},
    created_at {time} NOT NULL
);
CREATE INDEX notifications_user ON notifications (user_id, id);
CREATE TABLE outbox_messages (
    id {uuid} NOT NULL PRIMARY KEY,
    recipient text NOT NULL,
    subject text NOT NULL,
    text_body text NOT NULL,
    html_body text NOT NULL,
    message_id text NOT NULL UNIQUE,
    created_at {time} NOT NULL
);
CREATE TABLE idempotency_keys (
    id {uuid} NOT NULL PRIMARY KEY,
    scope text NOT NULL,
    key text NOT NULL,
    fingerprint text NOT NULL,
    status integer,
    content_type text,
    body text,
    locked_until {time} NOT NULL,
    expires_at {time} NOT NULL,
    created_at {time} NOT NULL,
    UNIQUE (scope, key)
);
CREATE INDEX idempotency_keys_expires ON idempotency_keys (expires_at);
CREATE TABLE server_secrets (
    name text NOT NULL PRIMARY KEY,
    value text NOT NULL,
    created_at {time} NOT NULL
);
CREATE TABLE throttles (
    key text NOT NULL PRIMARY KEY,
    failures integer NOT NULL,
    blocked_until {time},
    updated_at {time} NOT NULL,
    created_at {time} NOT NULL
);
CREATE TABLE audit_log (
    id {uuid} NOT NULL PRIMARY KEY,
    actor_user_id {uuid} REFERENCES users (id),
    action text NOT NULL,
    subject text NOT NULL,
    before {json},
    after {json},
    ip text,
    at {time} NOT NULL,
    created_at {time} NOT NULL
);
";
