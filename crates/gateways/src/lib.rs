//! The outside world behind traits, each with its real and its sandbox form: payments, mail and files.
//!
//! Nothing here knows a feature. Time comes in as a parameter, settings as the structs of each module.

pub mod disputes;
pub mod files;
pub mod images;
pub mod mail;
pub mod outbox;
pub mod payments;
pub mod s3;
pub mod sandbox_cards;
pub mod sandbox_payments;
mod sandbox_refunds;
pub mod smtp;
pub mod stripe;
mod token;
pub mod webhooks;
