//! Line totals, discounts and tax.

use crate::money::share;
use crate::vocabulary::LineKind;

/// What counts of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Line {
    /// What it is for.
    pub kind: LineKind,
    /// How many pieces or hours, in thousandths.
    pub quantity_thousandths: i64,
    /// Price of one piece or hour in minor units; of a discount what is taken off.
    pub unit_cents: i64,
    /// Whether tax is due on it; a taxable discount lowers the tax.
    pub taxable: bool,
}

/// What a quote, or the approved part of it, comes to. All in minor units.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Totals {
    /// Sum of the lines that cost.
    pub subtotal_cents: i64,
    /// Taken off, at most the subtotal.
    pub discount_cents: i64,
    /// Tax on what is taxable.
    pub tax_cents: i64,
    /// What the customer pays: subtotal less discount plus tax.
    pub total_cents: i64,
}

/// `numerator / denominator`, half up, for values that are not negative.
fn half_up(numerator: i128, denominator: i128) -> i64 {
    if denominator <= 0 {
        return 0;
    }
    let rounded = (numerator.max(0) * 2 + denominator) / (denominator * 2);
    i64::try_from(rounded).unwrap_or(i64::MAX)
}

/// Quantity times price, half up, in minor units; never negative.
///
/// ```
/// # use pitlane_domain::quotes::{Line, line_total};
/// # use pitlane_domain::vocabulary::LineKind;
/// let hours = Line { kind: LineKind::Labor, quantity_thousandths: 1_250, unit_cents: 9_999, taxable: false };
/// assert_eq!(line_total(&hours), 12_499);
/// ```
pub fn line_total(line: &Line) -> i64 {
    half_up(i128::from(line.quantity_thousandths) * i128::from(line.unit_cents), 1_000)
}

/// What all of `lines` come to at `tax_bps`.
pub fn totals(lines: &[Line], tax_bps: i64) -> Totals {
    approved_totals(lines, |_| true, tax_bps)
}

/// What the lines that `approved` names by their place come to. A discount cannot be approved or declined by itself: it
/// holds in the share that the approved lines have in the whole.
pub fn approved_totals(lines: &[Line], approved: impl Fn(usize) -> bool, tax_bps: i64) -> Totals {
    let costs = || lines.iter().enumerate().filter(|(_, line)| line.kind != LineKind::Discount);
    let sum = |total: i64, more: i64| total.saturating_add(more);
    let whole = costs().map(|(_, line)| line_total(line)).fold(0, sum);
    let chosen = || costs().filter(|(place, _)| approved(*place)).map(|(_, line)| line);
    let subtotal = chosen().map(line_total).fold(0, sum);
    let mut tax = chosen().filter(|l| l.taxable).map(|l| share(line_total(l), tax_bps)).fold(0, sum);
    let mut discount = 0_i64;
    for line in lines.iter().filter(|line| line.kind == LineKind::Discount) {
        let part = half_up(i128::from(line_total(line)) * i128::from(subtotal), i128::from(whole));
        let part = part.min(subtotal - discount);
        discount += part;
        if line.taxable {
            tax = (tax - share(part, tax_bps)).max(0);
        }
    }
    Totals {
        subtotal_cents: subtotal,
        discount_cents: discount,
        tax_cents: tax,
        total_cents: (subtotal - discount).saturating_add(tax),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn line(kind: LineKind, quantity_thousandths: i64, unit_cents: i64, taxable: bool) -> Line {
        Line { kind, quantity_thousandths, unit_cents, taxable }
    }

    #[test]
    fn an_order_sheet_adds_up() {
        let lines = [
            line(LineKind::Labor, 2_500, 12_000, false),
            line(LineKind::Part, 2_000, 6_495, true),
            line(LineKind::Fee, 1_000, 500, true),
            line(LineKind::Discount, 1_000, 1_000, true),
        ];
        let all = totals(&lines, 825);
        assert_eq!(all.subtotal_cents, 30_000 + 12_990 + 500);
        assert_eq!(all.discount_cents, 1_000);
        // 1,072 on the parts, 41 on the fee, less 83 on the discount
        assert_eq!(all.tax_cents, 1_030);
        assert_eq!(all.total_cents, 43_490 - 1_000 + 1_030);
        let parts = approved_totals(&lines, |place| place == 1, 825);
        // 12,990 of 43,490 bear 299 of the discount
        assert_eq!((parts.subtotal_cents, parts.discount_cents), (12_990, 299));
        assert_eq!(parts.tax_cents, 1_072 - 25);
    }

    #[test]
    fn nothing_approved_costs_nothing() {
        let lines = [line(LineKind::Part, 1_000, 500, true), line(LineKind::Discount, 1_000, 500, true)];
        assert_eq!(approved_totals(&lines, |_| false, 825), Totals::default());
        assert_eq!(totals(&[], 825), Totals::default());
    }

    fn any_line() -> impl Strategy<Value = Line> {
        (0usize..4, 1i64..10_000_000, 0i64..100_000_000, any::<bool>()).prop_map(
            |(kind, q, unit, taxable)| Line {
                kind: LineKind::ALL[kind],
                quantity_thousandths: q,
                unit_cents: unit,
                taxable,
            },
        )
    }

    proptest! {
        #[test]
        fn a_line_is_off_by_half_a_cent_at_most(line in any_line()) {
            let exact = i128::from(line.quantity_thousandths) * i128::from(line.unit_cents);
            let off = i128::from(line_total(&line)) * 1_000 - exact;
            prop_assert!((-499..=500).contains(&off), "{off}");
        }

        #[test]
        fn totals_are_consistent(
            lines in proptest::collection::vec(any_line(), 0..20), tax in 0i64..5_000, chosen: u32,
        ) {
            for t in [totals(&lines, tax), approved_totals(&lines, |i| chosen >> i & 1 == 1, tax)] {
                prop_assert_eq!(t.total_cents, t.subtotal_cents - t.discount_cents + t.tax_cents);
                prop_assert!((0..=t.subtotal_cents).contains(&t.discount_cents));
                prop_assert!(t.tax_cents >= 0 && t.total_cents >= 0);
            }
        }

        #[test]
        fn approving_every_line_is_approving_the_quote(
            lines in proptest::collection::vec(any_line(), 0..20), tax in 0i64..5_000,
        ) {
            let named = |place: usize| lines[place].kind != LineKind::Discount;
            prop_assert_eq!(approved_totals(&lines, named, tax), totals(&lines, tax));
        }

        #[test]
        fn one_more_line_never_lowers_the_subtotal(
            lines in proptest::collection::vec(any_line(), 1..20), tax in 0i64..5_000, chosen: u32, more in 0usize..20,
        ) {
            let before = approved_totals(&lines, |i| chosen >> i & 1 == 1, tax);
            let after = approved_totals(&lines, |i| i == more || chosen >> i & 1 == 1, tax);
            prop_assert!(after.subtotal_cents >= before.subtotal_cents);
        }

        #[test]
        fn without_discounts_parts_make_the_whole(
            lines in proptest::collection::vec(any_line(), 0..20), tax in 0i64..5_000, chosen: u32,
        ) {
            let lines: Vec<_> = lines.into_iter().filter(|l| l.kind != LineKind::Discount).collect();
            let one = approved_totals(&lines, |i| chosen >> i & 1 == 1, tax).total_cents;
            let other = approved_totals(&lines, |i| chosen >> i & 1 == 0, tax).total_cents;
            prop_assert_eq!(one + other, totals(&lines, tax).total_cents);
        }
    }
}
