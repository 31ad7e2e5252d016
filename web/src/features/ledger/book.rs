use chrono::{DateTime, NaiveDate, NaiveTime, Utc};
use leptos::prelude::*;
use leptos_router::{hooks::use_query_map, params::ParamsMap};
use pitlane_client::{ApiError, Client};
use pitlane_contract::{
    ledger::{AccountTotal, LedgerEntry, LedgerQuery},
    paging::Feed as Stretch,
};
use pitlane_domain::vocabulary::LedgerReason;
use uuid::Uuid;

use super::save_csv::{Fetch, SaveCsv};
use crate::{
    account::api,
    format, routing,
    shell::PageHead,
    text::t,
    ui::{
        Button, Empty, Form, Input, InputKind, Kind, LinkButton, LoadedFeed, Moment, SelectInput, feed, none,
    },
};

/// Entries of one stretch; a booking has two to four of them.
const STRETCH: u32 = 60;
/// The accounts that one can look at alone.
const ACCOUNTS: [&str; 3] = ["gateway_clearing", "platform_fees", "provider_payable"];

/// The sides of one booking.
#[derive(Clone)]
struct Booking(Vec<LedgerEntry>);

fn day(map: &ParamsMap, name: &str) -> Option<NaiveDate> {
    map.get(name).and_then(|text| text.parse().ok())
}

/// Reads the filters from the address.
fn read(map: &ParamsMap) -> LedgerQuery {
    let midnight = |day: NaiveDate| -> DateTime<Utc> { day.and_time(NaiveTime::MIN).and_utc() };
    LedgerQuery {
        account: map.get("account").filter(|it| ACCOUNTS.contains(&it.as_str())),
        payment_id: map.get("payment").and_then(|id| id.parse().ok()),
        from: day(map, "from").map(midnight),
        until: day(map, "until").map(midnight),
        ..LedgerQuery::default()
    }
}

fn account_word(account: &str, name: Option<&str>) -> String {
    let words = &t().ledger;
    match (account.split(':').next().unwrap_or_default(), name) {
        ("gateway_clearing", _) => words.clearing.to_owned(),
        ("platform_fees", _) => words.platform_fees.to_owned(),
        ("provider_payable", Some(name)) if account.contains(':') => (words.owed_to)(name),
        ("provider_payable", _) => words.payable.to_owned(),
        (other, _) => other.to_owned(),
    }
}

fn reason_word(reason: LedgerReason) -> &'static str {
    let words = &t().ledger;
    match reason {
        LedgerReason::Capture => words.capture,
        LedgerReason::Refund => words.refund,
        LedgerReason::Dispute => words.dispute,
        LedgerReason::DisputeWon => words.dispute_won,
        LedgerReason::Payout => words.payout,
        LedgerReason::PayoutFailed => words.payout_failed,
    }
}

/// Puts the sides of each booking together, in the order in which they came.
fn gather(entries: Vec<LedgerEntry>) -> Vec<Booking> {
    let mut bookings: Vec<Booking> = Vec::new();
    for entry in entries {
        let own = |it: &&mut Booking| it.0.iter().any(|other| other.transaction_id == entry.transaction_id);
        match bookings.iter_mut().find(own) {
            Some(booking) => booking.0.push(entry),
            None => bookings.push(Booking(vec![entry])),
        }
    }
    bookings
}

/// What one request brought: whole bookings and the totals.
struct Answer {
    bookings: Stretch<Booking>,
    totals: Vec<AccountTotal>,
    last: Option<Uuid>,
}

/// Reads a stretch of whole bookings: `before` is the last one that is shown already, and the end of a stretch may cut
/// one into two, which is then read whole.
async fn stretch(client: Client, query: LedgerQuery, before: Option<Uuid>) -> Result<Answer, ApiError> {
    let mut found = client.read_ledger(&query).await?;
    found.items.retain(|entry| Some(entry.transaction_id) != before);
    let last = found.items.last().map(|entry| entry.transaction_id);
    if let (Some(id), true) = (last, found.next_cursor.is_some()) {
        let whole = LedgerQuery { transaction_id: Some(id), cursor: None, ..query };
        let whole = client.read_ledger(&whole).await?.items;
        found.items.retain(|entry| entry.transaction_id != id);
        found.items.extend(whole);
    }
    let bookings = Stretch { items: gather(found.items), next_cursor: found.next_cursor };
    Ok(Answer { bookings, totals: found.totals, last: last.or(before) })
}

