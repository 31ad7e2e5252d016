use chrono::{DateTime, NaiveDate, NaiveTime, Utc};
use leptos::prelude::*;
use pitlane_contract::fees::{FeeRule, NewFeeRule};
use pitlane_domain::vocabulary::{FeeScope, FeeSubject, ProviderType, ServiceKind};

use super::{amounts, provider::Chosen};
use crate::{
    text::t,
    ui::{Field, Form, none},
};

/// The whole, in basis points.
const WHOLE_BPS: i64 = 10_000;
/// The most that an amount may be, in minor units.
const MOST_CENTS: i64 = 100_000_000;
/// How far from zero a priority may be.
const MOST_PRIORITY: i32 = 1_000;

/// What is typed cannot be read.
struct Unread;

/// A rule as it is typed.
#[derive(Clone, Copy)]
pub struct Draft(StoredValue<Fields>);

/// The fields of a rule.
#[derive(Clone, Copy)]
pub struct Fields {
    pub form: Form,
    /// The last version, where this is the next one.
    pub before: StoredValue<Option<FeeRule>>,
    pub subject: Field,
    pub scope: Field,
    pub kind: Field,
    pub service: Field,
    pub provider: RwSignal<Option<Chosen>>,
    pub provider_error: RwSignal<Option<String>>,
    pub percent: Field,
    pub fixed: Field,
    pub least: Field,
    pub most: Field,
    pub priority: Field,
    pub begin: Field,
    pub end: Field,
}

fn percent(text: &str) -> Option<i64> {
    amounts::read(text.trim().trim_end_matches('%'), 2).filter(|bps| (0..=WHOLE_BPS).contains(bps))
}

/// An amount that may be left out.
fn cents(text: &str) -> Result<Option<i64>, Unread> {
    if text.trim().is_empty() {
        return Ok(None);
    }
    amounts::read(text, 2).filter(|cents| *cents <= MOST_CENTS).map(Some).ok_or(Unread)
}

fn priority(text: &str) -> Option<i32> {
    let number = if text.trim().is_empty() { Some(0) } else { text.trim().parse().ok() };
    number.filter(|number: &i32| number.abs() <= MOST_PRIORITY)
}

/// A day's midnight in UTC, that may be left out.
fn midnight(text: &str) -> Result<Option<DateTime<Utc>>, Unread> {
    if text.trim().is_empty() {
        return Ok(None);
    }
    let day: NaiveDate = text.trim().parse().map_err(|_| Unread)?;
    Ok(Some(day.and_time(NaiveTime::MIN).and_utc()))
}

fn rule(good: fn(&str) -> bool, text: &'static str) -> impl Fn(&str) -> Option<String> + Send + Sync {
    move |value| (!good(value)).then(|| text.to_owned())
}

fn optional(cents: Option<i64>) -> String {
    cents.map(|cents| amounts::write(cents, 2)).unwrap_or_default()
}

