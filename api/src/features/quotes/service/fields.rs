//! Checks what a provider writes into a quote.

use crate::http::validate::Check;
use pitlane_contract::quotes::WriteLine;
use pitlane_domain::limits;
use pitlane_domain::quotes::{
    Line, MAX_LINES, MAX_QUANTITY_THOUSANDTHS, MAX_TAX_BPS, MAX_UNIT_CENTS, totals,
};
use pitlane_domain::vocabulary::LineKind;
use std::collections::BTreeSet;

/// A line as the rules count it.
pub fn counted(line: &WriteLine) -> Line {
    Line {
        kind: line.kind,
        quantity_thousandths: line.quantity_thousandths,
        unit_cents: line.unit_cents,
        taxable: line.taxable,
    }
}

/// Checks the lines. A draft is kept as one types, so its titles may still be empty.
pub fn lines(check: &mut Check, lines: &[WriteLine], shortest_title: usize) {
    if lines.len() > MAX_LINES {
        check.refuse("lines", "too_many", "Write up to 100 lines.");
        return;
    }
    let named: Vec<_> = lines.iter().filter_map(|line| line.id).collect();
    if named.iter().collect::<BTreeSet<_>>().len() != named.len() {
        check.refuse("lines", "duplicate", "Name each line once.");
    }
    for (place, line) in lines.iter().enumerate() {
        one(check, place, line, shortest_title);
    }
    let whole: Vec<_> = lines.iter().map(counted).collect();
    let discounts: i128 = sum(&whole, true);
    if discounts > sum(&whole, false) {
        check.refuse("lines", "discount_too_large", "Discounts are more than what they are taken off.");
    }
}

fn sum(lines: &[Line], discounts: bool) -> i128 {
    let wanted = lines.iter().filter(|line| (line.kind == LineKind::Discount) == discounts);
    wanted.map(|line| i128::from(pitlane_domain::quotes::line_total(line))).sum()
}

fn one(check: &mut Check, place: usize, line: &WriteLine, shortest_title: usize) {
    let field = |name: &str| format!("lines.{place}.{name}");
    check.text(&field("title"), &line.title, shortest_title..=*limits::LINE_TITLE.end());
    amount(check, &field("quantity_thousandths"), line.quantity_thousandths, 1, MAX_QUANTITY_THOUSANDTHS);
    amount(check, &field("unit_cents"), line.unit_cents, 0, MAX_UNIT_CENTS);
    if let Some(number) = &line.part_number {
        check.text(&field("part_number"), number, limits::PART_NUMBER);
    }
    if line.part_condition.is_some() && line.kind != LineKind::Part {
        check.refuse(&field("part_condition"), "invalid", "Only parts have a condition.");
    }
}

fn amount(check: &mut Check, field: &str, value: i64, least: i64, most: i64) {
    if !(least..=most).contains(&value) {
        check.refuse(field, "out_of_range", &format!("Enter a number from {least} to {most}."));
    }
}

/// The terms of a quote beside its lines.
#[derive(Debug, Default, Clone)]
pub struct Terms<'a> {
    /// What is wrong.
    pub diagnosis_summary: Option<&'a str>,
    /// Tax in basis points.
    pub tax_bps: Option<i64>,
    /// Warranty in months.
    pub warranty_months: Option<i32>,
    /// Warranty in miles.
    pub warranty_miles: Option<i32>,
    /// Days that it holds.
    pub valid_days: Option<i32>,
}

/// Checks the terms that are given.
pub fn terms(check: &mut Check, terms: &Terms<'_>) {
    if let Some(text) = terms.diagnosis_summary {
        check.text("diagnosis_summary", text, limits::DIAGNOSIS);
    }
    if let Some(tax) = terms.tax_bps {
        amount(check, "tax_bps", tax, 0, MAX_TAX_BPS);
    }
    if let Some(months) = terms.warranty_months {
        check.number("warranty_months", months, limits::WARRANTY_MONTHS);
    }
    if let Some(miles) = terms.warranty_miles {
        check.number("warranty_miles", miles, limits::WARRANTY_MILES);
    }
    if let Some(days) = terms.valid_days {
        check.number("valid_days", days, limits::VALID_DAYS);
    }
}

/// Checks a deposit against what the quote comes to.
pub fn deposit(check: &mut Check, deposit_cents: i64, lines: &[Line], tax_bps: i64) {
    let total = totals(lines, tax_bps).total_cents;
    if !(0..=total).contains(&deposit_cents) {
        check.refuse("deposit_cents", "out_of_range", "A deposit is at most the total.");
    }
}
