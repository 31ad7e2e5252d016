use leptos::prelude::*;
use pitlane_contract::{
    quotes::{QuoteQuery, QuoteSummary},
    realtime::Event,
};

use super::standing;
use crate::{
    account::api,
    format,
    realtime::Realtime,
    routing,
    shell::PageHead,
    text::t,
    ui::{Badge, Empty, Kind, LinkButton, LoadedFeed, Moment, Money, feed},
};

/// The page of the provider's quotes.
#[component]
pub fn Quotes() -> impl IntoView {
    let words = &t().quotes;
    let (client, realtime) = (api(), Realtime::get());
    let quotes = feed(move |cursor| {
        realtime.resumed.track();
        let client = client.clone();
        let query = QuoteQuery { status: None, repair_id: None, limit: Some(20), cursor };
        async move { client.list_quotes(&query).await }
    });
    realtime.on_event(move |event| {
        if matches!(event, Event::QuoteUpdated { .. }) {
            quotes.reload();
        }
    });
    let empty = move || {
        view! {
            <Empty title=words.list_empty_title text=words.list_empty>
                <LinkButton href="/provider/sessions">{t().provider.all_sessions}</LinkButton>
            </Empty>
        }
    };
    view! {
        <PageHead title=words.title lead=Signal::stored(words.list_lead.to_owned())>
            <LinkButton href="/provider/quotes/new" kind=Kind::Main>
                {words.new}
            </LinkButton>
        </PageHead>
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
    let (word, tone) = standing(quote.status);
    view! {
        <li class="svc">
            <Moment at=quote.sent_at.unwrap_or(quote.created_at) how=format::day_or_time />
            <a class="name" href=routing::own_quote(quote.id)>
                <span class="figures-font">{quote.number}</span>
                " "
                {quote.customer_name}
            </a>
            <Money cents=quote.total_cents currency=quote.currency />
            <small class="clip">{quote.vehicle}</small>
            <small class="w">
                <Badge tone=Signal::stored(tone) text=word />
            </small>
        </li>
    }
}
