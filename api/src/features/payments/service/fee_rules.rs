//! What staff does with the rules of the fee, and the card that everybody reads.

use super::fees::candidate;
use crate::features::payments::queries::fees::{self as queries, RuleRow};
use crate::http::actor::Admin;
use crate::http::etag::IfMatch;
use crate::http::paging::Cursor;
use crate::http::problem::ApiError;
use crate::http::validate::Check;
use crate::state::AppState;
use crate::work::Work;
use chrono::{DateTime, TimeDelta, Utc};
use pitlane_contract::fees::{FeeCard, FeeCardLine, FeeRule, FeeSimulation, NewFeeRule, SimulateFees};
use pitlane_contract::paging::Feed;
use pitlane_domain::fees::{Candidate, FeeRule as Formula, QUOTE_DEFAULT, SESSION_DEFAULT, fee};
use pitlane_domain::money::CURRENCY;
use pitlane_domain::vocabulary::{FeeRuleStatus, FeeScope, FeeSubject, ProviderType, ServiceKind};
use pitlane_entities::fee_rules::{ActiveModel, Model};
use sea_orm::ActiveValue::Set;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use uuid::Uuid;

/// The most that a fixed part or a bound may be, in minor units.
const MOST_CENTS: i64 = 100_000_000;
/// The longest period that is simulated.
const MOST_DAYS: i64 = 366;
/// The payment that the fee card shows each rule by, in minor units.
const EXAMPLE_CENTS: i64 = 10_000;

/// Every version, newest first.
pub async fn list(state: &AppState, cursor: Cursor) -> Result<Feed<FeeRule>, ApiError> {
    let now = state.clock.now();
    let rows = queries::list(&state.db, now, cursor).await?;
    let rules = rows.into_iter().map(|row| view(row, now)).collect::<Result<Vec<_>, _>>()?;
    Ok(cursor.feed(rules, |rule| rule.id))
}

fn view(row: RuleRow, now: DateTime<Utc>) -> Result<FeeRule, ApiError> {
    let RuleRow { rule, author, provider_name, replaced } = row;
    let status = if !rule.active {
        FeeRuleStatus::Off
    } else if replaced {
        FeeRuleStatus::Replaced
    } else if rule.valid_until.is_some_and(|until| until <= now) {
        FeeRuleStatus::Ended
    } else if rule.valid_from > now {
        FeeRuleStatus::Scheduled
    } else {
        FeeRuleStatus::InForce
    };
    Ok(FeeRule {
        id: rule.id,
        rule_id: rule.rule_id,
        version: rule.version,
        status,
        applies_to: rule.applies_to.parse()?,
        scope: rule.scope.parse()?,
        provider_type: rule.provider_type.map(|word| word.parse()).transpose()?,
        provider_id: rule.provider_id,
        provider_name,
        service: rule.service.map(|word| word.parse()).transpose()?,
        percent_bps: rule.percent_bps,
        fixed_cents: rule.fixed_cents,
        min_cents: rule.min_cents,
        max_cents: rule.max_cents,
        priority: rule.priority,
        valid_from: rule.valid_from,
        valid_until: rule.valid_until,
        created_by: author,
        created_at: rule.created_at,
    })
}

/// Checks what a rule says by itself.
fn check(check: &mut Check, rule: &NewFeeRule, at: &str) {
    let mut refuse = |field: &str, code: &str, text: &str| check.refuse(&format!("{at}{field}"), code, text);
    let targets = [
        ("provider_type", rule.provider_type.is_some(), FeeScope::ProviderType),
        ("provider_id", rule.provider_id.is_some(), FeeScope::Provider),
        ("service", rule.service.is_some(), FeeScope::Service),
    ];
    for (field, named, scope) in targets {
        if named != (rule.scope == scope) {
            let (code, text) = if named {
                ("invalid", "Leave this out: the scope is another one.")
            } else {
                ("required", "The scope needs this.")
            };
            refuse(field, code, text);
        }
    }
    if rule.scope == FeeScope::Service && rule.applies_to == FeeSubject::Quote {
        refuse("scope", "invalid", "Only sessions have a service.");
    }
    if !(0..=10_000).contains(&rule.percent_bps) {
        refuse("percent_bps", "out_of_range", "Enter 0 to 10,000 basis points.");
    }
    let amounts = [
        ("fixed_cents", Some(rule.fixed_cents)),
        ("min_cents", rule.min_cents),
        ("max_cents", rule.max_cents),
    ];
    for (field, cents) in amounts {
        if cents.is_some_and(|cents| !(0..=MOST_CENTS).contains(&cents)) {
            refuse(field, "out_of_range", "Enter an amount from 0 to 1,000,000.00.");
        }
    }
    if rule.min_cents.zip(rule.max_cents).is_some_and(|(min, max)| max < min) {
        refuse("max_cents", "out_of_range", "The greatest fee is below the least one.");
    }
    if !(-1_000..=1_000).contains(&rule.priority) {
        refuse("priority", "out_of_range", "Enter a number from -1,000 to 1,000.");
    }
}

