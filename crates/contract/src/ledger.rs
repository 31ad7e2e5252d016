//! The ledger, what the platform earned, and what providers are owed and were paid.

use chrono::{DateTime, Utc};
use pitlane_domain::vocabulary::{LedgerReason, OnboardingStatus, PayoutStatus, Period};
use uuid::Uuid;

query! {
    /// Which entries of the ledger.
    pub struct LedgerQuery {
        /// Only this account, or all that begin with its word: `provider_payable` finds those of every provider.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub account: Option<String>,
        /// Only of this transaction.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub transaction_id: Option<Uuid>,
        /// Only of this payment.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub payment_id: Option<Uuid>,
        /// Booked at this time or later.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub from: Option<DateTime<Utc>>,
        /// Booked before this time.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub until: Option<DateTime<Utc>>,
        /// How many rows, 1 to 100.
        #[cfg_attr(feature = "openapi", param(minimum = 1, maximum = 100, default = 25))]
        #[serde(skip_serializing_if = "Option::is_none")]
        pub limit: Option<u32>,
        /// The `next_cursor` of the answer before.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub cursor: Option<String>,
    }

    /// Which periods of the platform's revenue.
    pub struct RevenueQuery {
        /// How long the periods are; days when left out.
        #[serde(skip_serializing_if = "Option::is_none")]
        #[cfg_attr(feature = "openapi", param(inline))]
        pub by: Option<Period>,
        /// Booked at this time or later; 30 days ago, or twelve months for months, when left out.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub from: Option<DateTime<Utc>>,
        /// Booked before this time; now when left out.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub until: Option<DateTime<Utc>>,
    }
}

response! {
    /// One side of a booking. All entries of a transaction sum to zero.
    pub struct LedgerEntry {
        /// The entry.
        pub id: Uuid,
        /// The booking that it is a side of.
        pub transaction_id: Uuid,
        /// `gateway_clearing`, `platform_fees`, or `provider_payable:` with the provider's id.
        pub account: String,
        /// Positive into the account, negative out of it, in minor units.
        pub amount_cents: i64,
        /// ISO 4217.
        pub currency: String,
        /// Why.
        pub reason: LedgerReason,
        /// The payment that it is about.
        pub payment_id: Option<Uuid>,
        /// The refund that it is about.
        pub refund_id: Option<Uuid>,
        /// The dispute that it is about.
        pub dispute_id: Option<Uuid>,
        /// The payout that it is about.
        pub payout_id: Option<Uuid>,
        /// The provider that was paid, as far as there is one.
        pub provider_id: Option<Uuid>,
        /// That provider's name.
        pub provider_name: Option<String>,
        /// When it was booked.
        pub created_at: DateTime<Utc>,
    }

    /// What an account comes to.
    pub struct AccountTotal {
        /// The account's word: those of all providers are one total.
        pub account: String,
        /// ISO 4217.
        pub currency: String,
        /// In minor units.
        pub amount_cents: i64,
        /// How many entries.
        pub entries: i64,
    }

    /// A stretch of the ledger, newest first, with the totals of all that the filter finds.
    pub struct Ledger {
        /// The entries.
        pub items: Vec<LedgerEntry>,
        /// Where to read on; none at the end.
        pub next_cursor: Option<String>,
        /// The totals by account. Without a filter of accounts they sum to zero for each currency.
        pub totals: Vec<AccountTotal>,
    }

    /// What a day or a month brought. Everything counts when it was booked.
    pub struct RevenuePeriod {
        /// `2026-11-20` or `2026-11`, in UTC.
        pub period: String,
        /// ISO 4217.
        pub currency: String,
        /// Charged to customers, in minor units.
        pub charged_cents: i64,
        /// Given back to customers, in minor units.
        pub refunded_cents: i64,
        /// Taken back by banks over disputes, less what they gave up again, in minor units.
        pub disputed_cents: i64,
        /// What the platform keeps: its fees less those that went back, in minor units.
        pub fees_cents: i64,
        /// Charged less refunded and disputed, in minor units.
        pub net_cents: i64,
    }

    /// The platform's revenue, the newest period first, with the sums of all of them.
    pub struct Revenue {
        /// From when on.
        pub from: DateTime<Utc>,
        /// Before when.
        pub until: DateTime<Utc>,
        /// The periods in which something was booked.
        pub items: Vec<RevenuePeriod>,
        /// The sums, one for each currency; `period` is empty.
        pub totals: Vec<RevenuePeriod>,
    }

    /// What a provider earned in one currency, and where it is.
    pub struct Balance {
        /// ISO 4217.
        pub currency: String,
        /// All that was ever earned: after the platform's fee, refunds and disputes, in minor units.
        pub earned_cents: i64,
        /// Paid out, or on its way, in minor units.
        pub paid_out_cents: i64,
        /// Earned in the last two days: the gateway still holds it, in minor units.
        pub pending_cents: i64,
        /// Ready for the next payout, in minor units; negative where more went back than is left.
        pub available_cents: i64,
    }

    /// A provider's account with the payment gateway.
    pub struct PayoutAccount {
        /// `sandbox` or `stripe`.
        pub gateway: String,
        /// How far the provider is with getting paid.
        pub status: OnboardingStatus,
        /// Whether customers' payments go there with the charge, less the platform's fee.
        pub charges_enabled: bool,
        /// Whether the gateway pays out to the provider's bank.
        pub payouts_enabled: bool,
        /// What the gateway still wants to know, in its own words, for example `external_account`.
        pub missing: Vec<String>,
    }

    /// Where a provider goes on to get paid.
    pub struct Onboarding {
        /// A page of the gateway, for the owner's browser; it works once.
        pub url: String,
        /// The account as it stands.
        pub account: PayoutAccount,
    }

    /// Money on its way to a provider's bank.
    pub struct Payout {
        /// The payout.
        pub id: Uuid,
        /// In minor units.
        pub amount_cents: i64,
        /// ISO 4217.
        pub currency: String,
        /// Where it stands.
        pub status: PayoutStatus,
        /// When it arrives, as the gateway expects it.
        pub arrives_at: Option<DateTime<Utc>>,
        /// Why it came back, as the gateway's code.
        pub failure_code: Option<String>,
        /// When it went.
        pub created_at: DateTime<Utc>,
    }
}
