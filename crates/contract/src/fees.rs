//! The platform's fee: its rules, what they would have cost, and the card that everybody may read.

use chrono::{DateTime, Utc};
use pitlane_domain::vocabulary::{FeeRuleStatus, FeeScope, FeeSubject, ProviderType, ServiceKind};
use uuid::Uuid;

response! {
    /// One version of a fee rule. A version never changes; a change is a new version.
    pub struct FeeRule {
        /// This version.
        pub id: Uuid,
        /// The rule that it is a version of.
        pub rule_id: Uuid,
        /// Which version, from 1.
        pub version: i32,
        /// Whether it holds.
        pub status: FeeRuleStatus,
        /// What it is for.
        pub applies_to: FeeSubject,
        /// Whom it concerns; the most specific scope wins.
        pub scope: FeeScope,
        /// The type of provider that it concerns.
        pub provider_type: Option<ProviderType>,
        /// The one provider that it concerns.
        pub provider_id: Option<Uuid>,
        /// That provider's name.
        pub provider_name: Option<String>,
        /// The service that it concerns.
        pub service: Option<ServiceKind>,
        /// Percent of the total, in basis points.
        pub percent_bps: i64,
        /// Added to it, in minor units.
        pub fixed_cents: i64,
        /// The least fee, in minor units.
        pub min_cents: Option<i64>,
        /// The greatest fee, in minor units.
        pub max_cents: Option<i64>,
        /// Within a scope the higher one wins.
        pub priority: i32,
        /// From when on it holds.
        pub valid_from: DateTime<Utc>,
        /// Until when.
        pub valid_until: Option<DateTime<Utc>>,
        /// Who wrote it; none for what the platform came with.
        pub created_by: Option<String>,
        /// When it was written.
        pub created_at: DateTime<Utc>,
    }
}

request! {
    /// A new fee rule, or a new version of one.
    pub struct NewFeeRule {
        /// The rule that this is a new version of; left out for a new rule. What a rule is for and whom it concerns
        /// stays the same in all its versions.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub rule_id: Option<Uuid>,
        /// What it is for.
        pub applies_to: FeeSubject,
        /// Whom it concerns.
        pub scope: FeeScope,
        /// With the scope `provider_type`: the type.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub provider_type: Option<ProviderType>,
        /// With the scope `provider`: the provider.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub provider_id: Option<Uuid>,
        /// With the scope `service`: the service.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub service: Option<ServiceKind>,
        /// Percent of the total in basis points, 0 to 10,000.
        pub percent_bps: i64,
        /// Added to it, in minor units.
        #[serde(default)]
        pub fixed_cents: i64,
        /// The least fee, in minor units.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub min_cents: Option<i64>,
        /// The greatest fee, in minor units.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub max_cents: Option<i64>,
        /// Within a scope the higher one wins; -1,000 to 1,000.
        #[serde(default)]
        pub priority: i32,
        /// From when on it holds, not before now; at once when left out.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub valid_from: Option<DateTime<Utc>>,
        /// Until when; without an end when left out.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub valid_until: Option<DateTime<Utc>>,
    }

    /// What a rule would have cost.
    pub struct SimulateFees {
        /// The rule; its times are not looked at.
        pub rule: NewFeeRule,
        /// From this payment time on.
        pub from: DateTime<Utc>,
        /// Before this payment time; at most 366 days later.
        pub until: DateTime<Utc>,
    }
}

response! {
    /// What a rule would have changed, had it held already. Fees are those of the charges, before refunds.
    pub struct FeeSimulation {
        /// Payments of the period for what the rule is for.
        pub payments: i64,
        /// How many of them the rule would have been for: the others have a rule that wins over it.
        pub affected: i64,
        /// What those payments came to, in minor units.
        pub affected_cents: i64,
        /// The fees of the period as they were, in minor units.
        pub before_cents: i64,
        /// The fees of the period under the rule, in minor units.
        pub after_cents: i64,
        /// After less before, in minor units.
        pub difference_cents: i64,
        /// ISO 4217.
        pub currency: String,
    }

    /// What the platform keeps of a payment, in plain figures.
    pub struct FeeCardLine {
        /// What for.
        pub applies_to: FeeSubject,
        /// Everybody, a type of provider, or a service; the more specific line holds.
        pub scope: FeeScope,
        /// The type of provider.
        pub provider_type: Option<ProviderType>,
        /// The service.
        pub service: Option<ServiceKind>,
        /// Percent of the total, in basis points.
        pub percent_bps: i64,
        /// Added to it, in minor units.
        pub fixed_cents: i64,
        /// The least fee, in minor units.
        pub min_cents: Option<i64>,
        /// The greatest fee, in minor units.
        pub max_cents: Option<i64>,
        /// A payment to show what it means, in minor units.
        pub example_total_cents: i64,
        /// The fee of that payment, in minor units.
        pub example_fee_cents: i64,
    }

    /// The fees that hold for everybody. A provider may have agreed on another one.
    pub struct FeeCard {
        /// ISO 4217.
        pub currency: String,
        /// The lines, the more general ones first.
        pub items: Vec<FeeCardLine>,
    }
}
