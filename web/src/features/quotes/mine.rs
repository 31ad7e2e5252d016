use leptos::prelude::*;
use pitlane_contract::{paging::CursorQuery, quotes::QuoteSummary, realtime::Event};

use super::customer_standing;
use crate::{
    account::api,
    format,
    realtime::Realtime,
    routing,
    shell::PageHead,
    text::t,
    ui::{Badge, Empty, Kind, LinkButton, LoadedFeed, Moment, Money, feed},
};

/// The page of the customer's quotes.
#[component]
pub fn CustomerQuotes() -> impl IntoView {
    let words = &t().quotes;
    let (client, realtime) = (api(), Realtime::get());
    let quotes = feed(move |cursor| {
        realtime.resumed.track();
        let client = client.clone();
        async move { client.list_customer_quotes(&CursorQuery { limit: Some(20), cursor }).await }
    });
    realtime.on_event(move |event| {
        if matches!(event, Event::QuoteUpdated { .. }) {
            quotes.reload();
        }
    });
    let empty = move || {
        view! {
            <Empty title=words.customer_empty_title text=words.customer_empty>
                <LinkButton href="/book" kind=Kind::Main>
                    {t().home.get_help}
                </LinkButton>
            </Empty>
        }
    };
    view! {
        <PageHead title=words.title lead=Signal::stored(words.customer_lead.to_owned()) />
        <section>
            <LoadedFeed
                of=quotes
                label=words.title
                lines=5
                empty
                row=Callback::from(|quote: QuoteSummary| view! { <Row quote /> }.into_any())
            />
        </section>
    }
}

#[component]
fn Row(quote: QuoteSummary) -> impl IntoView {
    let (word, tone) = customer_standing(quote.status);
    view! {
        <li class="svc">
            <Moment at=quote.sent_at.unwrap_or(quote.created_at) how=format::day_or_time />
            <a class="name" href=routing::quote(quote.id)>
                {quote.provider_name}
                ", "
                {quote.vehicle}
            </a>
            <Money cents=quote.total_cents currency=quote.currency />
            <small class="clip">{quote.diagnosis_summary}</small>
            <small class="w">
                <Badge tone=Signal::stored(tone) text=word />
            </small>
        </li>
    }
}
