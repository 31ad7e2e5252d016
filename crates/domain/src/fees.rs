//! The platform's cut of a payment.

use crate::money::share;
use crate::vocabulary::{FeeScope, FeeSubject, ProviderType, ServiceKind};
use chrono::{DateTime, Utc};
use uuid::Uuid;

/// How a fee is computed: percent of the total plus a fixed part, held between bounds, never above the total.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FeeRule {
    /// Percent in basis points.
    pub percent_bps: i64,
    /// Fixed part in minor units.
    pub fixed_cents: i64,
    /// Least fee in minor units.
    pub min_cents: Option<i64>,
    /// Greatest fee in minor units.
    pub max_cents: Option<i64>,
}

/// What sessions cost the provider where no other rule applies: 15%.
pub const SESSION_DEFAULT: FeeRule =
    FeeRule { percent_bps: 1_500, fixed_cents: 0, min_cents: None, max_cents: None };
/// What repairs cost the provider where no other rule applies: 10%.
pub const QUOTE_DEFAULT: FeeRule =
    FeeRule { percent_bps: 1_000, fixed_cents: 0, min_cents: None, max_cents: None };

/// The fee of a payment of `total_cents` under `rule`, in minor units.
pub fn fee(rule: FeeRule, total_cents: i64) -> i64 {
    let raw = share(total_cents, rule.percent_bps).saturating_add(rule.fixed_cents);
    let floored = rule.min_cents.map_or(raw, |min| raw.max(min));
    let capped = rule.max_cents.map_or(floored, |max| floored.min(max));
    capped.clamp(0, total_cents.max(0))
}

/// The part of a payment's fee that goes back with a refund, so that all refunds of a whole payment give back the whole
/// fee, whatever their number. `before` and `after` are what is refunded of `total_cents` without and with this refund.
pub fn fee_back(fee_cents: i64, total_cents: i64, before: i64, after: i64) -> i64 {
    let upto = |refunded: i64| {
        let (fee, refunded) = (i128::from(fee_cents), i128::from(refunded));
        let total = i128::from(total_cents.max(1));
        i64::try_from((fee * refunded * 2 + total) / (total * 2)).unwrap_or(fee_cents)
    };
    upto(after) - upto(before)
}

/// One version of a fee rule, with what decides whether it applies.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Candidate {
    /// This version.
    pub id: Uuid,
    /// The rule that it is a version of.
    pub rule_id: Uuid,
    /// Which version.
    pub version: i32,
    /// How the fee is computed.
    pub rule: FeeRule,
    /// What it is for.
    pub applies_to: FeeSubject,
    /// Whom it concerns.
    pub scope: FeeScope,
    /// The type it concerns.
    pub provider_type: Option<ProviderType>,
    /// The one provider it concerns.
    pub provider_id: Option<Uuid>,
    /// The service it concerns.
    pub service: Option<ServiceKind>,
    /// The higher one wins within a scope.
    pub priority: i32,
    /// Switched on.
    pub active: bool,
    /// From when on.
    pub valid_from: DateTime<Utc>,
    /// Until when.
    pub valid_until: Option<DateTime<Utc>>,
    /// The newest one wins within a priority.
    pub created_at: DateTime<Utc>,
}

/// What a fee is wanted for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Wanted {
    /// Session or repair.
    pub subject: FeeSubject,
    /// The seller.
    pub provider_id: Uuid,
    /// What the seller is.
    pub provider_type: ProviderType,
    /// The service, for sessions.
    pub service: Option<ServiceKind>,
    /// When.
    pub at: DateTime<Utc>,
}

impl Candidate {
    /// Whether this version is for what is wanted, whenever it holds.
    pub fn applies(&self, wanted: &Wanted) -> bool {
        let concerned = match self.scope {
            FeeScope::All => true,
            FeeScope::ProviderType => self.provider_type == Some(wanted.provider_type),
            FeeScope::Service => self.service.is_some() && self.service == wanted.service,
            FeeScope::Provider => self.provider_id == Some(wanted.provider_id),
        };
        self.applies_to == wanted.subject && concerned
    }

    /// Whether this version counts at a time: it has begun, has not ended, and no newer version of its rule has begun.
    pub fn holds(&self, all: &[Self], at: DateTime<Utc>) -> bool {
        let newer = |other: &&Self| other.rule_id == self.rule_id && other.version > self.version;
        let replaced = all.iter().filter(newer).any(|other| other.active && other.valid_from <= at);
        let open = self.valid_until.is_none_or(|until| at < until);
        self.active && self.valid_from <= at && open && !replaced
    }
}

