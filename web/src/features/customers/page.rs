use leptos::prelude::*;
use pitlane_contract::{paging::CursorQuery, realtime::Event};

use super::{
    favorites::{Favorites, favorites},
    figures::Figures,
    history::History,
    waiting::Waiting,
};
use crate::{
    account::{Account, api},
    realtime::Realtime,
    shell::PageHead,
    text::t,
    ui::{Kind, LinkButton, Skeleton, feed, load},
};

/// The customer's dashboard.
#[component]
pub fn Dashboard() -> impl IntoView {
    let client = api();
    let realtime = Realtime::get();
    let dashboard = {
        let client = client.clone();
        load(move || {
            realtime.resumed.track();
            let client = client.clone();
            async move { client.dashboard().await }
        })
    };
    let history = feed(move |cursor| {
        let client = client.clone();
        async move { client.list_services(&CursorQuery { limit: Some(5), cursor }).await }
    });
    realtime.on_event(move |event| match event {
        Event::RequestUpdated { .. } | Event::QuoteUpdated { .. } => dashboard.reload(),
        Event::SessionUpdated { .. } => {
            dashboard.reload();
            history.reload();
        }
        _ => {}
    });
    let favorites = favorites(realtime);
    // what comes first decides where the rest is, so that nothing moves that was seen already
    let settled = Memo::new(move |_| dashboard.settled() && favorites.settled());
    let lead = Signal::derive(move || {
        dashboard
            .get()
            .map(|dashboard| dashboard.vehicle.unwrap_or_else(|| t().home.dashboard_no_vehicle.to_owned()))
            .unwrap_or_default()
    });
    view! {
        <PageHead title=t().home.dashboard_title lead>
            <LinkButton href="/book" kind=Kind::Main>
                {t().home.get_help}
            </LinkButton>
        </PageHead>
        <Unconfirmed />
        <Figures dashboard />
        <Show when=move || settled.get() fallback=|| view! { <Skeleton lines=6 /> }>
            <Waiting dashboard />
            <div class="two">
                <History history />
                <Favorites favorites />
            </div>
        </Show>
    }
}

/// Reminds of the e-mail address that is not confirmed, because nothing can be booked before.
#[component]
fn Unconfirmed() -> impl IntoView {
    let account = Account::get();
    move || {
        account.me().is_some_and(|me| !me.email_verified).then(|| {
            view! {
                <p class="note wait">
                    {t().home.unverified} " " <a href="/settings">{t().shell.settings}</a>
                </p>
            }
        })
    }
}