/// Whether a version is for the same as the one before it.
fn same_target(before: &Model, rule: &NewFeeRule) -> bool {
    before.applies_to == rule.applies_to.as_str()
        && before.scope == rule.scope.as_str()
        && before.provider_type.as_deref() == rule.provider_type.map(ProviderType::as_str)
        && before.provider_id == rule.provider_id
        && before.service.as_deref() == rule.service.map(ServiceKind::as_str)
}

/// What a version says, for the log of what staff did.
fn told(rule: &Model) -> Value {
    json!({
        "rule_id": rule.rule_id, "version": rule.version, "percent_bps": rule.percent_bps,
        "fixed_cents": rule.fixed_cents, "min_cents": rule.min_cents, "max_cents": rule.max_cents,
        "priority": rule.priority, "active": rule.active, "valid_from": rule.valid_from, "valid_until": rule.valid_until,
    })
}

/// Writes a rule or a new version of one under `id`.
pub async fn create(
    state: &AppState,
    admin: &Admin,
    (id, known): (Uuid, IfMatch),
    body: NewFeeRule,
) -> Result<FeeRule, ApiError> {
    let now = state.clock.now();
    if let Some(row) = queries::find(&state.db, now, id).await? {
        return view(row, now);
    }
    let mut refusals = Check::new();
    check(&mut refusals, &body, "");
    let from = body.valid_from.unwrap_or(now);
    // a moment passes between the choice and the click
    if from < now - TimeDelta::minutes(5) {
        refusals.refuse(
            "valid_from",
            "in_the_past",
            "What was charged already keeps its fee; choose a time to come.",
        );
    }
    if body.valid_until.is_some_and(|until| until <= from) {
        refusals.refuse("valid_until", "out_of_range", "The end comes before the beginning.");
    }
    if let Some(provider) = body.provider_id
        && !queries::provider_exists(&state.db, provider).await?
    {
        refusals.refuse("provider_id", "unknown", "There is no such provider.");
    }
    refusals.done()?;
    let work = state.begin().await?;
    let before = match body.rule_id {
        Some(rule) => Some(last_version(&work, rule, &known, &body).await?),
        None => None,
    };
    let version = before.as_ref().map_or(1, |before| before.version + 1);
    queries::insert(&work.tx, row(&work, admin, (id, version, from), &body)).await?;
    let made = queries::find(&work.tx, now, id).await?.ok_or_else(ApiError::not_found)?;
    let change = (before.as_ref().map(told), Some(told(&made.rule)));
    let what = ("fee_rule.create", &*id.to_string());
    crate::audit::write_change(&work.tx, work.now, admin.user_id, what, change).await?;
    work.commit().await?;
    view(made, now)
}

async fn last_version(
    work: &Work,
    rule: Uuid,
    known: &IfMatch,
    body: &NewFeeRule,
) -> Result<Model, ApiError> {
    let found = queries::lock_last(&work.tx, rule).await?;
    let before = found.ok_or_else(|| ApiError::field("rule_id", "unknown", "There is no such rule."))?;
    known.check(before.version)?;
    if !same_target(&before, body) {
        let text = "What a rule is for and whom it concerns stays the same; make a new rule instead.";
        return Err(ApiError::field("scope", "invalid", text));
    }
    Ok(before)
}

fn row(
    work: &Work,
    admin: &Admin,
    (id, version, from): (Uuid, i32, DateTime<Utc>),
    body: &NewFeeRule,
) -> ActiveModel {
    ActiveModel {
        id: Set(id),
        rule_id: Set(body.rule_id.unwrap_or(id)),
        version: Set(version),
        applies_to: Set(body.applies_to.as_str().to_owned()),
        scope: Set(body.scope.as_str().to_owned()),
        provider_type: Set(body.provider_type.map(|word| word.as_str().to_owned())),
        provider_id: Set(body.provider_id),
        service: Set(body.service.map(|word| word.as_str().to_owned())),
        percent_bps: Set(body.percent_bps),
        fixed_cents: Set(body.fixed_cents),
        min_cents: Set(body.min_cents),
        max_cents: Set(body.max_cents),
        priority: Set(body.priority),
        active: Set(true),
        valid_from: Set(from),
        valid_until: Set(body.valid_until),
        created_by: Set(Some(admin.user_id)),
        created_at: Set(work.now),
    }
}