/// The page of the ledger.
#[component]
pub fn LedgerPage() -> impl IntoView {
    let (words, client) = (&t().ledger, api());
    let map = use_query_map();
    let filter = Memo::new(move |_| map.with(read));
    let totals = RwSignal::new(Vec::new());
    let last = StoredValue::new(None);
    let bookings = feed(move |cursor| {
        let before = cursor.as_ref().and_then(|_| last.get_value());
        let query = LedgerQuery { limit: Some(STRETCH), cursor, ..filter.get() };
        let client = client.clone();
        async move {
            let answer = stretch(client, query, before).await?;
            totals.set(answer.totals);
            last.set_value(answer.last);
            Ok(answer.bookings)
        }
    });
    let client = api();
    let fetch = Fetch::by(move || {
        let (client, query) = (client.clone(), filter.get_untracked());
        async move { client.export_ledger(&query).await }
    });
    let empty = move || {
        view! {
            <Empty title=words.empty_title text=words.empty>
                <LinkButton href=routing::LEDGER>{words.show_all}</LinkButton>
            </Empty>
        }
    };
    let of_payment = move || {
        filter.with(|it| it.payment_id.is_some()).then(|| {
            view! {
                <p class="note row apart">
                    {words.of_payment}
                    <a href=routing::LEDGER>{words.show_all}</a>
                </p>
            }
        })
    };
    view! {
        <PageHead title=words.title lead=Signal::stored(words.lead.to_owned()) />
        {move || map.with(|map| view! { <Filters now=map.clone() /> })}
        {of_payment}
        <p>
            <SaveCsv name="ledger.csv" fetch />
        </p>
        <Totals totals />
        <section>
            <LoadedFeed
                of=bookings
                label=words.bookings
                lines=6
                empty
                row=Callback::from(|booking: Booking| view! { <Row booking /> }.into_any())
            />
        </section>
    }
}

/// The filters; they live in the address, so that Back and links work.
#[component]
fn Filters(now: ParamsMap) -> impl IntoView {
    let words = &t().ledger;
    let (form, text) = (Form::new(), |name: &str| now.get(name).unwrap_or_default());
    let account = form.field("account", text("account"), none);
    let from = form.field("from", text("from"), none);
    let until = form.field("until", text("until"), none);
    let payment = text("payment");
    let go = routing::go();
    let submit = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        let pairs = [
            ("account", account.text()),
            ("from", from.text()),
            ("until", until.text()),
            ("payment", payment.clone()),
        ];
        let parts: Vec<_> =
            pairs.iter().filter(|(_, it)| !it.is_empty()).map(|(name, it)| format!("{name}={it}")).collect();
        go(&format!("{}?{}", routing::LEDGER, parts.join("&")));
    };
    let mut accounts = vec![(String::new(), words.any.to_owned())];
    accounts.extend(ACCOUNTS.map(|account| (account.to_owned(), account_word(account, None))));
    view! {
        <form class="filters few" role="search" aria-label=words.filters on:submit=submit>
            <SelectInput field=account label=words.account options=accounts />
            <Input field=from label=words.since kind=InputKind::Date optional=true />
            <Input field=until label=words.before kind=InputKind::Date optional=true />
            <Button kind=Kind::Main submit=true>
                {words.show}
            </Button>
        </form>
    }
}

#[component]
fn Totals(totals: RwSignal<Vec<AccountTotal>>) -> impl IntoView {
    let words = &t().ledger;
    let line = |it: AccountTotal| {
        view! {
            <div>
                <dt>{account_word(&it.account, None)}</dt>
                <dd class="number">{format::money(it.amount_cents, &it.currency)}</dd>
            </div>
        }
    };
    move || {
        let all = totals.get();
        (!all.is_empty()).then(|| {
            view! {
                <section class="sheet padded stack">
                    <h2>{words.totals}</h2>
                    <dl class="facts">{all.into_iter().map(line).collect_view()}</dl>
                </section>
            }
        })
    }
}

#[component]
fn Row(booking: Booking) -> impl IntoView {
    let words = &t().ledger;
    let first = booking.0.first()?.clone();
    let payment = first.payment_id.map(|id| {
        view! { <a href=format!("{}?payment={id}", routing::LEDGER)>{words.this_payment}</a> }
    });
    let line = |entry: LedgerEntry| {
        view! {
            <div>
                <dt>{account_word(&entry.account, entry.provider_name.as_deref())}</dt>
                <dd>{format::money(entry.amount_cents, &entry.currency)}</dd>
            </div>
        }
    };
    Some(view! {
        <li class="booking">
            <div>
                <b>{reason_word(first.reason)}</b>
                <small class="soft"><Moment at=first.created_at how=format::short_exact /></small>
                <small>{payment}</small>
            </div>
            <dl class="totals">{booking.0.into_iter().map(line).collect_view()}</dl>
        </li>
    })
}
