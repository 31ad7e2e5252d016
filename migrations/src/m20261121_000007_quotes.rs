//! Quotes with their lines, approvals and links; repairs with their timeline and photos.

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
                "review_requests",
                "jurisdiction_rules",
                "photos",
                "repair_status_events",
                "authorizations",
                "quote_links",
                "quote_templates",
                "quote_lines",
                "repair_quotes",
                "repairs",
                "quote_counters",
            ],
        )
        .await?;
        sql::run(manager, "ALTER TABLE providers DROP COLUMN region;\n").await
    }
}

// The ceiling of a repair: what is charged and what is on its way may together never pass what was authorised and the
// tolerance of its jurisdiction. Whoever charges adds to `reserved_cents` first, and this row refuses the rest.
const UP: &str = "
ALTER TABLE providers ADD COLUMN region text;
CREATE TABLE quote_counters (
    provider_id {uuid} NOT NULL PRIMARY KEY REFERENCES providers (id),
    last_number bigint NOT NULL,
    created_at {time} NOT NULL
);
CREATE TABLE repairs (
    id {uuid} NOT NULL PRIMARY KEY,
    number bigint NOT NULL,
    provider_id {uuid} NOT NULL REFERENCES providers (id),
    customer_id {uuid} REFERENCES users (id),
    customer_name text NOT NULL,
    customer_email text,
    vehicle_id {uuid} REFERENCES vehicles (id),
    vehicle text NOT NULL,
    status text NOT NULL CHECK (status IN ('received', 'in_progress', 'waiting_for_parts', 'ready', 'completed', 'cancelled')),
    promised_at {time},
    work_completed_at {time},
    warranty_months integer NOT NULL CHECK (warranty_months BETWEEN 0 AND 120),
    warranty_miles integer,
    warranty_expires_at {time},
    currency text NOT NULL,
    authorized_cents bigint NOT NULL CHECK (authorized_cents >= 0),
    tolerance_cents bigint NOT NULL CHECK (tolerance_cents >= 0),
    reserved_cents bigint NOT NULL CHECK (reserved_cents >= 0),
    charged_cents bigint NOT NULL CHECK (charged_cents >= 0),
    refunded_cents bigint NOT NULL CHECK (refunded_cents BETWEEN 0 AND charged_cents),
    created_at {time} NOT NULL,
    updated_at {time} NOT NULL,
    UNIQUE (provider_id, number),
    CHECK (customer_id IS NOT NULL OR customer_email IS NOT NULL),
    CHECK (charged_cents + reserved_cents <= authorized_cents + tolerance_cents),
    CHECK ((status = 'completed') = (work_completed_at IS NOT NULL))
);
CREATE INDEX repairs_open ON repairs (provider_id, id) WHERE status NOT IN ('completed', 'cancelled');
CREATE INDEX repairs_provider ON repairs (provider_id, id);
CREATE INDEX repairs_customer ON repairs (customer_id, id);
CREATE INDEX repairs_pair ON repairs (provider_id, customer_id);
CREATE TABLE repair_quotes (
    id {uuid} NOT NULL PRIMARY KEY,
    number bigint NOT NULL,
    revision integer NOT NULL CHECK (revision >= 1),
    replaces_id {uuid} UNIQUE REFERENCES repair_quotes (id),
    provider_id {uuid} NOT NULL REFERENCES providers (id),
    created_by {uuid} NOT NULL REFERENCES users (id),
    customer_id {uuid} REFERENCES users (id),
    customer_name text NOT NULL,
    customer_email text,
    vehicle_id {uuid} REFERENCES vehicles (id),
    vehicle text NOT NULL,
    session_id {uuid} REFERENCES sessions (id),
    repair_id {uuid} REFERENCES repairs (id),
    supplement {bool} NOT NULL,
    status text NOT NULL CHECK (status IN ('draft', 'sent', 'approved', 'partially_approved', 'declined', 'expired', 'superseded', 'cancelled')),
    diagnosis_summary text NOT NULL,
    currency text NOT NULL,
    tax_bps bigint NOT NULL CHECK (tax_bps BETWEEN 0 AND 5000),
    subtotal_cents bigint NOT NULL CHECK (subtotal_cents >= 0),
    discount_cents bigint NOT NULL CHECK (discount_cents BETWEEN 0 AND subtotal_cents),
    tax_cents bigint NOT NULL CHECK (tax_cents >= 0),
    customer_total_cents bigint NOT NULL,
    approved_cents bigint NOT NULL CHECK (approved_cents >= 0),
    deposit_cents bigint NOT NULL CHECK (deposit_cents BETWEEN 0 AND customer_total_cents),
    warranty_months integer NOT NULL CHECK (warranty_months BETWEEN 0 AND 120),
    warranty_miles integer,
    valid_days integer NOT NULL CHECK (valid_days BETWEEN 1 AND 365),
    valid_until {time},
    decline_reason text,
    version integer NOT NULL,
    sent_at {time},
    viewed_at {time},
    decided_at {time},
    created_at {time} NOT NULL,
    updated_at {time} NOT NULL,
    UNIQUE (provider_id, number, revision),
    CHECK (customer_id IS NOT NULL OR customer_email IS NOT NULL),
    CHECK (customer_total_cents = subtotal_cents - discount_cents + tax_cents),
    CHECK (sent_at IS NOT NULL OR status IN ('draft', 'cancelled')),
    CHECK (approved_cents = 0 OR repair_id IS NOT NULL),
    CHECK (NOT supplement OR repair_id IS NOT NULL)
);
CREATE INDEX repair_quotes_provider ON repair_quotes (provider_id, id);
CREATE INDEX repair_quotes_customer ON repair_quotes (customer_id, id);
CREATE INDEX repair_quotes_repair ON repair_quotes (repair_id);
CREATE INDEX repair_quotes_unclaimed ON repair_quotes (customer_email) WHERE customer_id IS NULL;
CREATE TABLE quote_lines (
    id {uuid} NOT NULL PRIMARY KEY,
    quote_id {uuid} NOT NULL REFERENCES repair_quotes (id),
    position integer NOT NULL,
    kind text NOT NULL CHECK (kind IN ('labor', 'part', 'fee', 'discount')),
    title text NOT NULL,
    quantity_thousandths bigint NOT NULL CHECK (quantity_thousandths > 0),
    unit_cents bigint NOT NULL CHECK (unit_cents >= 0),
    total_cents bigint NOT NULL CHECK (total_cents >= 0),
    taxable {bool} NOT NULL,
    part_number text,
    part_condition text CHECK (part_condition IN ('new', 'used', 'rebuilt')),
    severity text CHECK (severity IN ('unsafe', 'soon', 'later')),
    decision text NOT NULL CHECK (decision IN ('pending', 'approved', 'declined')),
    deferred text CHECK (deferred IN ('later', 'snoozed', 'done_elsewhere')),
    snoozed_until {time},
    created_at {time} NOT NULL,
    updated_at {time} NOT NULL,
    CHECK (part_condition IS NULL OR kind = 'part'),
    CHECK (deferred IS NULL OR decision = 'declined'),
    CHECK ((deferred = 'snoozed') = (snoozed_until IS NOT NULL))
);
CREATE INDEX quote_lines_quote ON quote_lines (quote_id, position);
CREATE INDEX quote_lines_declined ON quote_lines (quote_id) WHERE decision = 'declined';
CREATE TABLE quote_templates (
    id {uuid} NOT NULL PRIMARY KEY,
    provider_id {uuid} NOT NULL REFERENCES providers (id),
    name text NOT NULL,
    diagnosis_summary text NOT NULL,
    lines {json} NOT NULL,
    created_by {uuid} NOT NULL REFERENCES users (id),
    created_at {time} NOT NULL,
    updated_at {time} NOT NULL,
    UNIQUE (provider_id, name)
);
CREATE TABLE quote_links (
    id {uuid} NOT NULL PRIMARY KEY,
    quote_id {uuid} NOT NULL REFERENCES repair_quotes (id),
    hash text NOT NULL UNIQUE,
    expires_at {time} NOT NULL,
    created_at {time} NOT NULL
);
CREATE INDEX quote_links_quote ON quote_links (quote_id);
CREATE TABLE authorizations (
    id {uuid} NOT NULL PRIMARY KEY,
    quote_id {uuid} NOT NULL REFERENCES repair_quotes (id),
    repair_id {uuid} NOT NULL REFERENCES repairs (id),
    revision integer NOT NULL,
    customer_id {uuid} REFERENCES users (id),
    method text NOT NULL CHECK (method IN ('portal', 'link', 'phone', 'in_person', 'text')),
    line_ids {json} NOT NULL,
    typed_name text NOT NULL,
    recorded_by {uuid} REFERENCES users (id),
    reason text,
    ip text,
    user_agent text,
    added_cents bigint NOT NULL,
    total_cents bigint NOT NULL CHECK (total_cents >= 0),
    canonical text NOT NULL,
    sha256 text NOT NULL,
    at {time} NOT NULL,
    created_at {time} NOT NULL,
    CHECK ((method IN ('portal', 'link')) = (recorded_by IS NULL))
);
CREATE INDEX authorizations_quote ON authorizations (quote_id);
CREATE INDEX authorizations_repair ON authorizations (repair_id);
CREATE TABLE repair_status_events (
    id {uuid} NOT NULL PRIMARY KEY,
    repair_id {uuid} NOT NULL REFERENCES repairs (id),
    status text NOT NULL CHECK (status IN ('received', 'in_progress', 'waiting_for_parts', 'ready', 'completed', 'cancelled')),
    note text NOT NULL,
    internal {bool} NOT NULL,
    reason text,
    promised_at {time},
    by_user_id {uuid} REFERENCES users (id),
    at {time} NOT NULL,
    created_at {time} NOT NULL
);
CREATE INDEX repair_status_events_repair ON repair_status_events (repair_id, id);
CREATE TABLE photos (
    id {uuid} NOT NULL PRIMARY KEY,
    repair_id {uuid} REFERENCES repairs (id),
    quote_line_id {uuid} REFERENCES quote_lines (id),
    category text NOT NULL CHECK (category IN ('damage', 'progress', 'completed')),
    pair_id {uuid} REFERENCES photos (id),
    caption text NOT NULL,
    storage_key text NOT NULL,
    sha256 text NOT NULL,
    size bigint NOT NULL,
    width integer NOT NULL,
    height integer NOT NULL,
    taken_at {time},
    uploaded_by {uuid} NOT NULL REFERENCES users (id),
    created_at {time} NOT NULL,
    CHECK (repair_id IS NOT NULL OR quote_line_id IS NOT NULL)
);
CREATE INDEX photos_repair ON photos (repair_id, id);
CREATE INDEX photos_line ON photos (quote_line_id);
CREATE INDEX photos_key ON photos (storage_key);
CREATE TABLE jurisdiction_rules (
    id {uuid} NOT NULL PRIMARY KEY,
    region text NOT NULL UNIQUE,
    written_above_cents bigint CHECK (written_above_cents >= 0),
    tolerance_bps bigint CHECK (tolerance_bps BETWEEN 0 AND 10000),
    tolerance_cents bigint CHECK (tolerance_cents >= 0),
    wording text NOT NULL,
    created_at {time} NOT NULL,
    updated_at {time} NOT NULL
);
CREATE TABLE review_requests (
    id {uuid} NOT NULL PRIMARY KEY,
    session_id {uuid} UNIQUE REFERENCES sessions (id),
    repair_id {uuid} UNIQUE REFERENCES repairs (id),
    provider_id {uuid} NOT NULL REFERENCES providers (id),
    customer_id {uuid} NOT NULL REFERENCES users (id),
    due_at {time} NOT NULL,
    requested_at {time},
    platform_clicked text,
    rating integer CHECK (rating BETWEEN 1 AND 5),
    status text NOT NULL CHECK (status IN ('scheduled', 'requested', 'completed', 'skipped')),
    created_at {time} NOT NULL,
    updated_at {time} NOT NULL,
    CHECK ((session_id IS NULL) <> (repair_id IS NULL))
);
";
