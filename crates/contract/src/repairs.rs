//! Repairs: the work after an approval, its timeline, its photos and its money.

mod linked;

use crate::payments::Payment;
use crate::quotes::{QuoteLine, QuoteSummary};
use chrono::{DateTime, Utc};
use pitlane_domain::vocabulary::{
    DisputeStatus, PaymentPart, PhotoCategory, RefundStatus, RepairPaymentStatus, RepairStatus,
};
use uuid::Uuid;

pub use linked::{LinkedRepair, ReviewLinkedRepair};

request! {
    /// Moves a repair on, sets its promised time, or writes a note on its timeline.
    pub struct UpdateRepairStatus {
        /// The next status; left out, it stays.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub status: Option<RepairStatus>,
        /// A note on the timeline, up to 2,000 characters.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub note: Option<String>,
        /// Whether the note is for the provider's people alone.
        #[serde(default)]
        pub internal: bool,
        /// When it will be ready.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub promised_at: Option<DateTime<Utc>>,
        /// Why it is later than promised, 1 to 500 characters; needed when the promised time moves back.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub reason: Option<String>,
    }

    /// A payment for a repair.
    pub struct NewRepairPayment {
        /// The deposit, a part or the rest.
        pub part: PaymentPart,
        /// How much, in minor units; for `part` only.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub amount_cents: Option<i64>,
    }

    /// Gives money back.
    pub struct NewRefund {
        /// How much, in minor units; left out, all that is left of the payment.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub amount_cents: Option<i64>,
        /// Why, 1 to 500 characters; the customer reads it.
        pub reason: String,
    }
}

query! {
    /// Which repairs of a provider.
    pub struct RepairQuery {
        /// Only with this status; left out, every repair that is not over.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub status: Option<RepairStatus>,
        /// How many rows, 1 to 100.
        #[cfg_attr(feature = "openapi", param(minimum = 1, maximum = 100, default = 25))]
        #[serde(skip_serializing_if = "Option::is_none")]
        pub limit: Option<u32>,
        /// The `next_cursor` of the answer before.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub cursor: Option<String>,
    }
}

query! {
    /// What a photo shows, beside the form that has it.
    pub struct NewPhoto {
        /// What it shows: `damage`, `progress` or `completed`; `progress` when left out.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub category: Option<PhotoCategory>,
        /// A photo of the same repair that shows the state before.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub pair_id: Option<Uuid>,
        /// The quote's line that it belongs to.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub quote_line_id: Option<Uuid>,
        /// In words, up to 200 characters.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub caption: Option<String>,
    }
}

