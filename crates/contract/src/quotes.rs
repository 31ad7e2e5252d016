//! Quotes: the priced proposal for a repair, line by line, and what the customer says to it.

use crate::Given;
use crate::repairs::Photo;
use chrono::{DateTime, Utc};
use pitlane_domain::vocabulary::{
    AuthorizationMethod, Deferral, LineDecision, LineKind, PartCondition, QuoteStatus, Severity,
};
use uuid::Uuid;

mod customers;
mod messages;
mod proof;
mod templates;
mod terms;
pub use customers::{KnownVehicle, QuoteCustomer, QuoteCustomerQuery};
pub use messages::{QuoteMessage, WriteQuoteMessage};
pub use proof::{AuthorizationProof, ProvedLine, QuoteProof};
pub use templates::{Template, WriteTemplate};
pub use terms::{Jurisdiction, SellingTerms, WriteSellingTerms};

request! {
    /// A line as its provider writes it.
    pub struct WriteLine {
        /// A line of this quote that stays what it is; none for a new one.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub id: Option<Uuid>,
        /// What it is for.
        pub kind: LineKind,
        /// In words, 1 to 200 characters.
        pub title: String,
        /// How many pieces or hours, in thousandths: 1 to 10,000,000.
        pub quantity_thousandths: i64,
        /// Price of one in minor units, 0 to 100,000,000; of a discount what is taken off.
        pub unit_cents: i64,
        /// Whether tax is due on it.
        #[serde(default)]
        pub taxable: bool,
        /// The maker's number, up to 60 characters.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub part_number: Option<String>,
        /// For parts only.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub part_condition: Option<PartCondition>,
        /// How pressing it is.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub severity: Option<Severity>,
    }

    /// A new quote, as a draft. It goes to a customer that the provider has worked with (`customer_id`), to anybody by
    /// e-mail (`customer_email`), or comes from a session (`session_id`) or a repair under way (`repair_id`), which name
    /// the customer and the vehicle themselves.
    pub struct NewQuote {
        /// The customer, by account.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub customer_id: Option<Uuid>,
        /// The customer, by address.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub customer_email: Option<String>,
        /// The customer's name; needed beside an address.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub customer_name: Option<String>,
        /// A vehicle of the customer.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub vehicle_id: Option<Uuid>,
        /// The vehicle in words, where it is not known here.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub vehicle: Option<String>,
        /// A session with the customer: its summary fills the diagnosis and the parts, unless they are given.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub session_id: Option<Uuid>,
        /// A repair under way that this adds work to.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub repair_id: Option<Uuid>,
        /// A template whose diagnosis and lines are taken, unless they are given.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub template_id: Option<Uuid>,
        /// What is wrong, in the provider's words, up to 4,000 characters.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub diagnosis_summary: Option<String>,
        /// Tax in basis points, 0 to 5,000.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub tax_bps: Option<i64>,
        /// To be paid first, in minor units; at most the total.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub deposit_cents: Option<i64>,
        /// Warranty from the completion, 0 to 120 months.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub warranty_months: Option<i32>,
        /// Warranty distance, 0 to 1,000,000 miles.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub warranty_miles: Option<i32>,
        /// Days that it holds once it is sent, 1 to 365; 14 when left out.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub valid_days: Option<i32>,
        /// The lines in their order, up to 100.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub lines: Option<Vec<WriteLine>>,
    }

    /// Changes to a draft; what is left out stays.
    pub struct UpdateQuote {
        /// What is wrong, up to 4,000 characters.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub diagnosis_summary: Option<String>,
        /// Tax in basis points, 0 to 5,000.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub tax_bps: Option<i64>,
        /// To be paid first, in minor units.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub deposit_cents: Option<i64>,
        /// Warranty, 0 to 120 months.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub warranty_months: Option<i32>,
        /// Warranty distance, 0 to 1,000,000 miles; `null` takes it away.
        #[serde(default, deserialize_with = "crate::given", skip_serializing_if = "Option::is_none")]
        #[cfg_attr(feature = "openapi", schema(value_type = Option<i32>))]
        pub warranty_miles: Option<Given<i32>>,
        /// Days that it holds once it is sent, 1 to 365.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub valid_days: Option<i32>,
        /// Every line in its order; those that are not named are removed.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub lines: Option<Vec<WriteLine>>,
    }

    /// The customer approves.
    pub struct ApproveQuote {
        /// The approved lines; left out, every line. Discounts follow by themselves.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub line_ids: Option<Vec<Uuid>>,
        /// The customer's name as typed, 2 to 120 characters.
        pub typed_name: String,
        /// The total that the customer was shown for these lines, in minor units; refused when it is another.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub total_cents: Option<i64>,
    }

    /// The customer declines every line.
    pub struct DeclineQuote {
        /// Why, up to 1,000 characters.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub reason: Option<String>,
    }

    /// An approval that the customer gave by phone, by text message or in person, recorded by the provider.
    pub struct RecordAuthorization {
        /// `phone`, `text` or `in_person`.
        pub method: AuthorizationMethod,
        /// The approved lines; left out, every line.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub line_ids: Option<Vec<Uuid>>,
        /// Who gave it, 2 to 120 characters.
        pub given_by: String,
        /// When it was given; left out, now.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub given_at: Option<DateTime<Utc>>,
        /// What was said, or why it was needed, up to 1,000 characters.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub reason: Option<String>,
    }

    /// What to do about a declined line.
    pub struct DeferLine {
        /// Later, snoozed or done elsewhere.
        pub deferral: Deferral,
        /// When to be reminded; for `snoozed` only.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub snoozed_until: Option<DateTime<Utc>>,
    }
}

