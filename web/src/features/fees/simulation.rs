use chrono::{DateTime, TimeDelta};
use leptos::prelude::*;
use pitlane_contract::fees::{FeeSimulation, NewFeeRule, SimulateFees};

use crate::{clock, format, text::t};

/// What was tried out, and what came of it.
#[derive(Debug, Clone, PartialEq)]
pub struct Tried {
    /// The rule as it was then.
    pub rule: NewFeeRule,
    /// Over how many days.
    pub days: String,
    /// So that saving it twice saves it once.
    pub key: String,
    /// What it would have changed.
    pub outcome: FeeSimulation,
}

/// The question for the server: what would the rule have cost in the last days.
pub fn question(rule: NewFeeRule, days: &str) -> SimulateFees {
    #[expect(clippy::cast_possible_truncation, reason = "a whole number of milliseconds")]
    let until = DateTime::from_timestamp_millis(clock::now() as i64).unwrap_or_default();
    let days = days.parse().ok().and_then(TimeDelta::try_days).unwrap_or(TimeDelta::days(30));
    SimulateFees { rule, from: until - days, until }
}

/// What a rule would have changed, figure by figure.
#[component]
pub fn Outcome(
    /// The figures.
    of: FeeSimulation,
) -> impl IntoView {
    let words = &t().fees;
    let money = |cents| format::money(cents, &of.currency);
    let sign = if of.difference_cents > 0 { "+" } else { "" };
    let lines = [
        (words.payments, format::number(of.payments)),
        (words.affected, format::number(of.affected)),
        (words.affected_sum, money(of.affected_cents)),
        (words.before, money(of.before_cents)),
        (words.after, money(of.after_cents)),
    ];
    let lines = lines
        .map(|(name, value)| view! { <div><dt>{name}</dt><dd>{value}</dd></div> })
        .into_iter()
        .collect_view();
    let nothing = (of.payments == 0).then(|| view! { <p class="soft">{words.nothing_paid}</p> });
    view! {
        <h2>{words.outcome}</h2>
        {nothing}
        <dl class="totals">
            {lines}
            <div class="whole">
                <dt>{words.difference}</dt>
                <dd>{format!("{sign}{}", money(of.difference_cents))}</dd>
            </div>
        </dl>
    }
}