response! {
    /// A repair on the board or in a list.
    pub struct RepairSummary {
        /// The repair.
        pub id: Uuid,
        /// The number of its first quote.
        pub number: String,
        /// Where it stands.
        pub status: RepairStatus,
        /// Where it may go from here.
        pub allowed: Vec<RepairStatus>,
        /// The seller.
        pub provider_id: Uuid,
        /// The seller's name.
        pub provider_name: String,
        /// The customer's name.
        pub customer_name: String,
        /// The vehicle in words.
        pub vehicle: String,
        /// What is wrong, from its first quote.
        pub diagnosis_summary: String,
        /// When it was promised to be ready.
        pub promised_at: Option<DateTime<Utc>>,
        /// How far it is paid.
        pub payment_status: RepairPaymentStatus,
        /// Authorised by the customer, in minor units.
        pub authorized_cents: i64,
        /// Charged so far, in minor units.
        pub charged_cents: i64,
        /// ISO 4217.
        pub currency: String,
        /// Quotes for it that wait for the customer.
        pub open_quotes: i64,
        /// When it began.
        pub created_at: DateTime<Utc>,
        /// When it was last changed.
        pub updated_at: DateTime<Utc>,
        /// When it was handed over.
        pub completed_at: Option<DateTime<Utc>>,
    }

    /// How many repairs of a provider stand where.
    pub struct RepairCounts {
        /// Agreed, not begun.
        pub received: i64,
        /// Being worked on.
        pub in_progress: i64,
        /// Waiting for parts.
        pub waiting_for_parts: i64,
        /// Ready to be picked up.
        pub ready: i64,
        /// Handed over.
        pub completed: i64,
        /// Called off.
        pub cancelled: i64,
    }

    /// A repair with everything about it.
    pub struct Repair {
        /// What lists show of it.
        #[serde(flatten)]
        pub summary: RepairSummary,
        /// The customer's account.
        pub customer_id: Option<Uuid>,
        /// The customer's vehicle.
        pub vehicle_id: Option<Uuid>,
        /// The money.
        pub account: RepairAccount,
        /// Warranty from the completion, in months.
        pub warranty_months: i32,
        /// Warranty distance.
        pub warranty_miles: Option<i32>,
        /// When the warranty ends; set by the completion.
        pub warranty_expires_at: Option<DateTime<Utc>>,
        /// Its quotes, oldest first; drafts for the provider alone.
        pub quotes: Vec<QuoteSummary>,
        /// Its timeline, oldest first; internal notes for the provider alone.
        pub timeline: Vec<RepairEvent>,
        /// Its photos, oldest first.
        pub photos: Vec<Photo>,
        /// Its payments, oldest first.
        pub payments: Vec<RepairPayment>,
        /// Whether the seller is among the customer's favorites.
        pub is_favorite: bool,
        /// Whether the customer answered "save to favorites?" or was asked before.
        pub favorite_asked: bool,
        /// Whether the customer reviewed it.
        pub reviewed: bool,
        /// The server's time.
        pub now: DateTime<Utc>,
    }

    /// The money of a repair, in minor units.
    pub struct RepairAccount {
        /// Authorised by the customer.
        pub authorized_cents: i64,
        /// What may be charged above that in this jurisdiction.
        pub tolerance_cents: i64,
        /// Set aside for payments that are under way.
        pub reserved_cents: i64,
        /// Charged so far.
        pub charged_cents: i64,
        /// Given back.
        pub refunded_cents: i64,
        /// What is left to pay of what was authorised.
        pub due_cents: i64,
        /// What a new payment may come to now.
        pub payable_cents: i64,
        /// The deposit that the approved quotes ask for.
        pub deposit_cents: i64,
        /// What is left to pay of the deposit.
        pub deposit_due_cents: i64,
        /// ISO 4217.
        pub currency: String,
    }

    /// A line of a repair's timeline.
    pub struct RepairEvent {
        /// The line.
        pub id: Uuid,
        /// Where the repair stood from then on.
        pub status: RepairStatus,
        /// A note; empty where the status says all.
        pub note: String,
        /// Whether it is for the provider's people alone.
        pub internal: bool,
        /// Why it is later than promised.
        pub reason: Option<String>,
        /// The time promised with it.
        pub promised_at: Option<DateTime<Utc>>,
        /// Who; none for the customer or the platform itself.
        pub by: Option<String>,
        /// When.
        pub at: DateTime<Utc>,
    }

    /// The timeline of a repair, for a page that follows it.
    pub struct RepairTimeline {
        /// Where it stands.
        pub status: RepairStatus,
        /// When it was promised to be ready.
        pub promised_at: Option<DateTime<Utc>>,
        /// How far it is paid.
        pub payment_status: RepairPaymentStatus,
        /// Oldest first.
        pub timeline: Vec<RepairEvent>,
    }

    /// A photo of a repair or of a quote's line.
    pub struct Photo {
        /// The photo.
        pub id: Uuid,
        /// What it shows.
        pub category: PhotoCategory,
        /// The photo before, of which this one shows the result.
        pub pair_id: Option<Uuid>,
        /// The repair that it was added to; none for one of a quote's line alone.
        pub repair_id: Option<Uuid>,
        /// The quote's line that it belongs to.
        pub quote_line_id: Option<Uuid>,
        /// In words.
        pub caption: String,
        /// In pixels.
        pub width: i32,
        /// In pixels.
        pub height: i32,
        /// Address that works until `url_expires_at`, without log-in.
        pub url: String,
        /// When the address ends.
        pub url_expires_at: DateTime<Utc>,
        /// When it was taken, where that is known.
        pub taken_at: Option<DateTime<Utc>>,
        /// When it was uploaded.
        pub created_at: DateTime<Utc>,
    }

    /// A payment of a repair.
    pub struct RepairPayment {
        /// The payment; its secret is for the customer alone, and only while it waits for a card.
        pub payment: Payment,
        /// What it is for.
        pub part: PaymentPart,
        /// The platform's fee, less what went back with refunds, in minor units; for the provider alone, once it is
        /// charged.
        pub fee_cents: Option<i64>,
        /// Which rule and version the platform's fee was computed by; once it is charged.
        pub fee_rule: Option<String>,
        /// Where its dispute stands, once the customer's bank asked it back.
        pub dispute: Option<DisputeStatus>,
        /// Given back of it, in minor units.
        pub refunded_cents: i64,
        /// Its refunds, oldest first.
        pub refunds: Vec<Refund>,
        /// When it was charged.
        pub paid_at: Option<DateTime<Utc>>,
        /// When it was asked for.
        pub created_at: DateTime<Utc>,
    }

    /// Money that goes back.
    pub struct Refund {
        /// The refund.
        pub id: Uuid,
        /// The payment.
        pub payment_id: Uuid,
        /// In minor units.
        pub amount_cents: i64,
        /// ISO 4217.
        pub currency: String,
        /// Where it stands.
        pub status: RefundStatus,
        /// Why.
        pub reason: String,
        /// When it was asked for.
        pub created_at: DateTime<Utc>,
    }

    /// The receipt of a repair: what was approved, what it comes to, what was paid and given back.
    pub struct Receipt {
        /// The repair.
        pub repair_id: Uuid,
        /// The number of its first quote.
        pub number: String,
        /// The seller's name.
        pub provider_name: String,
        /// The seller's address.
        pub provider_address: Option<String>,
        /// The customer's name.
        pub customer_name: String,
        /// The vehicle in words.
        pub vehicle: String,
        /// What was approved, quote by quote.
        pub parts: Vec<ReceiptPart>,
        /// What everything approved comes to, in minor units.
        pub total_cents: i64,
        /// Charged, in minor units.
        pub paid_cents: i64,
        /// Given back, in minor units.
        pub refunded_cents: i64,
        /// Left to pay, in minor units.
        pub due_cents: i64,
        /// ISO 4217.
        pub currency: String,
        /// The charges, oldest first.
        pub payments: Vec<ReceiptPayment>,
        /// When the work was completed.
        pub completed_at: Option<DateTime<Utc>>,
        /// When the warranty ends.
        pub warranty_expires_at: Option<DateTime<Utc>>,
        /// Warranty distance.
        pub warranty_miles: Option<i32>,
        /// When this receipt was made.
        pub issued_at: DateTime<Utc>,
    }

    /// The approved lines of one quote on a receipt.
    pub struct ReceiptPart {
        /// The quote.
        pub quote_id: Uuid,
        /// Its number.
        pub number: String,
        /// Its revision.
        pub revision: i32,
        /// The approved lines.
        pub lines: Vec<QuoteLine>,
        /// Sum of the lines that cost, in minor units.
        pub subtotal_cents: i64,
        /// Taken off, in minor units.
        pub discount_cents: i64,
        /// Tax in basis points.
        pub tax_bps: i64,
        /// Tax, in minor units.
        pub tax_cents: i64,
        /// What they come to, in minor units.
        pub total_cents: i64,
    }

    /// A charge on a receipt.
    pub struct ReceiptPayment {
        /// The payment.
        pub payment_id: Uuid,
        /// What it was for.
        pub part: PaymentPart,
        /// In minor units.
        pub amount_cents: i64,
        /// Given back of it, in minor units.
        pub refunded_cents: i64,
        /// When it was charged.
        pub paid_at: DateTime<Utc>,
        /// Which rule and version the platform's fee was computed by.
        pub fee_rule: Option<String>,
    }
}

impl RepairCounts {
    /// How many stand at a status.
    pub const fn of(&self, status: RepairStatus) -> i64 {
        match status {
            RepairStatus::Received => self.received,
            RepairStatus::InProgress => self.in_progress,
            RepairStatus::WaitingForParts => self.waiting_for_parts,
            RepairStatus::Ready => self.ready,
            RepairStatus::Completed => self.completed,
            RepairStatus::Cancelled => self.cancelled,
        }
    }
}
