use chrono::{DateTime, NaiveDate, NaiveTime, Utc};
use leptos::prelude::*;
use pitlane_contract::ledger::{Revenue, RevenuePeriod, RevenueQuery};
use pitlane_domain::vocabulary::Period;

use crate::{
    account::api,
    format, routing,
    shell::PageHead,
    text::t,
    ui::{Empty, LinkButton, load, loaded},
};

/// The page of what the platform earned, by day or month.
#[component]
pub fn RevenuePage() -> impl IntoView {
    let (words, client) = (&t().ledger, api());
    let asked = routing::query("by");
    let by = Memo::new(move |_| asked.get().and_then(|word| word.parse().ok()).unwrap_or(Period::Day));
    let revenue = load(move || {
        let (client, query) = (client.clone(), RevenueQuery { by: Some(by.get()), from: None, until: None });
        async move { client.read_revenue(&query).await.map(|revenue| (query.by.unwrap_or(Period::Day), revenue)) }
    });
    let show = |it: Signal<(Period, Revenue)>| {
        move || {
            let (by, revenue) = it.get();
            table(by, revenue)
        }
    };
    let way = move |period: Period, word: &'static str| {
        let href = format!("{}?by={period}", routing::REVENUE);
        view! { <a href=href aria-current=move || (by.get() == period).then_some("true")>{word}</a> }
    };
    view! {
        <PageHead title=words.revenue_title lead=Signal::stored(words.revenue_lead.to_owned()) />
        <nav class="ways" aria-label=words.by>
            {way(Period::Day, words.by_day)}
            {way(Period::Month, words.by_month)}
        </nav>
        <section>{loaded(revenue, 6, show)}</section>
    }
}

fn table(by: Period, revenue: Revenue) -> AnyView {
    let words = &t().ledger;
    if revenue.items.is_empty() {
        return view! {
            <Empty title=words.revenue_empty_title text=words.revenue_empty>
                <LinkButton href=routing::LEDGER>{words.look_further}</LinkButton>
            </Empty>
        }
        .into_any();
    }
    let first = if by == Period::Day { words.day } else { words.month };
    let heads = [first, words.charged, words.refunded, words.disputed, words.fees, words.net];
    let heads = heads
        .map(|head| view! { <th scope="col" role="columnheader">{head}</th> })
        .into_iter()
        .collect_view();
    let rows = revenue.items.into_iter().map(|it| row(&period_word(by, &it.period), &it)).collect_view();
    let totals = revenue.totals.into_iter().map(|it| row(words.total, &it)).collect_view();
    view! {
        // the roles stay where the phone's layout takes the table's own away
        <table class="table" role="table" aria-label=words.revenue_title>
            <thead role="rowgroup">
                <tr role="row">{heads}</tr>
            </thead>
            <tbody role="rowgroup">{rows}</tbody>
            <tfoot role="rowgroup">{totals}</tfoot>
        </table>
    }
    .into_any()
}

fn row(name: &str, of: &RevenuePeriod) -> impl IntoView + use<> {
    let words = &t().ledger;
    let cells = [
        (words.charged, of.charged_cents),
        (words.refunded, of.refunded_cents),
        (words.disputed, of.disputed_cents),
        (words.fees, of.fees_cents),
        (words.net, of.net_cents),
    ];
    let cells = cells
        .map(|(head, cents)| {
            view! { <td role="cell" data-label=head>{format::money(cents, &of.currency)}</td> }
        })
        .into_iter()
        .collect_view();
    view! {
        <tr role="row">
            <th scope="row" role="rowheader">{name.to_owned()}</th>
            {cells}
        </tr>
    }
}

/// `2026-11-20` or `2026-11` as people say it.
fn period_word(by: Period, period: &str) -> String {
    let day = if by == Period::Day { period.to_owned() } else { format!("{period}-01") };
    let midnight = |day: NaiveDate| -> DateTime<Utc> { day.and_time(NaiveTime::MIN).and_utc() };
    match (day.parse().map(midnight), by) {
        (Ok(at), Period::Day) => format::utc_day(at),
        (Ok(at), Period::Month) => format::utc_month(at),
        (Err(_), _) => period.to_owned(),
    }
}
