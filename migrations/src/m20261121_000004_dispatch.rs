//! Offers and the timeline of session requests.

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
        sql::drop_tables(manager, &["request_events", "dispatch_offers"]).await
    }
}

const UP: &str = "
CREATE TABLE dispatch_offers (
    id {uuid} NOT NULL PRIMARY KEY,
    request_id {uuid} NOT NULL REFERENCES session_requests (id),
    mechanic_id {uuid} NOT NULL REFERENCES mechanics (id),
    kind text NOT NULL CHECK (kind IN ('priority', 'broadcast')),
    sent_at {time} NOT NULL,
    attempts integer NOT NULL,
    delivered_at {time},
    seen_at {time},
    response text CHECK (response IN ('accepted', 'declined', 'missed', 'closed', 'cancelled')),
    reason text,
    responded_at {time},
    created_at {time} NOT NULL,
    UNIQUE (request_id, mechanic_id, kind)
);
CREATE INDEX dispatch_offers_mechanic ON dispatch_offers (mechanic_id, sent_at);
CREATE INDEX dispatch_offers_open ON dispatch_offers (mechanic_id) WHERE response IS NULL;
CREATE UNIQUE INDEX dispatch_offers_winner ON dispatch_offers (request_id) WHERE response = 'accepted';
CREATE TABLE request_events (
    id {uuid} NOT NULL PRIMARY KEY,
    request_id {uuid} NOT NULL REFERENCES session_requests (id),
    at {time} NOT NULL,
    kind text NOT NULL,
    actor_user_id {uuid} REFERENCES users (id),
    actor_name text,
    detail {json} NOT NULL,
    created_at {time} NOT NULL
);
CREATE INDEX request_events_request ON request_events (request_id, at);
";
