use leptos::prelude::*;
use pitlane_contract::{
    quotes::{QuoteLine, WriteLine},
    repairs::Photo,
};
use pitlane_domain::{
    limits::{LINE_TITLE, fits},
    quotes::{self, MAX_QUANTITY_THOUSANDTHS, MAX_UNIT_CENTS},
    vocabulary::{LineKind, PartCondition, Severity},
};
use uuid::Uuid;

use super::super::amounts;
use crate::text::t;

/// One line of the draft, as it is typed.
#[derive(Clone, Copy)]
pub struct Line {
    pub(super) key: usize,
    /// The server's name for it, once it has one.
    pub(super) id: StoredValue<Option<Uuid>>,
    pub(super) kind: LineKind,
    pub(super) title: RwSignal<String>,
    pub(super) quantity: RwSignal<String>,
    pub(super) unit: RwSignal<String>,
    pub(super) number: RwSignal<String>,
    pub(super) condition: RwSignal<String>,
    pub(super) severity: RwSignal<String>,
    pub(super) taxable: RwSignal<bool>,
    pub(super) photos: RwSignal<Vec<Photo>>,
    pub(super) title_error: RwSignal<Option<String>>,
    pub(super) quantity_error: RwSignal<Option<String>>,
    pub(super) unit_error: RwSignal<Option<String>>,
}

fn word(of: Option<&'static str>) -> RwSignal<String> {
    RwSignal::new(of.unwrap_or_default().to_owned())
}

impl Line {
    fn bare(key: usize, kind: LineKind) -> Self {
        Self {
            key,
            id: StoredValue::new(None),
            kind,
            title: RwSignal::new(String::new()),
            quantity: RwSignal::new("1".to_owned()),
            unit: RwSignal::new(String::new()),
            number: RwSignal::new(String::new()),
            condition: RwSignal::new(String::new()),
            severity: RwSignal::new(String::new()),
            taxable: RwSignal::new(kind == LineKind::Part),
            photos: RwSignal::new(Vec::new()),
            title_error: RwSignal::new(None),
            quantity_error: RwSignal::new(None),
            unit_error: RwSignal::new(None),
        }
    }

    /// An empty line; labor begins with the rate that was typed last, or the usual one.
    pub fn empty(key: usize, kind: LineKind, rate: &str) -> Self {
        let line = Self::bare(key, kind);
        if kind == LineKind::Labor {
            line.unit.set(rate.to_owned());
        }
        line
    }

    /// A line that was written before.
    pub fn of(key: usize, line: QuoteLine) -> Self {
        Self {
            id: StoredValue::new(Some(line.id)),
            title: RwSignal::new(line.title),
            quantity: RwSignal::new(amounts::short(line.quantity_thousandths, 3)),
            unit: RwSignal::new(amounts::money(line.unit_cents)),
            number: RwSignal::new(line.part_number.unwrap_or_default()),
            condition: word(line.part_condition.map(PartCondition::as_str)),
            severity: word(line.severity.map(Severity::as_str)),
            taxable: RwSignal::new(line.taxable),
            photos: RwSignal::new(line.photos),
            ..Self::bare(key, line.kind)
        }
    }

    /// A line of a template.
    pub fn written_before(key: usize, line: WriteLine) -> Self {
        Self {
            title: RwSignal::new(line.title),
            quantity: RwSignal::new(amounts::short(line.quantity_thousandths, 3)),
            unit: RwSignal::new(amounts::money(line.unit_cents)),
            number: RwSignal::new(line.part_number.unwrap_or_default()),
            condition: word(line.part_condition.map(PartCondition::as_str)),
            severity: word(line.severity.map(Severity::as_str)),
            taxable: RwSignal::new(line.taxable),
            ..Self::bare(key, line.kind)
        }
    }

    fn thousandths(self) -> Option<i64> {
        let value = self.quantity.with(|text| amounts::read(text, 3))?;
        (1..=MAX_QUANTITY_THOUSANDTHS).contains(&value).then_some(value)
    }

    /// The price of one; nothing typed yet is nothing.
    fn cents(self) -> Option<i64> {
        let typed =
            self.unit.with(|text| if text.trim().is_empty() { Some(0) } else { amounts::read(text, 2) });
        typed.filter(|cents| (0..=MAX_UNIT_CENTS).contains(cents))
    }

    /// As the rules count it; what cannot be read counts nothing.
    pub fn counted(self) -> quotes::Line {
        quotes::Line {
            kind: self.kind,
            quantity_thousandths: self.thousandths().unwrap_or_default(),
            unit_cents: self.cents().unwrap_or_default(),
            taxable: self.taxable.get(),
        }
    }

    /// The line as the server takes it; none while something in it cannot be read.
    pub fn written(self) -> Option<WriteLine> {
        let title = self.title.with(|title| title.trim().to_owned());
        let number = self.number.with(|number| number.trim().to_owned());
        Some(WriteLine {
            id: self.id.get_value(),
            kind: self.kind,
            title,
            quantity_thousandths: self.thousandths()?,
            unit_cents: self.cents()?,
            taxable: self.taxable.get(),
            part_number: Some(number).filter(|number| !number.is_empty()),
            part_condition: self.condition.with(|word| word.parse().ok()),
            severity: self.severity.with(|word| word.parse().ok()),
        })
    }

    pub(super) fn check_title(self) -> bool {
        let good = self.title.with_untracked(|title| fits(LINE_TITLE, title));
        self.title_error.set((!good).then(|| (t().quotes.title_invalid)(*LINE_TITLE.end())));
        good
    }

    pub(super) fn check_quantity(self) -> bool {
        let good = untrack(|| self.thousandths()).is_some();
        self.quantity_error.set((!good).then(|| t().quotes.quantity_invalid.to_owned()));
        good
    }

    pub(super) fn check_unit(self) -> bool {
        let good = untrack(|| self.cents()).is_some();
        self.unit_error.set((!good).then(|| t().quotes.price_invalid.to_owned()));
        good
    }

    /// Checks the whole line; answers the id of the first cell that is wrong.
    pub fn check(self) -> Option<String> {
        let (title, quantity, unit) = (self.check_title(), self.check_quantity(), self.check_unit());
        let cells = [(title, "title"), (quantity, "quantity"), (unit, "unit")];
        cells.into_iter().find(|(good, _)| !good).map(|(_, cell)| self.cell(cell))
    }

    /// The id of one of its cells.
    pub fn cell(self, what: &str) -> String {
        format!("line-{}-{what}", self.key)
    }
}
