use leptos::prelude::*;

use pitlane_domain::{catalogue, money::CURRENCY, vocabulary::ServiceKind};

use crate::{
    format,
    shell::PageHead,
    text::t,
    ui::{Kind, LinkButton},
};

/// What Pitlane is, and the one main action.
#[component]
pub fn Landing() -> impl IntoView {
    let home = &t().home;
    let price = |kind| format::money(catalogue::service(kind).price_cents.unwrap_or_default(), CURRENCY);
    let prices = (home.how_2_text)(&price(ServiceKind::Chat), &price(ServiceKind::Video));
    let steps = [
        (home.how_1, home.how_1_text.to_owned()),
        (home.how_2, prices),
        (home.how_3, home.how_3_text.to_owned()),
        (home.how_4, home.how_4_text.to_owned()),
    ]
    .map(|(name, text)| view! { <li><b>{name}</b><p class="soft">{text}</p></li> })
    .collect_view();
    view! {
        <div class="hero">
            <PageHead title=home.landing_title lead=Signal::stored(home.landing_lead.to_owned()) />
            <div class="actions start">
                <LinkButton href="/book" kind=Kind::Main>
                    {home.landing_start}
                </LinkButton>
                <LinkButton href="/mechanics">{home.landing_browse}</LinkButton>
            </div>
        </div>
        <section>
            <div class="head">
                <h2>{home.how_title}</h2>
            </div>
            <ol class="sheet how">{steps}</ol>
        </section>
        <p class="soft">
            <b>{home.landing_provider}</b>
            " "
            {home.landing_provider_text}
            " "
            <a href="/join">{home.landing_provider_link}</a>
        </p>
    }
}
