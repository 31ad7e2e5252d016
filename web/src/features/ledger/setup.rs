use std::time::Duration;

use leptos::prelude::*;
use pitlane_client::fresh_key;
use pitlane_contract::ledger::PayoutAccount;
use pitlane_domain::vocabulary::OnboardingStatus;

use crate::{
    account::api,
    realtime::Realtime,
    routing,
    text::t,
    ui::{Badge, Button, Form, FormProblem, Kind, Load, Tone, load, loaded},
};

/// How often a page that the payment provider led back to looks whether the answers are taken, and how long it waits
/// between looks.
const LOOKS: u8 = 10;
const BETWEEN: Duration = Duration::from_secs(2);

/// How far the provider is with getting paid, and the way on.
#[component]
pub fn PayoutSetup() -> impl IntoView {
    let (client, realtime) = (api(), Realtime::get());
    let back = routing::query("payouts").get_untracked().as_deref() == Some("done");
    let account = load(move || {
        realtime.resumed.track();
        let client = client.clone();
        // who comes back is ahead of the payment provider's news
        async move { if back { client.refresh_payout_account().await } else { client.payout_account().await } }
    });
    if back {
        look_again(account);
    }
    view! { <section class="stack">{loaded(account, 2, |now| view! { <Standing now /> })}</section> }
}

/// The payment provider goes on checking after the person came back.
fn look_again(account: Load<PayoutAccount>) {
    let left = StoredValue::new(LOOKS);
    let look = move || {
        let ready = |now: &Option<PayoutAccount>| {
            now.as_ref().is_some_and(|now| now.status == OnboardingStatus::Ready)
        };
        if left.get_value() > 0 && !account.value().with_untracked(ready) {
            left.update_value(|left| *left -= 1);
            account.reload();
        }
    };
    if let Ok(timer) = set_interval_with_handle(look, BETWEEN) {
        on_cleanup(move || timer.clear());
    }
}

#[component]
fn Standing(now: Signal<PayoutAccount>) -> impl IntoView {
    let words = &t().ledger;
    let about = move || {
        now.with(|now| match now.status {
            OnboardingStatus::NotStarted => (words.setup_none, Tone::Plain, words.setup_start),
            OnboardingStatus::Incomplete => (words.setup_open, Tone::Wait, words.setup_go_on),
            OnboardingStatus::InReview => (words.setup_review, Tone::Wait, words.setup_change),
            OnboardingStatus::Ready => (words.setup_ready, Tone::Good, words.setup_change),
        })
    };
    let badge = move || {
        let word = match now.with(|now| now.status) {
            OnboardingStatus::NotStarted => words.setup_word_none,
            OnboardingStatus::Incomplete => words.setup_word_open,
            OnboardingStatus::InReview => words.setup_word_review,
            OnboardingStatus::Ready => words.setup_word_ready,
        };
        view! { <Badge tone=Signal::stored(about().1) text=word /> }
    };
    let missing = move || {
        let all = now.with(|now| wanted(&now.missing));
        (!all.is_empty()).then(|| {
            view! {
                <ul>
                    {all.into_iter().map(|word| view! { <li>{word}</li> }).collect_view()}
                </ul>
            }
        })
    };
    view! {
        <div class="sheet padded stack tight">
            <div class="row apart">
                <h2>{words.setup_title}</h2>
                {badge}
            </div>
            <p class="soft">{move || about().0}</p>
            {missing}
            <GoOn
                main=Signal::derive(move || now.with(|now| now.status) < OnboardingStatus::InReview)
                text=Signal::derive(move || about().2)
            />
        </div>
    }
}

/// Leads to the payment provider's own pages.
#[component]
fn GoOn(main: Signal<bool>, text: Signal<&'static str>) -> impl IntoView {
    let (client, form) = (api(), Form::new());
    let press = Callback::new(move |()| {
        let client = client.clone();
        let key = fresh_key();
        form.send(async move { client.start_onboarding(Some(&key)).await }, |started| {
            // a browser that does not go there stays on the page, where the button is
            let _ = window().location().assign(&started.url);
        });
    });
    let kind = move || if main.get() { Kind::Main } else { Kind::Plain };
    view! {
        <FormProblem form />
        <p>
            {move || {
                view! {
                    <Button kind=kind() busy=form.busy on_press=press>
                        {text.get()}
                    </Button>
                }
            }}
        </p>
    }
}

/// What the payment provider still wants to know, in words that people use.
fn wanted(missing: &[String]) -> Vec<&'static str> {
    let words = &t().ledger;
    let mut all = Vec::new();
    for word in missing {
        let first = word.split('.').next().unwrap_or_default();
        let text = match first {
            "external_account" => words.want_bank,
            "tos_acceptance" => words.want_terms,
            "company" | "owners" | "directors" | "executives" => words.want_company,
            "business_profile" | "business_type" => words.want_business,
            _ => words.want_person,
        };
        if !all.contains(&text) {
            all.push(text);
        }
    }
    all
}