impl Draft {
    /// An empty rule, or the next version of one.
    pub fn of(before: Option<FeeRule>) -> Self {
        let (form, words, old) = (Form::new(), &t().fees, before.as_ref());
        let word = |of: Option<&'static str>, or: &'static str| of.unwrap_or(or);
        let subject = word(old.map(|it| it.applies_to.as_str()), FeeSubject::Session.as_str());
        let scope = word(old.map(|it| it.scope.as_str()), FeeScope::All.as_str());
        let kind = word(
            old.and_then(|it| it.provider_type).map(ProviderType::as_str),
            ProviderType::Independent.as_str(),
        );
        let service =
            word(old.and_then(|it| it.service).map(ServiceKind::as_str), ServiceKind::Chat.as_str());
        let provider = old.and_then(|it| it.provider_id.zip(it.provider_name.clone()));
        let bps = old.map(|it| amounts::short(it.percent_bps, 2)).unwrap_or_default();
        let fixed = old.map(|it| amounts::money(it.fixed_cents)).unwrap_or_default();
        let order = old.map_or_else(|| "0".to_owned(), |it| it.priority.to_string());
        Self(StoredValue::new(Fields {
            form,
            subject: form.field("applies_to", subject, none),
            scope: form.field("scope", scope, none),
            kind: form.field("provider_type", kind, none),
            service: form.field("service", service, none),
            provider: RwSignal::new(provider.map(|(id, name)| Chosen { id, name })),
            provider_error: RwSignal::new(None),
            percent: form.field("percent_bps", bps, rule(|it| percent(it).is_some(), words.percent_invalid)),
            fixed: form.field("fixed_cents", fixed, rule(|it| cents(it).is_ok(), words.amount_invalid)),
            least: form.field(
                "min_cents",
                optional(old.and_then(|it| it.min_cents)),
                rule(|it| cents(it).is_ok(), words.amount_invalid),
            ),
            most: form.field(
                "max_cents",
                optional(old.and_then(|it| it.max_cents)),
                rule(|it| cents(it).is_ok(), words.amount_invalid),
            ),
            priority: form.field("priority", order, rule(|it| priority(it).is_some(), words.order_invalid)),
            begin: form.field("valid_from", "", rule(|it| midnight(it).is_ok(), words.date_invalid)),
            end: form.field("valid_until", "", rule(|it| midnight(it).is_ok(), words.date_invalid)),
            before: StoredValue::new(before),
        }))
    }

    /// Its fields.
    pub fn fields(self) -> Fields {
        self.0.get_value()
    }
}

impl Fields {
    /// Whom it concerns, as chosen; what repairs cost does not depend on a service.
    pub fn chosen_scope(&self) -> FeeScope {
        self.scope.value.with(|word| word.parse().ok()).unwrap_or(FeeScope::All)
    }

    /// The rule as the server takes it, followed by whoever reads it; none while something cannot be read.
    pub fn watch(&self) -> Option<NewFeeRule> {
        let scope = self.chosen_scope();
        let provider = self.provider.get();
        if scope == FeeScope::Provider && provider.is_none() {
            return None;
        }
        let of = |wanted: FeeScope| scope == wanted;
        // each is read to its end, so that a change of any of them is noticed
        let (bps, fixed) = (self.percent.value.with(|it| percent(it)), self.fixed.value.with(|it| cents(it)));
        let (least, most) = (self.least.value.with(|it| cents(it)), self.most.value.with(|it| cents(it)));
        let (begin, end) = (self.begin.value.with(|it| midnight(it)), self.end.value.with(|it| midnight(it)));
        let order = self.priority.value.with(|it| priority(it));
        let kind = self.kind.value.with(|word| word.parse().ok());
        let service = self.service.value.with(|word| word.parse().ok());
        Some(NewFeeRule {
            rule_id: self.before.with_value(|before| before.as_ref().map(|it| it.rule_id)),
            applies_to: self.subject.value.with(|word| word.parse().ok())?,
            scope,
            provider_type: kind.filter(|_| of(FeeScope::ProviderType)),
            provider_id: provider.filter(|_| of(FeeScope::Provider)).map(|it| it.id),
            service: service.filter(|_| of(FeeScope::Service)),
            percent_bps: bps?,
            fixed_cents: fixed.ok()?.unwrap_or_default(),
            min_cents: least.ok()?,
            max_cents: most.ok()?,
            priority: order?,
            valid_from: begin.ok()?,
            valid_until: end.ok()?,
        })
    }

    /// Checks everything that is typed, and that a provider is chosen where one is needed.
    pub fn check(&self) -> bool {
        let missing = untrack(|| self.chosen_scope()) == FeeScope::Provider
            && self.provider.with_untracked(Option::is_none);
        self.provider_error.set(missing.then(|| t().fees.choose_provider.to_owned()));
        self.form.check() && !missing
    }
}