/// Switches a version off. Whatever else applies takes its place.
pub async fn deactivate(
    state: &AppState,
    admin: &Admin,
    id: Uuid,
    known: IfMatch,
) -> Result<FeeRule, ApiError> {
    let work = state.begin().await?;
    let found = queries::find(&work.tx, work.now, id).await?.ok_or_else(ApiError::not_found)?;
    if let Some(last) = queries::lock_last(&work.tx, found.rule.rule_id).await? {
        known.check(last.version)?;
    }
    let before = queries::find(&work.tx, work.now, id).await?.ok_or_else(ApiError::not_found)?;
    if !before.rule.active {
        return view(before, work.now);
    }
    queries::switch_off(&work.tx, work.now, &before.rule).await?;
    let after = queries::find(&work.tx, work.now, id).await?.ok_or_else(ApiError::not_found)?;
    let change = (Some(told(&before.rule)), Some(told(&after.rule)));
    let what = ("fee_rule.deactivate", &*id.to_string());
    crate::audit::write_change(&work.tx, work.now, admin.user_id, what, change).await?;
    let now = work.now;
    work.commit().await?;
    view(after, now)
}

/// What a rule would have changed in a period.
pub async fn simulate(state: &AppState, body: SimulateFees) -> Result<FeeSimulation, ApiError> {
    let mut refusals = Check::new();
    check(&mut refusals, &body.rule, "rule.");
    if body.until <= body.from || body.until - body.from > TimeDelta::days(MOST_DAYS) {
        refusals.refuse("until", "out_of_range", "Choose a period of at most 366 days.");
    }
    refusals.done()?;
    let rule = &body.rule;
    let formula = Formula {
        percent_bps: rule.percent_bps,
        fixed_cents: rule.fixed_cents,
        min_cents: rule.min_cents,
        max_cents: rule.max_cents,
    };
    let mut sums = FeeSimulation {
        payments: 0,
        affected: 0,
        affected_cents: 0,
        before_cents: 0,
        after_cents: 0,
        difference_cents: 0,
        currency: CURRENCY.to_owned(),
    };
    for alike in queries::charged(&state.db, rule.applies_to, (body.from, body.until)).await? {
        sums.payments += alike.payments;
        sums.before_cents += alike.fee_cents;
        if wins(rule, &alike)? {
            sums.affected += alike.payments;
            sums.affected_cents += alike.amount_cents * alike.payments;
            sums.after_cents += fee(formula, alike.amount_cents) * alike.payments;
        } else {
            sums.after_cents += alike.fee_cents;
        }
    }
    sums.difference_cents = sums.after_cents - sums.before_cents;
    Ok(sums)
}

/// Whether the rule would have been taken in place of the one that was.
fn wins(rule: &NewFeeRule, alike: &queries::Alike) -> Result<bool, ApiError> {
    let concerned = match rule.scope {
        FeeScope::All => true,
        FeeScope::ProviderType => {
            alike.provider_type.as_deref() == rule.provider_type.map(ProviderType::as_str)
        }
        FeeScope::Service => alike.service.as_deref() == rule.service.map(ServiceKind::as_str),
        FeeScope::Provider => alike.provider_id == rule.provider_id,
    };
    // its own version before it gives way in any case
    let own = rule.rule_id.is_some() && rule.rule_id == alike.rule_id;
    let Some(scope) = &alike.scope else { return Ok(concerned) };
    let used: (FeeScope, i32) = (scope.parse()?, alike.priority.unwrap_or_default());
    Ok(concerned && (own || (rule.scope, rule.priority) >= used))
}

/// The rules that hold for everybody now.
pub async fn card(state: &AppState) -> Result<FeeCard, ApiError> {
    let now = state.clock.now();
    let mut items = Vec::new();
    for (subject, default) in [(FeeSubject::Session, SESSION_DEFAULT), (FeeSubject::Quote, QUOTE_DEFAULT)] {
        let rows = queries::active(&state.db, subject).await?;
        let rules = rows.into_iter().map(candidate).collect::<Result<Vec<_>, _>>()?;
        let mut lines: BTreeMap<_, (FeeCardLine, _)> = BTreeMap::new();
        lines.insert((FeeScope::All, None, None), (line(subject, None, default), None));
        for rule in rules.iter().filter(|rule| rule.scope != FeeScope::Provider && rule.holds(&rules, now)) {
            let order = Some((rule.priority, rule.created_at, rule.id));
            let place = lines.entry((rule.scope, rule.provider_type, rule.service));
            let (shown, best) = place.or_insert_with(|| (line(subject, Some(rule), rule.rule), order));
            if *best < order {
                (*shown, *best) = (line(subject, Some(rule), rule.rule), order);
            }
        }
        items.extend(lines.into_values().map(|(line, _)| line));
    }
    Ok(FeeCard { currency: CURRENCY.to_owned(), items })
}

fn line(subject: FeeSubject, rule: Option<&Candidate>, formula: Formula) -> FeeCardLine {
    FeeCardLine {
        applies_to: subject,
        scope: rule.map_or(FeeScope::All, |rule| rule.scope),
        provider_type: rule.and_then(|rule| rule.provider_type),
        service: rule.and_then(|rule| rule.service),
        percent_bps: formula.percent_bps,
        fixed_cents: formula.fixed_cents,
        min_cents: formula.min_cents,
        max_cents: formula.max_cents,
        example_total_cents: EXAMPLE_CENTS,
        example_fee_cents: fee(formula, EXAMPLE_CENTS),
    }
}
