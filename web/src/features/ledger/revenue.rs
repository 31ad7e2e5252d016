use chrono::{DateTime, NaiveDate, NaiveTime, Utc};
use leptos::prelude::*;
use leptos_router::{hooks::use_query_map, params::ParamsMap};
use pitlane_contract::ledger::{Revenue, RevenuePeriod, RevenueQuery};
use pitlane_domain::vocabulary::Period;

use super::save_csv::{Fetch, SaveCsv};
use crate::{
    account::api,
    format, routing,
    shell::PageHead,
    text::t,
    ui::{Button, Empty, Form, Input, InputKind, Kind, LinkButton, SelectInput, load, loaded, none},
};

/// The page of what the platform earned, by day or month.
#[component]
pub fn RevenuePage() -> impl IntoView {
    let (words, client) = (&t().ledger, api());
    let map = use_query_map();
    let asked = Memo::new(move |_| map.with(read));
    let by = Memo::new(move |_| asked.with(|asked| asked.by.unwrap_or(Period::Day)));
    let revenue = load(move || {
        let (client, query) = (client.clone(), asked.get());
        async move { client.read_revenue(&query).await.map(|revenue| (query.by.unwrap_or(Period::Day), revenue)) }
    });
    let client = api();
    let fetch = Fetch::by(move || {
        let (client, query) = (client.clone(), asked.get_untracked());
        async move { client.export_revenue(&query).await }
    });
    let show = |it: Signal<(Period, Revenue)>| {
        move || {
            let (by, revenue) = it.get();
            table(by, revenue)
        }
    };
    let way = move |period: Period, word: &'static str| {
        let href = format!("{}?by={period}", routing::REVENUE);
        let here =
            move || by.get() == period && asked.with(|asked| asked.from.is_none() && asked.until.is_none());
        view! { <a href=href aria-current=move || here().then_some("true")>{word}</a> }
    };
    view! {
        <PageHead title=words.revenue_title lead=Signal::stored(words.revenue_lead.to_owned()) />
        <nav class="ways" aria-label=words.by>
            {way(Period::Day, words.by_day)}
            {way(Period::Month, words.by_month)}
        </nav>
        {move || map.with(|map| view! { <Days now=map.clone() /> })}
        <p>
            <SaveCsv name="revenue.csv" fetch />
        </p>
        <section>{loaded(revenue, 6, show)}</section>
    }
}

/// Reads the wanted time from the address; the last day is part of it.
fn read(map: &ParamsMap) -> RevenueQuery {
    let day = |name: &str| map.get(name).and_then(|text| text.parse::<NaiveDate>().ok());
    let midnight = |day: NaiveDate| -> DateTime<Utc> { day.and_time(NaiveTime::MIN).and_utc() };
    RevenueQuery {
        by: map.get("by").and_then(|word| word.parse().ok()),
        from: day("from").map(midnight),
        until: day("until").and_then(|day| day.succ_opt()).map(midnight),
    }
}

/// The wanted time; it lives in the address, so that Back and links work.
#[component]
fn Days(now: ParamsMap) -> impl IntoView {
    let words = &t().ledger;
    let (form, text) = (Form::new(), |name: &str| now.get(name).unwrap_or_default());
    let by = form.field("by", text("by"), none);
    let from = form.field("from", text("from"), none);
    let until = form.field("until", text("until"), none);
    let go = routing::go();
    let submit = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        // days of the same length sort as words
        if let (Some(first), Some(last)) = (from.filled(), until.filled())
            && last < first
        {
            until.error.set(Some(words.wrong_order.to_owned()));
            return;
        }
        let pairs = [("by", by.filled()), ("from", from.filled()), ("until", until.filled())];
        let parts: Vec<_> =
            pairs.into_iter().filter_map(|(name, it)| Some(format!("{name}={}", it?))).collect();
        go(&format!("{}?{}", routing::REVENUE, parts.join("&")));
    };
    let periods = [(Period::Day, words.day), (Period::Month, words.month)];
    let options = periods.map(|(period, word)| (period.as_str().to_owned(), word.to_owned())).to_vec();
    view! {
        <form class="filters few" role="search" aria-label=words.choose_time on:submit=submit>
            <SelectInput field=by label=words.by options />
            <Input field=from label=words.first_day kind=InputKind::Date optional=true />
            <Input field=until label=words.last_day kind=InputKind::Date optional=true />
            <Button kind=Kind::Main submit=true>
                {words.show}
            </Button>
        </form>
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
