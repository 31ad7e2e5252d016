use std::{future::Future, pin::Pin};

use leptos::prelude::*;
use pitlane_client::ApiError;
use pitlane_contract::{
    paging::{CursorQuery, Feed},
    quotes::{QuoteQuery, QuoteSummary},
    realtime::Event,
};
use pitlane_domain::vocabulary::QuoteStatus;

use super::{customer_standing, standing};
use crate::{
    account::api,
    format,
    realtime::Realtime,
    routing,
    shell::PageHead,
    text::t,
    ui::{Badge, Empty, Kind, LinkButton, LoadedFeed, Moment, Money, Tone, feed},
};

/// A stretch of the list on its way.
type Stretch = Pin<Box<dyn Future<Output = Result<Feed<QuoteSummary>, ApiError>>>>;

/// What the two sides see differently.
#[derive(Clone, Copy)]
struct Side {
    lead: &'static str,
    empty_title: &'static str,
    empty: &'static str,
    /// Where to go from an empty list.
    way: (&'static str, &'static str),
    source: fn(Option<String>) -> Stretch,
    /// The quote's page, its name there, and what else is known of it.
    row: fn(&QuoteSummary) -> (String, AnyView, String),
    standing: fn(QuoteStatus) -> (&'static str, Tone),
}

/// The page of the provider's quotes.
#[component]
pub fn Quotes() -> impl IntoView {
    let words = &t().quotes;
    let side = Side {
        lead: words.list_lead,
        empty_title: words.list_empty_title,
        empty: words.list_empty,
        way: ("/provider/sessions", t().provider.all_sessions),
        source: |cursor| {
            let query = QuoteQuery { status: None, repair_id: None, limit: Some(20), cursor };
            Box::pin(async move { api().list_quotes(&query).await })
        },
        row: |quote| {
            let name = view! {
                <span class="figures-font">{quote.number.clone()}</span>
                " "
                {quote.customer_name.clone()}
            };
            (routing::own_quote(quote.id), name.into_any(), quote.vehicle.clone())
        },
        standing,
    };
    view! {
        <PageHead title=words.title lead=Signal::stored(side.lead.to_owned())>
            <LinkButton href="/provider/quotes/new" kind=Kind::Main>
                {words.new}
            </LinkButton>
        </PageHead>
        <List side />
    }
}

/// The page of the customer's quotes.
#[component]
pub fn CustomerQuotes() -> impl IntoView {
    let words = &t().quotes;
    let side = Side {
        lead: words.customer_lead,
        empty_title: words.customer_empty_title,
        empty: words.customer_empty,
        way: ("/book", t().home.get_help),
        source: |cursor| {
            let query = CursorQuery { limit: Some(20), cursor };
            Box::pin(async move { api().list_customer_quotes(&query).await })
        },
        row: |quote| {
            let name = format!("{}, {}", quote.provider_name, quote.vehicle);
            (routing::quote(quote.id), name.into_any(), quote.diagnosis_summary.clone())
        },
        standing: customer_standing,
    };
    view! {
        <PageHead title=words.title lead=Signal::stored(side.lead.to_owned())>
            <LinkButton href=routing::DECLINED_LINES>{t().declined.title}</LinkButton>
        </PageHead>
        <List side />
    }
}

#[component]
fn List(side: Side) -> impl IntoView {
    let realtime = Realtime::get();
    let quotes = feed(move |cursor| {
        realtime.resumed.track();
        (side.source)(cursor)
    });
    realtime.on_event(move |event| {
        if matches!(event, Event::QuoteUpdated { .. }) {
            quotes.reload();
        }
    });
    let empty = move || {
        let (href, name) = side.way;
        view! {
            <Empty title=side.empty_title text=side.empty>
                <LinkButton href>{name}</LinkButton>
            </Empty>
        }
    };
    let row = Callback::from(move |quote: QuoteSummary| view! { <Row side quote /> }.into_any());
    view! {
        <section>
            <LoadedFeed of=quotes label=t().quotes.title lines=5 empty row />
        </section>
    }
}

#[component]
fn Row(side: Side, quote: QuoteSummary) -> impl IntoView {
    let (word, tone) = (side.standing)(quote.status);
    let (href, name, more) = (side.row)(&quote);
    view! {
        <li class="svc">
            <Moment at=quote.sent_at.unwrap_or(quote.created_at) how=format::day_or_time />
            <a class="name" href=href>
                {name}
            </a>
            <Money cents=quote.total_cents currency=quote.currency />
            <small class="clip">{more}</small>
            <small class="w">
                <Badge tone=Signal::stored(tone) text=word />
            </small>
        </li>
    }
}
