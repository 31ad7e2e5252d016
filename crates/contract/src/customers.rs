//! A customer's dashboard and service history.

use crate::dispatch::SessionRequest;
use chrono::{DateTime, Utc};
use pitlane_domain::vocabulary::ServiceKind;
use uuid::Uuid;

response! {
    /// The customer's dashboard.
    pub struct Dashboard {
        /// Finished services.
        pub completed_services: i64,
        /// Paid, refunds taken off, in minor units.
        pub spent_cents: i64,
        /// ISO 4217.
        pub currency: String,
        /// Warranties that still run.
        pub active_warranties: i64,
        /// Quotes that wait for an answer.
        pub pending_quotes: i64,
        /// Requests and sessions that are under way, newest first.
        pub open_requests: Vec<SessionRequest>,
        /// The vehicle that was used last, in words.
        pub vehicle: Option<String>,
    }

    /// One line of the service history: a session or a repair.
    pub struct ServiceRecord {
        /// The session, of a session.
        pub session_id: Option<Uuid>,
        /// The repair, of a repair.
        pub repair_id: Option<Uuid>,
        /// The seller.
        pub provider_id: Uuid,
        /// The seller's name.
        pub provider_name: String,
        /// Who did the work of a session.
        pub mechanic_name: Option<String>,
        /// What was booked; none for a repair.
        pub service: Option<ServiceKind>,
        /// The customer's words; of a repair its vehicle.
        pub concern: String,
        /// What was found; none before the summary.
        pub diagnosis: Option<String>,
        /// Paid, refunds taken off, in minor units.
        pub paid_cents: i64,
        /// ISO 4217.
        pub currency: String,
        /// When it was finished.
        pub completed_at: DateTime<Utc>,
        /// Until when the work is under warranty.
        pub warranty_until: Option<DateTime<Utc>>,
        /// The quote that a repair began with.
        pub quote_id: Option<Uuid>,
        /// Whether the customer has reviewed it.
        pub reviewed: bool,
    }
}
