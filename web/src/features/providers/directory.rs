use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use pitlane_contract::{
    paging::Page,
    providers::{DirectoryQuery, ProviderCard},
};

use super::{
    card::Card,
    filters::{self, Filters},
};
use crate::{
    account::api,
    routing,
    shell::PageHead,
    text::t,
    ui::{Empty, Kind, LinkButton, Pages, found, load, loaded},
};

/// The page that finds providers.
#[component]
pub fn Directory() -> impl IntoView {
    let map = use_query_map();
    let query = Memo::new(move |_| map.with(filters::read));
    let client = api();
    let page = load(move || {
        let (client, query) = (client.clone(), query.get());
        async move { client.list_providers(&query).await }
    });
    let show = move |page: Signal<Page<ProviderCard>>| view! { <Found page query /> };
    view! {
        <PageHead title=t().directory.title lead=Signal::stored(t().directory.lead.to_owned()) />
        {move || view! { <Filters now=query.get() /> }}
        {loaded(page, 6, show)}
    }
}

#[component]
fn Found(page: Signal<Page<ProviderCard>>, query: Memo<DirectoryQuery>) -> impl IntoView {
    let words = &t().directory;
    let count = move || page.with(|page| found(page.total));
    let to = Callback::new(move |number: u32| {
        filters::address(&DirectoryQuery { page: Some(number), ..query.get() })
    });
    let rows = move || {
        let items = page.get().items;
        if items.is_empty() {
            view! {
                <Empty title=words.empty_title text=words.empty>
                    <div class="row">
                        <LinkButton href=routing::DIRECTORY>{words.clear}</LinkButton>
                        <LinkButton href="/book" kind=Kind::Main>
                            {words.ask_everybody}
                        </LinkButton>
                    </div>
                </Empty>
            }
            .into_any()
        } else {
            let rows = items.into_iter().map(|card| view! { <Card card /> }).collect_view();
            view! {
                <ul class="sheet" aria-label=words.title>
                    {rows}
                </ul>
            }
            .into_any()
        }
    };
    view! {
        <section class="stack tight">
            <p class="soft small" role="status">
                {count}
            </p>
            {rows}
        </section>
        <Pages page to />
    }
}