query! {
    /// Which quotes of a provider.
    pub struct QuoteQuery {
        /// Only with this status.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub status: Option<QuoteStatus>,
        /// Only of this repair.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub repair_id: Option<Uuid>,
        /// How many rows, 1 to 100.
        #[cfg_attr(feature = "openapi", param(minimum = 1, maximum = 100, default = 25))]
        #[serde(skip_serializing_if = "Option::is_none")]
        pub limit: Option<u32>,
        /// The `next_cursor` of the answer before.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub cursor: Option<String>,
    }
}

response! {
    /// A quote in a list.
    pub struct QuoteSummary {
        /// The quote.
        pub id: Uuid,
        /// Its number, the same for every revision.
        pub number: String,
        /// Which revision, from 1.
        pub revision: i32,
        /// Where it stands.
        pub status: QuoteStatus,
        /// The seller.
        pub provider_id: Uuid,
        /// The seller's name.
        pub provider_name: String,
        /// The customer's name.
        pub customer_name: String,
        /// The vehicle in words.
        pub vehicle: String,
        /// What is wrong.
        pub diagnosis_summary: String,
        /// The repair that it became or adds to.
        pub repair_id: Option<Uuid>,
        /// Whether it adds to a repair under way.
        pub supplement: bool,
        /// What all lines come to, in minor units.
        pub total_cents: i64,
        /// What the approved lines come to, in minor units.
        pub approved_cents: i64,
        /// ISO 4217.
        pub currency: String,
        /// Until when it holds; none for a draft.
        pub valid_until: Option<DateTime<Utc>>,
        /// When it was sent.
        pub sent_at: Option<DateTime<Utc>>,
        /// When it was made.
        pub created_at: DateTime<Utc>,
    }

    /// A quote with its lines.
    pub struct Quote {
        /// The quote; each revision has an id of its own.
        pub id: Uuid,
        /// Its number, the same for every revision.
        pub number: String,
        /// Which revision, from 1.
        pub revision: i32,
        /// The revision before.
        pub replaces_id: Option<Uuid>,
        /// The revision after.
        pub replaced_by_id: Option<Uuid>,
        /// Where it stands.
        pub status: QuoteStatus,
        /// Where it may go from here.
        pub allowed: Vec<QuoteStatus>,
        /// Whether the customer can approve lines of it now: it holds, and its repair is not over.
        pub open: bool,
        /// The seller.
        pub provider_id: Uuid,
        /// The seller's name.
        pub provider_name: String,
        /// The customer's account; none before an address without an account is claimed.
        pub customer_id: Option<Uuid>,
        /// The customer's name.
        pub customer_name: String,
        /// The customer's vehicle.
        pub vehicle_id: Option<Uuid>,
        /// The vehicle in words.
        pub vehicle: String,
        /// The session that it came from.
        pub session_id: Option<Uuid>,
        /// The repair that it became or adds to.
        pub repair_id: Option<Uuid>,
        /// Whether it adds to a repair under way.
        pub supplement: bool,
        /// What is wrong, in the provider's words.
        pub diagnosis_summary: String,
        /// The lines in their order.
        pub lines: Vec<QuoteLine>,
        /// ISO 4217.
        pub currency: String,
        /// Tax in basis points.
        pub tax_bps: i64,
        /// Sum of the lines that cost, in minor units.
        pub subtotal_cents: i64,
        /// Taken off, in minor units.
        pub discount_cents: i64,
        /// Tax, in minor units.
        pub tax_cents: i64,
        /// Subtotal less discount plus tax, in minor units.
        pub total_cents: i64,
        /// What the approved lines come to, in minor units.
        pub approved_cents: i64,
        /// To be paid first, in minor units.
        pub deposit_cents: i64,
        /// Warranty from the completion.
        pub warranty_months: i32,
        /// Warranty distance.
        pub warranty_miles: Option<i32>,
        /// Days that it holds once it is sent.
        pub valid_days: i32,
        /// Until when it holds; none for a draft.
        pub valid_until: Option<DateTime<Utc>>,
        /// Why the customer declined.
        pub decline_reason: Option<String>,
        /// What the rule of the seller's region says about charging more than the authorised total, in words.
        pub tolerance_wording: Option<String>,
        /// Its approvals, oldest first.
        pub authorizations: Vec<Authorization>,
        /// What its two sides wrote each other about it and its other revisions, oldest first.
        pub messages: Vec<QuoteMessage>,
        /// When it was sent.
        pub sent_at: Option<DateTime<Utc>>,
        /// When the customer first looked at it.
        pub viewed_at: Option<DateTime<Utc>>,
        /// When the customer last decided.
        pub decided_at: Option<DateTime<Utc>>,
        /// When it was made.
        pub created_at: DateTime<Utc>,
        /// When it was last changed.
        pub updated_at: DateTime<Utc>,
        /// Counts its changes; the `ETag` is this number in quotes.
        pub version: i32,
        /// The server's time.
        pub now: DateTime<Utc>,
    }

    /// A line of a quote.
    pub struct QuoteLine {
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
        /// Quantity times price, rounded half up, in minor units; of a discount what is taken off.
        pub total_cents: i64,
        /// Whether tax is due on it.
        pub taxable: bool,
        /// The maker's number.
        pub part_number: Option<String>,
        /// Condition of the part.
        pub part_condition: Option<PartCondition>,
        /// How pressing it is.
        pub severity: Option<Severity>,
        /// What the customer said.
        pub decision: LineDecision,
        /// What the customer wants to do about a declined line.
        pub deferral: Option<Deferral>,
        /// When to be reminded.
        pub snoozed_until: Option<DateTime<Utc>>,
        /// Pictures that belong to it.
        pub photos: Vec<Photo>,
    }

    /// An approval, as it was given.
    pub struct Authorization {
        /// The approval.
        pub id: Uuid,
        /// The quote.
        pub quote_id: Uuid,
        /// Its revision.
        pub revision: i32,
        /// How it was given.
        pub method: AuthorizationMethod,
        /// Exactly the approved lines.
        pub line_ids: Vec<Uuid>,
        /// The name as typed, or as recorded.
        pub typed_name: String,
        /// Who recorded it; none where the customer gave it here.
        pub recorded_by: Option<String>,
        /// What was said.
        pub reason: Option<String>,
        /// What it adds to the authorised total, in minor units.
        pub added_cents: i64,
        /// The authorised total of the repair from then on, in minor units.
        pub total_cents: i64,
        /// SHA-256 of the approved lines in their canonical form.
        pub sha256: String,
        /// When it was given.
        pub at: DateTime<Utc>,
    }

    /// A declined line that stays on the customer's list.
    pub struct DeclinedLine {
        /// The quote that it is of.
        pub quote_id: Uuid,
        /// The quote's number.
        pub quote_number: String,
        /// The seller's name.
        pub provider_name: String,
        /// The vehicle in words.
        pub vehicle: String,
        /// ISO 4217.
        pub currency: String,
        /// Whether it can still be approved as it is.
        pub open: bool,
        /// The line.
        pub line: QuoteLine,
    }
}
