use chrono::DateTime;
use leptos::{prelude::*, task::spawn_local};
use pitlane_contract::fees::FeeRule;
use pitlane_domain::{
    fees::{QUOTE_DEFAULT, SESSION_DEFAULT},
    vocabulary::FeeRuleStatus,
};
use uuid::Uuid;

use super::{amounts, every_version, formula, standing, target};
use crate::{
    account::api,
    format,
    shell::PageHead,
    text::t,
    ui::{Badge, Button, Confirm, Empty, Kind, LinkButton, Load, Toasts, load, loaded},
};

/// A rule with all its versions, the newest first.
#[derive(Clone)]
struct Versions(Vec<FeeRule>);

impl Versions {
    fn gather(all: Vec<FeeRule>) -> Vec<Self> {
        let mut rules: Vec<Self> = Vec::new();
        for version in all {
            let own = |rule: &&mut Self| rule.0.iter().any(|other| other.rule_id == version.rule_id);
            match rules.iter_mut().find(own) {
                Some(rule) => rule.0.push(version),
                None => rules.push(Self(vec![version])),
            }
        }
        for rule in &mut rules {
            rule.0.sort_by_key(|version| std::cmp::Reverse(version.version));
        }
        rules
    }

    fn is_current(&self) -> bool {
        self.0.iter().any(counts)
    }
}

/// Whether a version holds or will hold.
fn counts(version: &FeeRule) -> bool {
    matches!(version.status, FeeRuleStatus::InForce | FeeRuleStatus::Scheduled)
}

/// The version that somebody wants to switch off, with the newest number of its rule.
#[derive(Clone, Copy)]
struct Wanted {
    id: Uuid,
    number: i32,
    newest: i32,
}

/// The page of the fee rules.
#[component]
pub fn Rules() -> impl IntoView {
    let (words, client) = (&t().fees, api());
    let rules = load(move || {
        let client = client.clone();
        async move { every_version(&client).await }
    });
    let wanted = RwSignal::new(None::<Wanted>);
    let show = move |all: Signal<Vec<FeeRule>>| move || lists(Versions::gather(all.get()), wanted);
    let defaults = (words.defaults)(
        &amounts::short(SESSION_DEFAULT.percent_bps, 2),
        &amounts::short(QUOTE_DEFAULT.percent_bps, 2),
    );
    view! {
        <PageHead title=words.title lead=Signal::stored(words.lead.to_owned())>
            <LinkButton href="/admin/fees/new" kind=Kind::Main>
                {words.new}
            </LinkButton>
        </PageHead>
        <p class="note">{defaults}</p>
        {loaded(rules, 3, show)}
        <SwitchOff wanted rules />
    }
}

fn lists(rules: Vec<Versions>, wanted: RwSignal<Option<Wanted>>) -> AnyView {
    let words = &t().fees;
    if rules.is_empty() {
        return view! { <Empty title=words.empty_title text=words.empty /> }.into_any();
    }
    let (current, over): (Vec<_>, Vec<_>) = rules.into_iter().partition(Versions::is_current);
    let none = current.is_empty();
    let rows =
        |rules: Vec<Versions>| rules.into_iter().map(|rule| view! { <Rule rule wanted /> }).collect_view();
    let (is_over, over) = (!over.is_empty(), StoredValue::new(over));
    view! {
        <section>
            <div class="head">
                <h2>{words.current}</h2>
            </div>
            {if none {
                view! { <Empty title=words.nothing_current_title text=words.nothing_current /> }.into_any()
            } else {
                view! { <ul class="sheet" aria-label=words.current>{rows(current)}</ul> }.into_any()
            }}
        </section>
        {is_over.then(|| view! {
            <section>
                <div class="head">
                    <h2>{words.over}</h2>
                </div>
                <ul class="sheet" aria-label=words.over>{rows(over.get_value())}</ul>
            </section>
        })}
    }
    .into_any()
}

