//! What a seller's region asks of quotes, a seller's usual rates, links to single repairs, and review requests to people
//! without an account.
//!
//! A review request had an account that it went to; one to a guest has none until the guest makes one.

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
        sql::run(manager, UP).await?;
        if manager.get_connection().get_database_backend() == DbBackend::Postgres {
            let text = "ALTER TABLE review_requests ALTER COLUMN customer_id DROP NOT NULL;\n";
            sql::run(manager, text).await?;
        } else {
            sql::run(manager, UP_SQLITE).await?;
        }
        for (place, rule) in RULES.iter().enumerate() {
            add_rule(manager, place as u128 + 1, rule).await?;
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        sql::run(manager, DOWN).await?;
        if manager.get_connection().get_database_backend() == DbBackend::Postgres {
            // SQLite would need a table of its own for that, and the way on from here does without
            let text = "ALTER TABLE review_requests ALTER COLUMN customer_id SET NOT NULL;\n";
            sql::run(manager, text).await?;
        }
        sql::drop_tables(manager, &["repair_links"]).await
    }
}

/// A rule as it is written down: what `docs/decisions/0025-jurisdictions.md` says about each.
struct Rule {
    region: &'static str,
    name: &'static str,
    written_above_cents: Option<i64>,
    tolerance_bps: Option<i64>,
    source: &'static str,
    wording: &'static str,
}

const RULES: [Rule; 4] = [
    Rule {
        region: "default",
        name: "Another place",
        written_above_cents: None,
        tolerance_bps: None,
        source: "The platform's own rule where it knows none of the place",
        wording: "You pay no more than the total that you approve. Anything above it needs your approval first.",
    },
    Rule {
        region: "US-CA",
        name: "California",
        written_above_cents: Some(0),
        tolerance_bps: None,
        source: "California Business and Professions Code, section 9884.9",
        wording: "California: the work starts after you approve this estimate, and you pay no more than the total that you \
                  approve. Anything above it needs your consent before it is done.",
    },
    Rule {
        region: "US-NY",
        name: "New York",
        written_above_cents: None,
        tolerance_bps: None,
        source: "New York Vehicle and Traffic Law, article 12-A, and 15 NYCRR 82.5",
        wording: "New York: you may ask for a written estimate, and you pay no more than the total that you approve. \
                  Anything above it needs your consent before it is done.",
    },
    Rule {
        region: "US-WA",
        name: "Washington",
        written_above_cents: Some(10_000),
        tolerance_bps: Some(1_000),
        source: "Revised Code of Washington 46.71.015 and 46.71.025",
        wording: "Washington: an estimate above $100 is given in writing. The final price may be up to 10% above the total \
                  that you approve. More than that needs your approval first.",
    },
];

async fn add_rule(manager: &SchemaManager<'_>, number: u128, rule: &Rule) -> Result<(), DbErr> {
    let at = DateTimeUtc::UNIX_EPOCH;
    let id = Uuid::from_u128(0x0193_4d3b_0000_7000_8000_0000_0001_0000 + number);
    let insert = Query::insert()
        .into_table("jurisdiction_rules")
        .columns([
            "id",
            "region",
            "name",
            "written_above_cents",
            "tolerance_bps",
            "source",
            "wording",
            "created_at",
            "updated_at",
        ])
        .values_panic([
            id.into(),
            rule.region.into(),
            rule.name.into(),
            rule.written_above_cents.into(),
            rule.tolerance_bps.into(),
            rule.source.into(),
            rule.wording.into(),
            at.into(),
            at.into(),
        ])
        .to_owned();
    manager.execute(insert).await.map(drop)
}

const UP: &str = "
ALTER TABLE jurisdiction_rules ADD COLUMN name text NOT NULL DEFAULT '';
ALTER TABLE jurisdiction_rules ADD COLUMN source text NOT NULL DEFAULT '';
ALTER TABLE providers ADD COLUMN labor_rate_cents bigint CHECK (labor_rate_cents BETWEEN 0 AND 100000000);
ALTER TABLE providers ADD COLUMN tax_bps bigint CHECK (tax_bps BETWEEN 0 AND 5000);
ALTER TABLE authorizations ADD COLUMN tolerance_wording text;
CREATE TABLE repair_links (
    id {uuid} NOT NULL PRIMARY KEY,
    repair_id {uuid} NOT NULL REFERENCES repairs (id),
    hash text NOT NULL UNIQUE,
    expires_at {time} NOT NULL,
    created_at {time} NOT NULL
);
CREATE INDEX repair_links_repair ON repair_links (repair_id);
";

const UP_SQLITE: &str = "
ALTER TABLE review_requests ADD COLUMN asked_id {uuid} REFERENCES users (id);
UPDATE review_requests SET asked_id = customer_id;
ALTER TABLE review_requests DROP COLUMN customer_id;
ALTER TABLE review_requests RENAME COLUMN asked_id TO customer_id;
";

const DOWN: &str = "
DELETE FROM review_clicks WHERE request_id IN (SELECT id FROM review_requests WHERE customer_id IS NULL);
DELETE FROM review_requests WHERE customer_id IS NULL;
ALTER TABLE authorizations DROP COLUMN tolerance_wording;
ALTER TABLE providers DROP COLUMN tax_bps;
ALTER TABLE providers DROP COLUMN labor_rate_cents;
DELETE FROM jurisdiction_rules WHERE source <> '';
ALTER TABLE jurisdiction_rules DROP COLUMN source;
ALTER TABLE jurisdiction_rules DROP COLUMN name;
";
