//! The schema of Pitlane, forward and back, the same on SQLite and PostgreSQL.
//!
//! Each migration is SQL with a few placeholders for what the two engines call differently (see [`sql`]).

pub use sea_orm_migration::MigratorTrait;
use sea_orm_migration::prelude::*;

mod m20261121_000001_accounts;
mod m20261121_000002_providers;
mod m20261121_000003_payments;
mod m20261121_000004_dispatch;
mod m20261121_000005_sessions;
mod m20261121_000006_platform;
mod m20261121_000007_quotes;
mod m20261121_000008_repair_payments;
mod m20261121_000009_directory;
mod m20261121_000010_repair_reviews;
mod m20261121_000011_payouts;
mod m20261121_000014_quote_messages;
mod m20261121_000015_outbox_channels;
mod m20261121_000016_messages;
mod m20261121_000017_reviews_and_service;
mod m20261121_000018_cards;
mod m20261128_000019_two_factor;
mod m20261128_000020_consent;
mod m20261128_000021_workers;
mod m20261128_000023_inbox;
mod m20261128_000024_by_status;
mod m20261128_000025_quote_terms;
mod m20261128_000026_charged_payments;
mod m20261128_000028_request_photos;
mod m20261128_000029_offered_services;
pub mod sql;

/// Every migration, in order.
pub struct Migrator;

#[async_trait::async_trait]
impl MigratorTrait for Migrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        vec![
            Box::new(m20261121_000001_accounts::Migration),
            Box::new(m20261121_000002_providers::Migration),
            Box::new(m20261121_000003_payments::Migration),
            Box::new(m20261121_000004_dispatch::Migration),
            Box::new(m20261121_000005_sessions::Migration),
            Box::new(m20261121_000006_platform::Migration),
            Box::new(m20261121_000007_quotes::Migration),
            Box::new(m20261121_000008_repair_payments::Migration),
            Box::new(m20261121_000009_directory::Migration),
            Box::new(m20261121_000010_repair_reviews::Migration),
            Box::new(m20261121_000011_payouts::Migration),
            Box::new(m20261121_000014_quote_messages::Migration),
            Box::new(m20261121_000015_outbox_channels::Migration),
            Box::new(m20261121_000016_messages::Migration),
            Box::new(m20261121_000017_reviews_and_service::Migration),
            Box::new(m20261121_000018_cards::Migration),
            Box::new(m20261128_000019_two_factor::Migration),
            Box::new(m20261128_000020_consent::Migration),
            Box::new(m20261128_000021_workers::Migration),
            Box::new(m20261128_000023_inbox::Migration),
            Box::new(m20261128_000024_by_status::Migration),
            Box::new(m20261128_000025_quote_terms::Migration),
            Box::new(m20261128_000026_charged_payments::Migration),
            Box::new(m20261128_000028_request_photos::Migration),
            Box::new(m20261128_000029_offered_services::Migration),
        ]
    }
}
