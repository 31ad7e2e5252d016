//! What disputes take and give back, what providers are paid out, and to which accounts.
//!
//! A booking was about a payment; a payout is about none. SQLite cannot change a column, so there the ledger is made anew.

use crate::sql;
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
        sql::run(manager, INDEXES).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        if manager.get_connection().get_database_backend() == DbBackend::Postgres {
            sql::run(manager, DOWN_POSTGRES).await?;
        } else {
            sql::run(manager, DOWN_SQLITE).await?;
        }
        sql::drop_tables(manager, &["disputes", "payouts", "payout_accounts"]).await
    }
}

const TABLES: &str = "
CREATE TABLE payout_accounts (
    provider_id {uuid} NOT NULL PRIMARY KEY REFERENCES providers (id),
    gateway text NOT NULL,
    account_id text NOT NULL UNIQUE,
    details_submitted {bool} NOT NULL,
    charges_enabled {bool} NOT NULL,
    payouts_enabled {bool} NOT NULL,
    created_at {time} NOT NULL,
    updated_at {time} NOT NULL
);
CREATE TABLE payouts (
    id {uuid} NOT NULL PRIMARY KEY,
    provider_id {uuid} NOT NULL REFERENCES providers (id),
    gateway text NOT NULL,
    gateway_id text NOT NULL UNIQUE,
    amount_cents bigint NOT NULL CHECK (amount_cents > 0),
    currency text NOT NULL,
    status text NOT NULL CHECK (status IN ('pending', 'paid', 'failed', 'canceled')),
    failure_code text,
    arrives_at {time},
    created_at {time} NOT NULL,
    updated_at {time} NOT NULL
);
CREATE INDEX payouts_provider ON payouts (provider_id, id);
CREATE TABLE disputes (
    id {uuid} NOT NULL PRIMARY KEY,
    payment_id {uuid} NOT NULL REFERENCES payments (id),
    gateway text NOT NULL,
    gateway_id text NOT NULL UNIQUE,
    amount_cents bigint NOT NULL CHECK (amount_cents > 0),
    fee_cents bigint NOT NULL CHECK (fee_cents BETWEEN 0 AND amount_cents),
    currency text NOT NULL,
    reason text NOT NULL,
    status text NOT NULL CHECK (status IN ('needs_response', 'under_review', 'won', 'lost')),
    evidence_due_at {time},
    closed_at {time},
    created_at {time} NOT NULL,
    updated_at {time} NOT NULL
);
CREATE INDEX disputes_payment ON disputes (payment_id);
ALTER TABLE payments ADD COLUMN destination text;
ALTER TABLE payments ADD COLUMN dispute_status text;
";

const INDEXES: &str = "
CREATE INDEX ledger_entries_account ON ledger_entries (account, id);
CREATE INDEX payments_paid ON payments (paid_at) WHERE paid_at IS NOT NULL;
CREATE UNIQUE INDEX ledger_entries_dispute ON ledger_entries (dispute_id, account, reason) WHERE dispute_id IS NOT NULL;
CREATE UNIQUE INDEX ledger_entries_payout ON ledger_entries (payout_id, account, reason) WHERE payout_id IS NOT NULL;
";

const UP_POSTGRES: &str = "
ALTER TABLE ledger_entries ALTER COLUMN payment_id DROP NOT NULL;
ALTER TABLE ledger_entries ADD COLUMN dispute_id uuid REFERENCES disputes (id);
ALTER TABLE ledger_entries ADD COLUMN payout_id uuid REFERENCES payouts (id);
ALTER TABLE ledger_entries DROP CONSTRAINT ledger_entries_reason_check;
ALTER TABLE ledger_entries ADD CONSTRAINT ledger_entries_reason_check CHECK (reason IN ('capture', 'refund', 'dispute', 'dispute_won', 'payout', 'payout_failed'));
ALTER TABLE ledger_entries ADD CONSTRAINT ledger_entries_one_subject CHECK ((payment_id IS NULL) <> (payout_id IS NULL));
";

