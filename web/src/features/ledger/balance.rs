use leptos::prelude::*;
use pitlane_contract::{
    ledger::{Balance, Payout},
    paging::{CursorQuery, List},
};
use pitlane_domain::vocabulary::PayoutStatus;

use super::setup::PayoutSetup;
use crate::{
    account::api,
    format,
    realtime::Realtime,
    shell::PageHead,
    text::t,
    ui::{Badge, Empty, LoadedFeed, Moment, Money, Tone, feed, load, loaded},
};

/// The page of what a provider earned and was paid.
#[component]
pub fn BalancePage() -> impl IntoView {
    let (words, realtime) = (&t().ledger, Realtime::get());
    let client = api();
    let balances = load(move || {
        realtime.resumed.track();
        let client = client.clone();
        async move { client.provider_balance().await }
    });
    let client = api();
    let payouts = feed(move |cursor| {
        realtime.resumed.track();
        let client = client.clone();
        let paging = CursorQuery { limit: Some(20), cursor };
        async move { client.list_payouts(&paging).await }
    });
    let sums = |all: Signal<List<Balance>>| move || all.get().items.into_iter().map(figures).collect_view();
    let empty = move || view! { <Empty title=words.payouts_empty_title text=words.payouts_empty /> };
    view! {
        <PageHead title=words.balance_title lead=Signal::stored(words.balance_lead.to_owned()) />
        <PayoutSetup />
        <section class="stack">{loaded(balances, 1, sums)}</section>
        <section>
            <div class="head">
                <h2>{words.payouts}</h2>
            </div>
            <LoadedFeed
                of=payouts
                label=words.payouts
                empty
                row=Callback::from(|payout: Payout| view! { <PayoutRow payout /> }.into_any())
            />
        </section>
    }
}

fn figures(balance: Balance) -> impl IntoView {
    let words = &t().ledger;
    let lines = [
        (words.available, balance.available_cents),
        (words.pending, balance.pending_cents),
        (words.paid_out, balance.paid_out_cents),
        (words.earned, balance.earned_cents),
    ];
    let lines = lines
        .map(|(name, cents)| {
            view! { <div><dt>{name}</dt><dd>{format::money(cents, &balance.currency)}</dd></div> }
        })
        .into_iter()
        .collect_view();
    let owing = balance.available_cents < 0;
    view! {
        <dl class="figures">{lines}</dl>
        {owing.then(|| view! { <p class="note wait">{words.owing}</p> })}
    }
}

fn standing(status: PayoutStatus) -> (&'static str, Tone) {
    let words = &t().ledger;
    match status {
        PayoutStatus::Pending => (words.payout_pending, Tone::Wait),
        PayoutStatus::Paid => (words.payout_paid, Tone::Good),
        PayoutStatus::Failed => (words.payout_returned, Tone::Bad),
        PayoutStatus::Canceled => (words.payout_canceled, Tone::Off),
    }
}

#[component]
fn PayoutRow(payout: Payout) -> impl IntoView {
    let words = &t().ledger;
    let (word, tone) = standing(payout.status);
    let arrival = payout.arrives_at.map(format::utc_day);
    let about = match (payout.status, arrival, payout.failure_code) {
        (PayoutStatus::Pending, Some(day), _) => (words.arrives)(&day),
        (PayoutStatus::Paid, Some(day), _) => (words.arrived)(&day),
        (PayoutStatus::Failed, _, Some(code)) => (words.failed)(&code),
        _ => String::new(),
    };
    view! {
        <li class="svc">
            <Moment at=payout.created_at how=format::day_or_time />
            <span>
                <Badge tone=Signal::stored(tone) text=word />
            </span>
            <Money cents=payout.amount_cents currency=payout.currency />
            <small>{about}</small>
        </li>
    }
}
