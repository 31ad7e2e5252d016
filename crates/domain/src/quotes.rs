//! What a quote costs, what an approval covers, and what a quote may become.
//!
//! One rule for the API and for the page that previews it: each line is rounded half up by itself, discounts hold for
//! approved lines in their share of the whole, tax is taken line by line.

mod canonical;
mod totals;

pub use canonical::{Approval, ApprovedLine, canonical, sha256, sha256_of};
pub use totals::{Line, Totals, approved_totals, line_total, totals};

use crate::money::share;
use crate::vocabulary::AuthorizationMethod;
use crate::vocabulary::QuoteStatus::{
    self, Approved, Cancelled, Declined, Draft, Expired, PartiallyApproved, Sent, Superseded,
};

/// Most lines of one quote.
pub const MAX_LINES: usize = 100;
/// Greatest quantity of a line in thousandths: 10,000 pieces or hours.
pub const MAX_QUANTITY_THOUSANDTHS: i64 = 10_000_000;
/// Greatest price of a piece or an hour in minor units: one million.
pub const MAX_UNIT_CENTS: i64 = 100_000_000;
/// Greatest tax in basis points.
pub const MAX_TAX_BPS: i64 = 5_000;
/// Days that a quote holds when its provider names none.
pub const DEFAULT_VALID_DAYS: i32 = 14;

/// The states a quote may go to from `from`. What is declined may still be approved while the quote holds, and a
/// quote that is approved in part may be approved in more parts.
pub const fn transitions(from: QuoteStatus) -> &'static [QuoteStatus] {
    match from {
        Draft => &[Sent, Cancelled],
        Sent => &[Approved, PartiallyApproved, Declined, Expired, Superseded, Cancelled],
        PartiallyApproved | Declined => &[Approved, PartiallyApproved, Superseded],
        Approved | Expired => &[Superseded],
        Superseded | Cancelled => &[],
    }
}

/// Whether a quote may go from `from` to `to`.
pub fn may_become(from: QuoteStatus, to: QuoteStatus) -> bool {
    transitions(from).contains(&to)
}

/// Whether a quote waits for or may still take an approval.
pub fn may_be_approved(from: QuoteStatus) -> bool {
    may_become(from, Approved)
}

/// What a jurisdiction lets a provider charge above an authorisation without asking again.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Tolerance {
    /// Share of the authorised total in basis points.
    pub bps: Option<i64>,
    /// At most so much, in minor units.
    pub cents: Option<i64>,
}

/// How much may be charged above `authorized_cents`: the smaller of the two bounds that the rule names, nothing where
/// it names none.
pub fn tolerance(rule: Tolerance, authorized_cents: i64) -> i64 {
    let part = rule.bps.map(|bps| share(authorized_cents, bps));
    match (part, rule.cents) {
        (Some(part), Some(cents)) => part.min(cents),
        (Some(one), None) | (None, Some(one)) => one,
        (None, None) => 0,
    }
    .max(0)
}

impl AuthorizationMethod {
    /// Whether something written is left of it, rather than what somebody heard.
    pub const fn is_written(self) -> bool {
        matches!(self, Self::Portal | Self::Link | Self::Text)
    }
}

/// Whether an approval has to be in writing. `total_cents` is what the work comes to with it; `written_before` says that
/// some of the same work was approved in writing already, after which the law takes a spoken yes to more of it.
pub fn needs_writing(
    written_above_cents: Option<i64>,
    method: AuthorizationMethod,
    total_cents: i64,
    written_before: bool,
) -> bool {
    let spoken = !method.is_written();
    spoken && !written_before && written_above_cents.is_some_and(|above| total_cents > above)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_old_approval_ends_with_its_revision() {
        for end in [Superseded, Cancelled] {
            assert!(QuoteStatus::ALL.iter().all(|to| !may_become(end, *to)));
        }
        assert!(may_become(Approved, Superseded));
        assert!(!may_become(Approved, Cancelled));
        assert!(!may_become(Draft, Approved));
        assert!(may_be_approved(Declined) && !may_be_approved(Expired));
    }

    #[test]
    fn a_tolerance_is_the_smaller_bound_and_nothing_by_default() {
        assert_eq!(tolerance(Tolerance::default(), 100_000), 0);
        assert_eq!(tolerance(Tolerance { bps: Some(1_000), cents: None }, 100_000), 10_000);
        assert_eq!(tolerance(Tolerance { bps: Some(1_000), cents: Some(1_000) }, 100_000), 1_000);
        assert_eq!(tolerance(Tolerance { bps: Some(1_000), cents: Some(1_000) }, 5_000), 500);
    }

    #[test]
    fn a_spoken_approval_is_too_little_above_the_line_until_there_is_a_written_one() {
        use AuthorizationMethod::{InPerson, Link, Phone, Portal, Text};
        for method in [Phone, InPerson] {
            assert!(needs_writing(Some(10_000), method, 10_001, false));
            assert!(!needs_writing(Some(10_000), method, 10_000, false));
            assert!(!needs_writing(Some(10_000), method, 10_001, true));
            assert!(!needs_writing(None, method, i64::MAX, false));
        }
        assert!([Portal, Link, Text].iter().all(|method| !needs_writing(Some(0), *method, 1, false)));
    }
}
