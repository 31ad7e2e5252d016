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
    format, routing,
    shell::PageHead,
    text::t,
    ui::{Empty, Kind, LinkButton, load, loaded},
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
    let found = move |page: Signal<Page<ProviderCard>>| view! { <Found page query /> };
    view! {
        <PageHead title=t().directory.title lead=Signal::stored(t().directory.lead.to_owned()) />
        {move || view! { <Filters now=query.get() /> }}
        {loaded(page, 6, found)}
    }
}

#[component]
fn Found(page: Signal<Page<ProviderCard>>, query: Memo<DirectoryQuery>) -> impl IntoView {
    let words = &t().directory;
    let count = move || {
        let total = page.with(|page| page.total);
        if total == 1 {
            words.found_one.to_owned()
        } else {
            (words.found)(&format::number(i64::try_from(total).unwrap_or(i64::MAX)))
        }
    };
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
        <Pages page query />
    }
}

#[component]
fn Pages(page: Signal<Page<ProviderCard>>, query: Memo<DirectoryQuery>) -> impl IntoView {
    let to = move |number: u32| filters::address(&DirectoryQuery { page: Some(number), ..query.get() });
    let words = &t().directory;
    move || {
        let (number, pages) = page.with(|page| {
            let size = u64::from(page.page_size.max(1));
            (page.page, u32::try_from(page.total.div_ceil(size)).unwrap_or(u32::MAX))
        });
        (pages > 1).then(|| {
            view! {
                <nav class="row apart" aria-label=words.pages>
                    {(number > 1).then(|| view! { <LinkButton href=to(number - 1)>{words.previous}</LinkButton> })}
                    <span class="soft number">{(words.page_of)(number, pages)}</span>
                    {(number < pages).then(|| view! { <LinkButton href=to(number + 1)>{words.next}</LinkButton> })}
                </nav>
            }
        })
    }
}
