use std::ops::RangeInclusive;

use leptos::prelude::*;
use pitlane_contract::{
    Given,
    quotes::{Quote, Template, UpdateQuote, WriteTemplate},
};
use pitlane_domain::{
    limits::{DIAGNOSIS, VALID_DAYS, WARRANTY_MILES, WARRANTY_MONTHS},
    quotes::{MAX_TAX_BPS, MAX_UNIT_CENTS, Totals, totals},
};
use uuid::Uuid;

use super::{super::amounts, lines::Lines};
use crate::{
    text::t,
    ui::{Field, Form, focus, within},
};

/// Everything that is written on the page.
#[derive(Clone, Copy)]
pub struct Draft {
    /// The quote.
    pub id: Uuid,
    /// The terms as a form.
    pub form: Form,
    /// What is wrong.
    pub diagnosis: Field,
    /// In percent.
    pub tax: Field,
    /// To be paid first.
    pub deposit: Field,
    /// Of warranty.
    pub months: Field,
    /// Of warranty.
    pub miles: Field,
    /// That it holds.
    pub days: Field,
    /// The lines.
    pub lines: Lines,
}

fn whole(value: &str, bounds: &RangeInclusive<i32>) -> Option<i32> {
    value.trim().parse().ok().filter(|number| bounds.contains(number))
}

/// A rule for a whole number; empty is fine where it may be left out.
fn whole_rule(bounds: RangeInclusive<i32>, optional: bool) -> impl Fn(&str) -> Option<String> + Send + Sync {
    move |value| {
        let good = optional && value.trim().is_empty() || whole(value, &bounds).is_some();
        (!good).then(|| (t().quotes.whole_invalid)(*bounds.start(), *bounds.end()))
    }
}

fn amount(value: &str, most: i64) -> Option<i64> {
    if value.trim().is_empty() { Some(0) } else { amounts::read(value, 2).filter(|it| *it <= most) }
}

impl Draft {
    /// The draft as it was left.
    pub fn of(quote: &Quote) -> Self {
        let words = &t().quotes;
        let form = Form::new();
        let tax = |value: &str| amount(value, MAX_TAX_BPS).is_none().then(|| words.tax_invalid.to_owned());
        let deposit =
            |value: &str| amount(value, MAX_UNIT_CENTS).is_none().then(|| words.price_invalid.to_owned());
        let miles = quote.warranty_miles.map(|miles| miles.to_string()).unwrap_or_default();
        Self {
            id: quote.id,
            form,
            diagnosis: form.field("diagnosis_summary", quote.diagnosis_summary.clone(), within(DIAGNOSIS)),
            tax: form.field("tax_bps", amounts::short(quote.tax_bps, 2), tax),
            deposit: form.field("deposit_cents", amounts::money(quote.deposit_cents), deposit),
            months: form.field(
                "warranty_months",
                quote.warranty_months.to_string(),
                whole_rule(WARRANTY_MONTHS, true),
            ),
            miles: form.field("warranty_miles", miles, whole_rule(WARRANTY_MILES, true)),
            days: form.field("valid_days", quote.valid_days.to_string(), whole_rule(VALID_DAYS, false)),
            lines: Lines::of(quote.id, quote.lines.clone()),
        }
    }

    fn tax_bps(self) -> Option<i64> {
        self.tax.value.with(|value| amount(value, MAX_TAX_BPS))
    }

    /// What the lines come to as they are typed.
    pub fn totals(self) -> Totals {
        totals(&self.lines.counted(), self.tax_bps().unwrap_or_default())
    }

    /// The tax in percent, as it is typed.
    pub fn percent(self) -> String {
        amounts::short(self.tax_bps().unwrap_or_default(), 2)
    }

    /// What is written, followed by whoever reads it; none while something cannot be read.
    pub fn watch(self) -> Option<UpdateQuote> {
        let lines = self.lines.watch();
        let number = |field: Field, bounds| field.value.with(|value| whole(value, &bounds));
        let empty = |field: Field| field.value.with(|value| value.trim().is_empty());
        let months = if empty(self.months) { Some(0) } else { number(self.months, WARRANTY_MONTHS) };
        let miles = number(self.miles, WARRANTY_MILES);
        let (no_miles, days) = (empty(self.miles), number(self.days, VALID_DAYS));
        let text = self.diagnosis.value.with(|value| value.trim().to_owned());
        let (tax, deposit) = (self.tax_bps(), self.deposit.value.with(|value| amount(value, MAX_UNIT_CENTS)));
        if miles.is_none() && !no_miles {
            return None;
        }
        Some(UpdateQuote {
            diagnosis_summary: Some(text),
            tax_bps: Some(tax?),
            deposit_cents: Some(deposit?),
            warranty_months: Some(months?),
            warranty_miles: Some(Given(miles)),
            valid_days: Some(days?),
            lines: Some(lines?),
        })
    }

    /// What is written as a template; none while there is no line or one cannot be read.
    pub fn template(self, name: String) -> Option<WriteTemplate> {
        let mut lines = untrack(|| self.lines.watch())?;
        for line in &mut lines {
            line.id = None;
        }
        let good = !lines.is_empty() && lines.iter().all(|line| !line.title.is_empty());
        good.then(|| WriteTemplate { name, diagnosis_summary: self.diagnosis.text(), lines })
    }

    /// Adds the lines of a template, and what is wrong where nothing is said yet.
    pub fn insert(self, template: &Template) {
        if self.diagnosis.text().is_empty() {
            self.diagnosis.value.set(template.diagnosis_summary.clone());
        }
        self.lines.append(template.lines.clone());
    }

    /// Checks everything and moves the focus to what is wrong.
    pub fn check(self) -> bool {
        let (terms, line) = (self.form.check(), self.lines.check());
        if let Some(cell) = &line {
            focus(cell);
        }
        let good = terms && line.is_none();
        if !good {
            self.form.error.set(Some(t().problems.check_fields.to_owned()));
        }
        good
    }
}