/// The rule that holds: the most specific scope, then the highest priority, then the newest. Of each rule only the last
/// version that has begun counts.
pub fn choose<'a>(rules: &'a [Candidate], wanted: &Wanted) -> Option<&'a Candidate> {
    let applying = rules.iter().filter(|rule| rule.applies(wanted) && rule.holds(rules, wanted.at));
    applying.max_by_key(|rule| (rule.scope, rule.priority, rule.created_at, rule.id))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn sessions_cost_fifteen_percent_and_repairs_ten() {
        assert_eq!(fee(SESSION_DEFAULT, 1_500), 225);
        assert_eq!(fee(SESSION_DEFAULT, 3_500), 525);
        assert_eq!(fee(QUOTE_DEFAULT, 48_250), 4_825);
    }

    fn candidate(scope: FeeScope, priority: i32, day: &str) -> Candidate {
        Candidate {
            id: Uuid::nil(),
            rule_id: Uuid::from_u128(day.parse().unwrap()),
            version: 1,
            rule: QUOTE_DEFAULT,
            applies_to: FeeSubject::Quote,
            scope,
            provider_type: Some(ProviderType::Workshop),
            provider_id: Some(Uuid::nil()),
            service: None,
            priority,
            active: true,
            valid_from: DateTime::UNIX_EPOCH,
            valid_until: None,
            created_at: format!("2026-01-{day}T00:00:00Z").parse().unwrap(),
        }
    }

    fn wanted() -> Wanted {
        Wanted {
            subject: FeeSubject::Quote,
            provider_id: Uuid::nil(),
            provider_type: ProviderType::Workshop,
            service: None,
            at: "2026-02-01T00:00:00Z".parse().unwrap(),
        }
    }

    #[test]
    fn the_most_specific_then_the_highest_then_the_newest_wins() {
        let rules = [
            candidate(FeeScope::All, 9, "09"),
            candidate(FeeScope::Provider, 0, "01"),
            candidate(FeeScope::Provider, 1, "02"),
            candidate(FeeScope::Provider, 1, "03"),
            candidate(FeeScope::ProviderType, 5, "05"),
        ];
        assert_eq!(choose(&rules, &wanted()), Some(&rules[3]));
        assert_eq!(choose(&rules[..1], &wanted()), Some(&rules[0]));
        let ended = Candidate { valid_until: Some(wanted().at), ..rules[0].clone() };
        assert_eq!(choose(&[ended], &wanted()), None);
        let other = Wanted { provider_id: Uuid::max(), provider_type: ProviderType::Independent, ..wanted() };
        assert_eq!(choose(&rules, &other), Some(&rules[0]));
    }

    #[test]
    fn of_each_rule_the_last_version_that_has_begun_counts() {
        let first = candidate(FeeScope::All, 0, "01");
        let second = Candidate { version: 2, created_at: wanted().at, ..first.clone() };
        let coming = Candidate { version: 3, valid_from: DateTime::<Utc>::MAX_UTC, ..second.clone() };
        let rules = [first.clone(), second, coming];
        assert_eq!(choose(&rules, &wanted()).map(|rule| rule.version), Some(2));
        let ended = Candidate { valid_until: Some(wanted().at), ..rules[1].clone() };
        assert_eq!(choose(&[first.clone(), ended], &wanted()), None, "a version that ended is no way back");
        let off = Candidate { active: false, ..rules[1].clone() };
        assert_eq!(choose(&[first.clone(), off], &wanted()), Some(&first));
    }

    proptest! {
        #[test]
        fn a_fee_is_never_above_the_total(
            total in 0i64..10_000_000, percent_bps in 0i64..20_000, fixed_cents in 0i64..100_000,
            min_cents in proptest::option::of(0i64..100_000), max_cents in proptest::option::of(0i64..100_000),
        ) {
            let fee = fee(FeeRule { percent_bps, fixed_cents, min_cents, max_cents }, total);
            prop_assert!((0..=total).contains(&fee));
        }

        #[test]
        fn refunds_of_everything_give_back_the_whole_fee(
            total in 1i64..1_000_000, percent in 0i64..=10_000, cuts in proptest::collection::vec(0i64..1_000_000, 0..6),
        ) {
            let fee_cents = share(total, percent);
            let mut stops: Vec<i64> = cuts.into_iter().map(|cut| cut % (total + 1)).chain([0, total]).collect();
            stops.sort_unstable();
            let back: Vec<i64> = stops.windows(2).map(|w| fee_back(fee_cents, total, w[0], w[1])).collect();
            prop_assert!(back.iter().zip(stops.windows(2)).all(|(fee, w)| (0..=w[1] - w[0] + 1).contains(fee)));
            prop_assert_eq!(back.iter().sum::<i64>(), fee_cents);
        }
    }
}
