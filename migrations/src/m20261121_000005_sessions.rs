//! Sessions with their messages, files, summaries and reviews.

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
            &["mechanic_reviews", "session_summaries", "session_files", "session_messages", "sessions"],
        )
        .await
    }
}

const UP: &str = "
CREATE TABLE sessions (
    id {uuid} NOT NULL PRIMARY KEY,
    request_id {uuid} NOT NULL REFERENCES session_requests (id),
    customer_id {uuid} NOT NULL REFERENCES users (id),
    mechanic_id {uuid} NOT NULL REFERENCES mechanics (id),
    workshop_id {uuid} REFERENCES workshops (id),
    provider_id {uuid} NOT NULL REFERENCES providers (id),
    kind text NOT NULL CHECK (kind IN ('chat', 'video', 'in_person')),
    status text NOT NULL CHECK (status IN ('scheduled', 'waiting', 'live', 'ended', 'cancelled', 'no_show')),
    planned_minutes integer NOT NULL,
    price_cents bigint NOT NULL,
    currency text NOT NULL,
    nudged_at {time},
    support_alerted_at {time},
    customer_in_room_at {time},
    mechanic_in_room_at {time},
    started_at {time},
    ended_at {time},
    ended_by {uuid} REFERENCES users (id),
    created_at {time} NOT NULL,
    updated_at {time} NOT NULL
);
CREATE UNIQUE INDEX sessions_one_per_request ON sessions (request_id) WHERE status <> 'cancelled';
CREATE UNIQUE INDEX sessions_one_at_a_time ON sessions (mechanic_id) WHERE status IN ('waiting', 'live');
CREATE INDEX sessions_customer ON sessions (customer_id, created_at);
CREATE INDEX sessions_mechanic ON sessions (mechanic_id, created_at);
CREATE INDEX sessions_pair ON sessions (provider_id, customer_id);
CREATE TABLE session_messages (
    id {uuid} NOT NULL PRIMARY KEY,
    session_id {uuid} NOT NULL REFERENCES sessions (id),
    sender_id {uuid} NOT NULL REFERENCES users (id),
    client_id {uuid} NOT NULL,
    text text NOT NULL,
    created_at {time} NOT NULL,
    UNIQUE (session_id, sender_id, client_id)
);
CREATE INDEX session_messages_session ON session_messages (session_id, id);
CREATE TABLE session_files (
    id {uuid} NOT NULL PRIMARY KEY,
    session_id {uuid} NOT NULL REFERENCES sessions (id),
    message_id {uuid} REFERENCES session_messages (id),
    uploaded_by {uuid} NOT NULL REFERENCES users (id),
    name text NOT NULL,
    kind text NOT NULL CHECK (kind IN ('image', 'document')),
    content_type text NOT NULL,
    size bigint NOT NULL,
    sha256 text NOT NULL,
    storage_key text NOT NULL,
    width integer,
    height integer,
    created_at {time} NOT NULL
);
CREATE INDEX session_files_session ON session_files (session_id);
CREATE TABLE session_summaries (
    id {uuid} NOT NULL PRIMARY KEY,
    session_id {uuid} NOT NULL UNIQUE REFERENCES sessions (id),
    findings text NOT NULL,
    steps_taken text NOT NULL,
    parts_needed {json} NOT NULL,
    next_steps text NOT NULL,
    photo_ids {json} NOT NULL,
    submitted_at {time},
    first_viewed_at {time},
    created_at {time} NOT NULL,
    updated_at {time} NOT NULL
);
CREATE TABLE mechanic_reviews (
    id {uuid} NOT NULL PRIMARY KEY,
    session_id {uuid} NOT NULL UNIQUE REFERENCES sessions (id),
    mechanic_id {uuid} NOT NULL REFERENCES mechanics (id),
    workshop_id {uuid} REFERENCES workshops (id),
    provider_id {uuid} NOT NULL REFERENCES providers (id),
    customer_id {uuid} REFERENCES users (id),
    rating integer NOT NULL CHECK (rating BETWEEN 1 AND 5),
    text text NOT NULL,
    helpful_count bigint NOT NULL,
    reply text,
    replied_at {time},
    flagged_at {time},
    hidden_by {uuid} REFERENCES users (id),
    created_at {time} NOT NULL,
    updated_at {time} NOT NULL
);
CREATE INDEX mechanic_reviews_mechanic ON mechanic_reviews (mechanic_id, id);
CREATE INDEX mechanic_reviews_provider ON mechanic_reviews (provider_id, id);
";
