//! Session requests with their payments, the ledger and the gateway's events.

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
            &["sandbox_intents", "gateway_events", "ledger_entries", "payments", "session_requests"],
        )
        .await
    }
}

const UP: &str = "
CREATE TABLE session_requests (
    id {uuid} NOT NULL PRIMARY KEY,
    customer_id {uuid} NOT NULL REFERENCES users (id),
    vehicle_id {uuid} NOT NULL REFERENCES vehicles (id),
    service text NOT NULL CHECK (service IN ('chat', 'video', 'in_person')),
    concern text NOT NULL,
    price_cents bigint NOT NULL CHECK (price_cents >= 0),
    currency text NOT NULL,
    planned_minutes integer NOT NULL,
    status text NOT NULL CHECK (status IN ('awaiting_payment', 'pending', 'accepted', 'cancelled', 'expired')),
    routing_type text NOT NULL CHECK (routing_type IN ('broadcast', 'priority_broadcast')),
    preferred_provider_id {uuid} REFERENCES providers (id),
    notify_and_wait {bool} NOT NULL,
    window_open {bool} NOT NULL,
    priority_window_minutes integer,
    priority_notified_at {time},
    priority_expires_at {time},
    fallback_broadcast_at {time},
    broadcast_cause text,
    broadcast_round integer NOT NULL,
    broadcast_expires_at {time},
    payment_due_at {time} NOT NULL,
    accepted_at {time},
    mechanic_id {uuid} REFERENCES mechanics (id),
    started_at {time},
    parent_session_id {uuid},
    follow_up_type text CHECK (follow_up_type IN ('quick_question', 'mini_extension', 'new_issue')),
    created_at {time} NOT NULL,
    updated_at {time} NOT NULL,
    CHECK (routing_type = 'broadcast' OR preferred_provider_id IS NOT NULL),
    CHECK ((status = 'accepted') = (mechanic_id IS NOT NULL)),
    CHECK (NOT window_open OR status = 'pending')
);
CREATE INDEX session_requests_customer ON session_requests (customer_id, created_at);
CREATE INDEX session_requests_preferred ON session_requests (preferred_provider_id) WHERE preferred_provider_id IS NOT NULL;
CREATE INDEX session_requests_searching ON session_requests (created_at) WHERE status = 'pending';
CREATE TABLE payments (
    id {uuid} NOT NULL PRIMARY KEY,
    session_request_id {uuid} NOT NULL UNIQUE REFERENCES session_requests (id),
    customer_id {uuid} NOT NULL REFERENCES users (id),
    provider_id {uuid} REFERENCES providers (id),
    amount_cents bigint NOT NULL CHECK (amount_cents >= 0),
    refunded_cents bigint NOT NULL CHECK (refunded_cents BETWEEN 0 AND amount_cents),
    fee_cents bigint,
    currency text NOT NULL,
    status text NOT NULL CHECK (status IN ('requires_payment', 'processing', 'requires_capture', 'succeeded', 'failed', 'canceled')),
    gateway text NOT NULL,
    gateway_id text UNIQUE,
    client_secret text,
    failure_code text,
    authorized_at {time},
    paid_at {time},
    created_at {time} NOT NULL,
    updated_at {time} NOT NULL
);
CREATE INDEX payments_customer ON payments (customer_id);
CREATE TABLE ledger_entries (
    id {uuid} NOT NULL PRIMARY KEY,
    transaction_id {uuid} NOT NULL,
    account text NOT NULL,
    amount_cents bigint NOT NULL,
    currency text NOT NULL,
    payment_id {uuid} NOT NULL REFERENCES payments (id),
    reason text NOT NULL CHECK (reason IN ('capture', 'refund')),
    created_at {time} NOT NULL
);
CREATE INDEX ledger_entries_payment ON ledger_entries (payment_id);
CREATE UNIQUE INDEX ledger_entries_capture ON ledger_entries (payment_id, account) WHERE reason = 'capture';
CREATE TABLE gateway_events (
    id {uuid} NOT NULL PRIMARY KEY,
    gateway text NOT NULL,
    event_id text NOT NULL,
    kind text NOT NULL,
    payload text NOT NULL,
    received_at {time} NOT NULL,
    processed_at {time},
    outcome text,
    created_at {time} NOT NULL,
    UNIQUE (gateway, event_id)
);
CREATE TABLE sandbox_intents (
    id text NOT NULL PRIMARY KEY,
    idempotency_key text NOT NULL UNIQUE,
    client_secret text NOT NULL,
    amount_cents bigint NOT NULL,
    amount_received_cents bigint NOT NULL,
    currency text NOT NULL,
    status text NOT NULL CHECK (status IN ('requires_payment_method', 'requires_action', 'requires_capture', 'succeeded', 'canceled')),
    last_error text,
    created_at {time} NOT NULL,
    updated_at {time} NOT NULL
);
";
