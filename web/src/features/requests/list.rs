use leptos::prelude::*;
use pitlane_contract::{dispatch::SessionRequest, paging::CursorQuery};

use super::standing;
use crate::{
    account::api,
    features::booking::service_word,
    format, routing,
    shell::PageHead,
    text::t,
    ui::{Badge, Empty, Kind, LinkButton, LoadedFeed, Moment, Money, feed},
};

/// The page of the customer's requests.
#[component]
pub fn Requests() -> impl IntoView {
    let client = api();
    let requests = feed(move |cursor| {
        let client = client.clone();
        async move { client.list_session_requests(&CursorQuery { limit: Some(20), cursor }).await }
    });
    let words = &t().request;
    let empty = move || {
        view! {
            <Empty title=words.list_empty_title text=words.list_empty>
                <LinkButton href="/book" kind=Kind::Main>
                    {t().home.get_help}
                </LinkButton>
            </Empty>
        }
    };
    view! {
        <PageHead title=words.list_title />
        <section>
            <LoadedFeed
                of=requests
                label=words.list_title
                lines=5
                empty
                row=Callback::from(|request: SessionRequest| view! { <Row request /> }.into_any())
            />
        </section>
    }
}

#[component]
fn Row(request: SessionRequest) -> impl IntoView {
    let (word, tone) = standing(&request);
    let href = routing::request(request.id);
    view! {
        <li class="svc">
            <Moment at=request.created_at how=format::day_or_time />
            <a class="name" href=href>
                {service_word(request.service)}
                ", "
                {request.vehicle}
            </a>
            <Money cents=request.price_cents currency=request.currency />
            <small class="clip">{request.concern}</small>
            <small class="w">
                <Badge tone text=word />
            </small>
        </li>
    }
}