const DOWN_POSTGRES: &str = "
DELETE FROM ledger_entries WHERE reason NOT IN ('capture', 'refund');
DROP INDEX ledger_entries_account;
DROP INDEX payments_paid;
ALTER TABLE ledger_entries DROP CONSTRAINT ledger_entries_one_subject;
ALTER TABLE ledger_entries DROP CONSTRAINT ledger_entries_reason_check;
ALTER TABLE ledger_entries ADD CONSTRAINT ledger_entries_reason_check CHECK (reason IN ('capture', 'refund'));
ALTER TABLE ledger_entries DROP COLUMN dispute_id;
ALTER TABLE ledger_entries DROP COLUMN payout_id;
ALTER TABLE ledger_entries ALTER COLUMN payment_id SET NOT NULL;
ALTER TABLE payments DROP COLUMN destination;
ALTER TABLE payments DROP COLUMN dispute_status;
";

const UP_SQLITE: &str = "
CREATE TABLE ledger_entries_new (
    id {uuid} NOT NULL PRIMARY KEY,
    transaction_id {uuid} NOT NULL,
    account text NOT NULL,
    amount_cents bigint NOT NULL,
    currency text NOT NULL,
    payment_id {uuid} REFERENCES payments (id),
    reason text NOT NULL CHECK (reason IN ('capture', 'refund', 'dispute', 'dispute_won', 'payout', 'payout_failed')),
    created_at {time} NOT NULL,
    refund_id {uuid} REFERENCES refunds (id),
    dispute_id {uuid} REFERENCES disputes (id),
    payout_id {uuid} REFERENCES payouts (id),
    CHECK ((payment_id IS NULL) <> (payout_id IS NULL))
);
INSERT INTO ledger_entries_new SELECT id, transaction_id, account, amount_cents, currency, payment_id, reason, created_at, refund_id, NULL, NULL FROM ledger_entries;
DROP TABLE ledger_entries;
ALTER TABLE ledger_entries_new RENAME TO ledger_entries;
CREATE INDEX ledger_entries_payment ON ledger_entries (payment_id);
CREATE UNIQUE INDEX ledger_entries_capture ON ledger_entries (payment_id, account) WHERE reason = 'capture';
CREATE UNIQUE INDEX ledger_entries_refund ON ledger_entries (refund_id, account) WHERE refund_id IS NOT NULL;
";

const DOWN_SQLITE: &str = "
CREATE TABLE ledger_entries_old (
    id {uuid} NOT NULL PRIMARY KEY,
    transaction_id {uuid} NOT NULL,
    account text NOT NULL,
    amount_cents bigint NOT NULL,
    currency text NOT NULL,
    payment_id {uuid} NOT NULL REFERENCES payments (id),
    reason text NOT NULL CHECK (reason IN ('capture', 'refund')),
    created_at {time} NOT NULL,
    refund_id {uuid} REFERENCES refunds (id)
);
INSERT INTO ledger_entries_old SELECT id, transaction_id, account, amount_cents, currency, payment_id, reason, created_at, refund_id FROM ledger_entries WHERE reason IN ('capture', 'refund');
DROP TABLE ledger_entries;
ALTER TABLE ledger_entries_old RENAME TO ledger_entries;
CREATE INDEX ledger_entries_payment ON ledger_entries (payment_id);
CREATE UNIQUE INDEX ledger_entries_capture ON ledger_entries (payment_id, account) WHERE reason = 'capture';
CREATE UNIQUE INDEX ledger_entries_refund ON ledger_entries (refund_id, account) WHERE refund_id IS NOT NULL;
DROP INDEX payments_paid;
ALTER TABLE payments DROP COLUMN destination;
ALTER TABLE payments DROP COLUMN dispute_status;
";