#[component]
fn Rule(rule: Versions, wanted: RwSignal<Option<Wanted>>) -> impl IntoView {
    let words = &t().fees;
    let Versions(versions) = rule;
    let first = versions.first()?;
    let (target, newest) = (target(first), first.version);
    let href = format!("/admin/fees/new?rule={}", first.rule_id);
    let (shown, mut earlier): (Vec<_>, Vec<_>) = versions.into_iter().partition(counts);
    let shown = if shown.is_empty() { vec![earlier.remove(0)] } else { shown };
    let line = |version: FeeRule, target: &str| {
        let off = counts(&version)
            .then(|| (Wanted { id: version.id, number: version.version, newest }, target.to_owned()));
        view! { <Version version off wanted /> }
    };
    let count = match earlier.len() {
        1 => words.earlier_one.to_owned(),
        more => (words.earlier)(more),
    };
    let shown = shown.into_iter().map(|version| line(version, &target)).collect_view();
    let has_earlier = !earlier.is_empty();
    let earlier = earlier.into_iter().map(|version| line(version, &target)).collect_view();
    Some(view! {
        <li class="stack tight">
            <div class="row apart">
                <b>{target.clone()}</b>
                <a href=href aria-label=(words.next_of)(&target)>{words.next}</a>
            </div>
            <ul class="versions">{shown}</ul>
            {has_earlier.then(|| view! {
                <details>
                    <summary class="soft small">{count}</summary>
                    <ul class="versions">{earlier}</ul>
                </details>
            })}
        </li>
    })
}

#[component]
fn Version(
    version: FeeRule,
    off: Option<(Wanted, String)>,
    wanted: RwSignal<Option<Wanted>>,
) -> impl IntoView {
    let words = &t().fees;
    let (word, tone) = standing(version.status);
    let fee = formula(version.percent_bps, version.fixed_cents, version.min_cents, version.max_cents);
    let who = version.created_by.as_deref();
    let who =
        who.map_or_else(|| (words.version)(version.version), |who| (words.version_by)(version.version, who));
    let begin = format::utc_day(version.valid_from);
    let when = match version.valid_until {
        Some(end) => (words.from_until)(&begin, &format::utc_day(end)),
        None if version.valid_from == DateTime::UNIX_EPOCH => words.always.to_owned(),
        None => (words.from)(&begin),
    };
    let about = [who, when, (words.priority)(version.priority)].join(", ");
    let off = off.map(|(which, target)| {
        let label = (words.switch_off_of)(which.number, &target);
        view! {
            <Button kind=Kind::Quiet label on_press=move |()| wanted.set(Some(which))>
                {words.switch_off}
            </Button>
        }
    });
    view! {
        <li class="fee">
            <span class="rate-of">{fee}</span>
            <span class="row">
                <Badge tone=Signal::stored(tone) text=word />
                {off}
            </span>
            <small class="soft">{about}</small>
        </li>
    }
}

/// Asks before a version is switched off.
#[component]
fn SwitchOff(wanted: RwSignal<Option<Wanted>>, rules: Load<Vec<FeeRule>>) -> impl IntoView {
    let words = &t().fees;
    let (open, busy) = (RwSignal::new(false), RwSignal::new(false));
    Effect::new(move |_| open.set(wanted.with(Option::is_some)));
    Effect::new(move |_| {
        if !open.get() && wanted.with_untracked(Option::is_some) {
            wanted.set(None);
        }
    });
    let title = Signal::derive(move || {
        wanted.get().map(|it| (words.switch_off_title)(it.number)).unwrap_or_default()
    });
    let act = Callback::new(move |()| {
        let Some(Wanted { id, newest, .. }) = wanted.get_untracked() else { return };
        let client = api();
        busy.set(true);
        spawn_local(async move {
            let outcome = client.deactivate_fee_rule(id, Some(newest)).await;
            match outcome {
                Ok(_) => Toasts::get().say(words.switched_off),
                Err(error) => Toasts::get().fail(&error),
            }
            // the page may be gone by now
            let _ = busy.try_set(false);
            let _ = open.try_set(false);
            rules.reload();
        });
    });
    let text = Signal::stored(words.switch_off_text.to_owned());
    view! { <Confirm open title text yes=words.switch_off danger=true busy on_yes=act /> }
}
