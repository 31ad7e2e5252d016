//! Payments of repairs, refunds and the rules of the platform's fee.
//!
//! A payment was for a session request; now it is for a request or a repair, exactly one. SQLite cannot change a column,
//! so there the table and the ledger, which points to it, are made anew.

use crate::sql;
use sea_orm::prelude::{DateTimeUtc, Uuid};
use sea_orm::{ConnectionTrait, DbBackend};
use sea_orm_migration::prelude::*;

/// See the module.
#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    // one connection: others of the pool may still know the tables as they were
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        sql::run(manager, TABLES).await?;
        if manager.get_connection().get_database_backend() == DbBackend::Postgres {
            sql::run(manager, UP_POSTGRES).await?;
        } else {
            sql::run(manager, UP_SQLITE).await?;
        }
        sql::run(manager, INDEXES).await?;
        default_fees(manager).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        if manager.get_connection().get_database_backend() == DbBackend::Postgres {
            sql::run(manager, DOWN_POSTGRES).await?;
        } else {
            sql::run(manager, DOWN_SQLITE).await?;
        }
        sql::drop_tables(manager, &["sandbox_refunds", "fee_rules"]).await
    }
}

/// What applies where no other rule does: 15% of a session, 10% of a repair.
async fn default_fees(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let at = DateTimeUtc::UNIX_EPOCH;
    for (number, applies_to, percent) in [(1_u128, "session", 1_500_i64), (2, "quote", 1_000)] {
        let id = Uuid::from_u128(0x0193_4d3b_0000_7000_8000_0000_0000_0000 + number);
        let insert = Query::insert()
            .into_table("fee_rules")
            .columns([
                "id",
                "rule_id",
                "version",
                "applies_to",
                "scope",
                "percent_bps",
                "fixed_cents",
                "priority",
                "active",
                "valid_from",
                "created_at",
            ])
            .values_panic([
                id.into(),
                id.into(),
                1.into(),
                applies_to.into(),
                "all".into(),
                percent.into(),
                0_i64.into(),
                0.into(),
                true.into(),
                at.into(),
                at.into(),
            ])
            .to_owned();
        manager.execute(insert).await?;
    }
    Ok(())
}

const TABLES: &str = "
CREATE TABLE fee_rules (
    id {uuid} NOT NULL PRIMARY KEY,
    rule_id {uuid} NOT NULL,
    version integer NOT NULL,
    applies_to text NOT NULL CHECK (applies_to IN ('session', 'quote')),
    scope text NOT NULL CHECK (scope IN ('all', 'provider_type', 'service', 'provider')),
    provider_type text CHECK (provider_type IN ('independent', 'workshop')),
    provider_id {uuid} REFERENCES providers (id),
    service text CHECK (service IN ('chat', 'video', 'in_person')),
    percent_bps bigint NOT NULL CHECK (percent_bps BETWEEN 0 AND 10000),
    fixed_cents bigint NOT NULL CHECK (fixed_cents >= 0),
    min_cents bigint CHECK (min_cents >= 0),
    max_cents bigint CHECK (max_cents >= 0),
    priority integer NOT NULL,
    active {bool} NOT NULL,
    valid_from {time} NOT NULL,
    valid_until {time},
    created_by {uuid} REFERENCES users (id),
    created_at {time} NOT NULL,
    UNIQUE (rule_id, version),
    CHECK ((scope = 'provider_type') = (provider_type IS NOT NULL)),
    CHECK ((scope = 'provider') = (provider_id IS NOT NULL)),
    CHECK ((scope = 'service') = (service IS NOT NULL))
);
CREATE TABLE refunds (
    id {uuid} NOT NULL PRIMARY KEY,
    payment_id {uuid} NOT NULL REFERENCES payments (id),
    amount_cents bigint NOT NULL CHECK (amount_cents > 0),
    fee_cents bigint NOT NULL CHECK (fee_cents >= 0),
    currency text NOT NULL,
    status text NOT NULL CHECK (status IN ('pending', 'succeeded', 'failed')),
    reason text NOT NULL,
    gateway_id text UNIQUE,
    failure_code text,
    requested_by {uuid} NOT NULL REFERENCES users (id),
    created_at {time} NOT NULL,
    updated_at {time} NOT NULL
);
CREATE TABLE sandbox_refunds (
    id text NOT NULL PRIMARY KEY,
    idempotency_key text NOT NULL UNIQUE,
    intent_id text NOT NULL REFERENCES sandbox_intents (id),
    amount_cents bigint NOT NULL CHECK (amount_cents > 0),
    created_at {time} NOT NULL
);
CREATE INDEX sandbox_refunds_intent ON sandbox_refunds (intent_id);
";

const INDEXES: &str = "
CREATE INDEX refunds_payment ON refunds (payment_id);
CREATE INDEX payments_repair ON payments (repair_id) WHERE repair_id IS NOT NULL;
CREATE UNIQUE INDEX ledger_entries_refund ON ledger_entries (refund_id, account) WHERE refund_id IS NOT NULL;
";

