//! The API as its users see it: given people and a world, when one of them does something, then what everybody sees.
//! Every test runs on SQLite, and on PostgreSQL with `PITLANE_TEST_DATABASE=postgres`.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::missing_panics_doc,
    reason = "a test that cannot go on fails"
)]
#![allow(missing_docs, reason = "the names of the tests say what they show")]

mod access;
mod accounts;
mod choices;
mod conventions;
mod demo;
mod dispatch;
mod favorites;
mod fees;
mod idempotency;
mod jobs;
mod ledger;
mod lists;
mod messages;
mod migrations;
mod notifications;
mod payments;
mod processes;
mod providers;
mod quotes;
mod realtime;
mod reminders;
mod reviews;
mod secrecy;
mod sessions;
mod staff_messages;
mod stripe;
mod support;
mod uploads;
mod vehicles;
