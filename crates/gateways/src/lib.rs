//! The outside world behind traits, each with its real and its sandbox form: payments, mail, text messages,
//! messages to browsers, and files.
//!
//! Nothing here knows a feature. Time comes in as a parameter, settings as the structs of each module.

pub mod accounts;
pub mod bounces;
pub mod cards;
pub mod disputes;
pub mod files;
pub mod images;
pub mod keywords;
pub mod mail;
pub mod outbox;
pub mod payments;
pub mod payouts;
pub mod push;
pub mod s3;
mod sandbox_accounts;
pub mod sandbox_cards;
mod sandbox_customers;
pub mod sandbox_payments;
pub mod sandbox_payouts;
mod sandbox_refunds;
pub mod sms;
pub mod smtp;
mod smtp_connections;
pub mod stripe;
mod stripe_accounts;
mod stripe_cards;
mod stripe_refunds;
mod token;
pub mod twilio;
pub mod twilio_calls;
pub mod webhooks;
pub mod webpush;

/// Has the tests of this crate speak TLS as the product does.
#[cfg(test)]
pub(crate) fn with_tls() {
    // a second one is refused, and the first stays
    let _ = rustls::crypto::ring::default_provider().install_default();
}