const UP_POSTGRES: &str = "
ALTER TABLE payments ALTER COLUMN session_request_id DROP NOT NULL;
ALTER TABLE payments ADD COLUMN repair_id uuid REFERENCES repairs (id);
ALTER TABLE payments ADD COLUMN part text CHECK (part IN ('deposit', 'part', 'rest'));
ALTER TABLE payments ADD COLUMN fee_rule_id uuid REFERENCES fee_rules (id);
ALTER TABLE payments ADD CONSTRAINT payments_one_subject CHECK ((session_request_id IS NULL) <> (repair_id IS NULL));
ALTER TABLE payments ADD CONSTRAINT payments_part CHECK ((repair_id IS NULL) = (part IS NULL));
ALTER TABLE ledger_entries ADD COLUMN refund_id uuid REFERENCES refunds (id);
";

const DOWN_POSTGRES: &str = "
ALTER TABLE ledger_entries DROP COLUMN refund_id;
DROP TABLE refunds;
DELETE FROM ledger_entries WHERE payment_id IN (SELECT id FROM payments WHERE repair_id IS NOT NULL);
DELETE FROM payments WHERE repair_id IS NOT NULL;
DROP INDEX payments_repair;
ALTER TABLE payments DROP CONSTRAINT payments_one_subject;
ALTER TABLE payments DROP CONSTRAINT payments_part;
ALTER TABLE payments DROP COLUMN repair_id;
ALTER TABLE payments DROP COLUMN part;
ALTER TABLE payments DROP COLUMN fee_rule_id;
ALTER TABLE payments ALTER COLUMN session_request_id SET NOT NULL;
";

const UP_SQLITE: &str = "
CREATE TABLE payments_new (
    id {uuid} NOT NULL PRIMARY KEY,
    session_request_id {uuid} UNIQUE REFERENCES session_requests (id),
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
    updated_at {time} NOT NULL,
    repair_id {uuid} REFERENCES repairs (id),
    part text CHECK (part IN ('deposit', 'part', 'rest')),
    fee_rule_id {uuid} REFERENCES fee_rules (id),
    CHECK ((session_request_id IS NULL) <> (repair_id IS NULL)),
    CHECK ((repair_id IS NULL) = (part IS NULL))
);
INSERT INTO payments_new SELECT id, session_request_id, customer_id, provider_id, amount_cents, refunded_cents, fee_cents, currency, status, gateway, gateway_id, client_secret, failure_code, authorized_at, paid_at, created_at, updated_at, NULL, NULL, NULL FROM payments;
CREATE TABLE ledger_entries_new (
    id {uuid} NOT NULL PRIMARY KEY,
    transaction_id {uuid} NOT NULL,
    account text NOT NULL,
    amount_cents bigint NOT NULL,
    currency text NOT NULL,
    payment_id {uuid} NOT NULL REFERENCES payments_new (id),
    reason text NOT NULL CHECK (reason IN ('capture', 'refund')),
    created_at {time} NOT NULL,
    refund_id {uuid} REFERENCES refunds (id)
);
INSERT INTO ledger_entries_new SELECT id, transaction_id, account, amount_cents, currency, payment_id, reason, created_at, NULL FROM ledger_entries;
DROP TABLE ledger_entries;
DROP TABLE payments;
ALTER TABLE payments_new RENAME TO payments;
ALTER TABLE ledger_entries_new RENAME TO ledger_entries;
CREATE INDEX payments_customer ON payments (customer_id);
CREATE INDEX ledger_entries_payment ON ledger_entries (payment_id);
CREATE UNIQUE INDEX ledger_entries_capture ON ledger_entries (payment_id, account) WHERE reason = 'capture';
";

const DOWN_SQLITE: &str = "
CREATE TABLE payments_old (
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
INSERT INTO payments_old SELECT id, session_request_id, customer_id, provider_id, amount_cents, refunded_cents, fee_cents, currency, status, gateway, gateway_id, client_secret, failure_code, authorized_at, paid_at, created_at, updated_at FROM payments WHERE repair_id IS NULL;
CREATE TABLE ledger_entries_old (
    id {uuid} NOT NULL PRIMARY KEY,
    transaction_id {uuid} NOT NULL,
    account text NOT NULL,
    amount_cents bigint NOT NULL,
    currency text NOT NULL,
    payment_id {uuid} NOT NULL REFERENCES payments_old (id),
    reason text NOT NULL CHECK (reason IN ('capture', 'refund')),
    created_at {time} NOT NULL
);
INSERT INTO ledger_entries_old SELECT l.id, l.transaction_id, l.account, l.amount_cents, l.currency, l.payment_id, l.reason, l.created_at FROM ledger_entries l JOIN payments p ON p.id = l.payment_id WHERE p.repair_id IS NULL;
DROP TABLE ledger_entries;
DROP TABLE refunds;
DROP TABLE payments;
ALTER TABLE payments_old RENAME TO payments;
ALTER TABLE ledger_entries_old RENAME TO ledger_entries;
CREATE INDEX payments_customer ON payments (customer_id);
CREATE INDEX ledger_entries_payment ON ledger_entries (payment_id);
CREATE UNIQUE INDEX ledger_entries_capture ON ledger_entries (payment_id, account) WHERE reason = 'capture';
";
