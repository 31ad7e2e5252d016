//! The platform's fee: the staff's rules in versions, and the card that everybody may read.

mod card;
mod draft;
mod provider;
mod rules;
mod simulation;
mod write;

pub use card::Card;
pub use rules::Rules;
pub use write::WriteRule;

use pitlane_client::{ApiError, Client};
use pitlane_contract::{fees::FeeRule, paging::CursorQuery};
use pitlane_domain::{
    money::CURRENCY,
    vocabulary::{FeeRuleStatus, FeeScope, FeeSubject, ProviderType, ServiceKind},
};

use super::{booking::service_word, quotes::amounts};
use crate::{format, text::t, ui::Tone};

/// Far more versions than a platform ever has; a list that does not end is cut here.
const MOST_STRETCHES: usize = 50;

/// Every version of every rule, newest first.
async fn every_version(client: &Client) -> Result<Vec<FeeRule>, ApiError> {
    let (mut rules, mut cursor) = (Vec::new(), None);
    for _ in 0..MOST_STRETCHES {
        let stretch = client.list_fee_rules(&CursorQuery { limit: Some(100), cursor }).await?;
        rules.extend(stretch.items);
        cursor = stretch.next_cursor;
        if cursor.is_none() {
            break;
        }
    }
    Ok(rules)
}

/// What a fee is for.
fn subject_word(subject: FeeSubject) -> &'static str {
    match subject {
        FeeSubject::Session => t().fees.sessions,
        FeeSubject::Quote => t().fees.repairs,
    }
}

/// The providers of a kind.
fn type_word(kind: ProviderType) -> &'static str {
    match kind {
        ProviderType::Independent => t().fees.independents,
        ProviderType::Workshop => t().fees.workshops,
    }
}

/// Whom a fee concerns.
fn whom(
    scope: FeeScope,
    kind: Option<ProviderType>,
    service: Option<ServiceKind>,
    name: Option<&str>,
) -> String {
    let words = &t().fees;
    match scope {
        FeeScope::All => words.everybody.to_owned(),
        FeeScope::ProviderType => kind.map_or(words.everybody, type_word).to_owned(),
        FeeScope::Service => service.map_or(words.everybody, service_word).to_owned(),
        FeeScope::Provider => name.unwrap_or(words.a_provider).to_owned(),
    }
}

/// What a rule is for and whom it concerns.
fn target(rule: &FeeRule) -> String {
    let whom = whom(rule.scope, rule.provider_type, rule.service, rule.provider_name.as_deref());
    (t().fees.target)(subject_word(rule.applies_to), &whom)
}

/// How a fee is computed, such as `10% plus $2.00, at least $5.00`.
fn formula(percent_bps: i64, fixed_cents: i64, least: Option<i64>, most: Option<i64>) -> String {
    let words = &t().fees;
    let money = |cents| format::money(cents, CURRENCY);
    let mut text = (words.percent)(&amounts::short(percent_bps, 2));
    if fixed_cents > 0 {
        text = (words.plus)(&text, &money(fixed_cents));
    }
    if let Some(least) = least {
        text = (words.at_least)(&text, &money(least));
    }
    if let Some(most) = most {
        text = (words.at_most)(&text, &money(most));
    }
    text
}

/// Where a version stands, in a word and a colour.
fn standing(status: FeeRuleStatus) -> (&'static str, Tone) {
    let words = &t().fees;
    match status {
        FeeRuleStatus::InForce => (words.in_force, Tone::Good),
        FeeRuleStatus::Scheduled => (words.scheduled, Tone::Wait),
        FeeRuleStatus::Replaced => (words.replaced, Tone::Off),
        FeeRuleStatus::Ended => (words.ended, Tone::Off),
        FeeRuleStatus::Off => (words.off, Tone::Off),
    }
}
