//! Money is a whole number of minor units and a currency; percentages are basis points.

/// Rounds `amount_cents * basis_points / 10_000` half up (away from zero for negative amounts).
///
/// ```
/// assert_eq!(pitlane_domain::money::share(1_500, 1_500), 225);
/// assert_eq!(pitlane_domain::money::share(3, 5_000), 2);
/// ```
pub fn share(amount_cents: i64, basis_points: i64) -> i64 {
    let product = i128::from(amount_cents) * i128::from(basis_points);
    let half = if product < 0 { -5_000 } else { 5_000 };
    let rounded = (product + half) / 10_000;
    i64::try_from(rounded).unwrap_or(if rounded < 0 { i64::MIN } else { i64::MAX })
}

/// The one currency that the platform trades in today (ISO 4217).
pub const CURRENCY: &str = "USD";

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_share_and_its_rest_make_the_whole(amount in 0i64..1_000_000_000, bps in 0i64..=10_000) {
            let part = share(amount, bps);
            prop_assert!((0..=amount).contains(&part));
            let rest = share(amount, 10_000 - bps);
            prop_assert!((part + rest - amount).abs() <= 1, "off by more than one cent");
        }

        #[test]
        fn a_share_is_odd(amount in -1_000_000_000i64..1_000_000_000, bps in 0i64..=10_000) {
            prop_assert_eq!(share(-amount, bps), -share(amount, bps));
        }
    }

    #[test]
    fn extremes_saturate() {
        assert_eq!(share(i64::MAX, 20_000), i64::MAX);
        assert_eq!(share(i64::MIN, 20_000), i64::MIN);
    }
}
