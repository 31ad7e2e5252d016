//! The platform's cut of a payment.

use crate::money::share;

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

/// The fee of a payment of `total_cents` under `rule`, in minor units.
pub fn fee(rule: FeeRule, total_cents: i64) -> i64 {
    let raw = share(total_cents, rule.percent_bps).saturating_add(rule.fixed_cents);
    let floored = rule.min_cents.map_or(raw, |min| raw.max(min));
    let capped = rule.max_cents.map_or(floored, |max| floored.min(max));
    capped.clamp(0, total_cents.max(0))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn sessions_cost_fifteen_percent() {
        assert_eq!(fee(SESSION_DEFAULT, 1_500), 225);
        assert_eq!(fee(SESSION_DEFAULT, 3_500), 525);
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
    }
}
