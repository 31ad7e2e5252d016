use chrono::{DateTime, Utc};
use pitlane_domain::vocabulary::LineKind;
use uuid::Uuid;

use super::Authorization;

response! {
    /// The proof of every approval of one quote.
    pub struct QuoteProof {
        /// The quote.
        pub quote_id: Uuid,
        /// Its number.
        pub number: String,
        /// Its revision.
        pub revision: i32,
        /// The repair that it became or adds to.
        pub repair_id: Option<Uuid>,
        /// The seller's name.
        pub provider_name: String,
        /// The customer's name.
        pub customer_name: String,
        /// The vehicle in words.
        pub vehicle: String,
        /// What is wrong, in the provider's words.
        pub diagnosis_summary: String,
        /// ISO 4217.
        pub currency: String,
        /// The approvals, oldest first.
        pub authorizations: Vec<AuthorizationProof>,
        /// When this proof was made.
        pub issued_at: DateTime<Utc>,
    }

    /// An approval with everything that proves it.
    pub struct AuthorizationProof {
        /// What was kept of it.
        pub authorization: Authorization,
        /// The address that it was given from; none where the provider recorded it.
        pub ip: Option<String>,
        /// The browser that it was given with.
        pub user_agent: Option<String>,
        /// When it was written down; later than it was given where the provider recorded it.
        pub recorded_at: DateTime<Utc>,
        /// Tax in basis points.
        pub tax_bps: i64,
        /// What the approved lines of this quote come to, in minor units.
        pub quote_total_cents: i64,
        /// The approved lines as they were then.
        pub lines: Vec<ProvedLine>,
        /// The text whose SHA-256 is kept with the approval.
        pub canonical: String,
        /// What the customer was told about charging more; none where the approval is older than these words.
        pub tolerance_wording: Option<String>,
    }

    /// An approved line as it was when it was approved.
    pub struct ProvedLine {
        /// The line.
        pub id: Uuid,
        /// What it is for.
        pub kind: LineKind,
        /// In words.
        pub title: String,
        /// How many pieces or hours, in thousandths.
        pub quantity_thousandths: i64,
        /// Price of one, in minor units.
        pub unit_cents: i64,
        /// Quantity times price, rounded half up, in minor units; of a discount what is taken off the whole quote.
        pub total_cents: i64,
        /// Whether tax is due on it.
        pub taxable: bool,
    }
}
