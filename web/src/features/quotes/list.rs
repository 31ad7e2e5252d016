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
    /// Reads a stretch of those with a status, or of all.
    source: fn(Option<QuoteStatus>, Option<String>) -> Stretch,
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
        source: |status, cursor| {
            let query = QuoteQuery { status, repair_id: None, limit: Some(20), cursor };
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
    let word = routing::query("status");
    let chosen = Memo::new(move |_| word.get().and_then(|word| word.parse::<QuoteStatus>().ok()));
    view! {
        <PageHead title=words.title lead=Signal::stored(side.lead.to_owned())>
            <LinkButton href="/provider/quotes/new" kind=Kind::Main>
                {words.new}
            </LinkButton>
        </PageHead>
        <Filter chosen />
        <List side chosen />
    }
}

/// Every status as a link; which one is shown is in the address.
#[component]
fn Filter(chosen: Memo<Option<QuoteStatus>>) -> impl IntoView {
    let words = &t().quotes;
    let link = move |status: QuoteStatus| {
        view! {
            <a href=routing::own_quotes(status) aria-current=move || (chosen.get() == Some(status)).then_some("page")>
                {standing(status).0}
            </a>
        }
    };
    view! {
        <nav class="ways" aria-label=words.filter>
            <a href=routing::OWN_QUOTES aria-current=move || chosen.get().is_none().then_some("page")>
                {words.all}
            </a>
            {QuoteStatus::ALL.iter().copied().map(link).collect_view()}
        </nav>
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
        source: |_, cursor| {
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
        <List side chosen=Memo::new(|_| None) />
    }
}

#[component]
fn List(side: Side, chosen: Memo<Option<QuoteStatus>>) -> impl IntoView {
    let realtime = Realtime::get();
    let quotes = feed(move |cursor| {
        realtime.resumed.track();
        (side.source)(chosen.get(), cursor)
    });
    realtime.on_event(move |event| {
        if matches!(event, Event::QuoteUpdated { .. }) {
            quotes.reload();
        }
    });
    let empty = move || {
        let words = &t().quotes;
        let (href, name) = side.way;
        match chosen.get() {
            Some(status) => view! {
                <Empty title=words.filter_empty_title text=(words.filter_empty)((side.standing)(status).0)>
                    <LinkButton href=routing::OWN_QUOTES>{words.show_all}</LinkButton>
                </Empty>
            }
            .into_any(),
            None => view! {
                <Empty title=side.empty_title text=side.empty>
                    <LinkButton href>{name}</LinkButton>
                </Empty>
            }
            .into_any(),
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
