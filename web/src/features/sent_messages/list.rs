use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use pitlane_contract::{
    paging::Page,
    sent_messages::{SentMessage, SentMessageQuery},
};

use super::{
    acts::Acts,
    filters::{self, Filters},
    words::{channel_word, kind_word, recipient, standing},
};
use crate::{
    account::api,
    format, routing,
    text::t,
    ui::{Badge, Empty, LinkButton, Moment, Pages, found, load, loaded},
};

/// The page of what was sent.
#[component]
pub fn SentMessages() -> impl IntoView {
    let map = use_query_map();
    let query = Memo::new(move |_| map.with(filters::read));
    let client = api();
    let page = load(move || {
        let (client, query) = (client.clone(), query.get());
        async move { client.list_sent_messages(&query).await }
    });
    view! {
        <Acts />
        {move || view! { <Filters now=query.get() /> }}
        {loaded(page, 8, move |page| view! { <Found page query /> })}
    }
}

#[component]
fn Found(page: Signal<Page<SentMessage>>, query: Memo<SentMessageQuery>) -> impl IntoView {
    let words = &t().sent_messages;
    let to = Callback::new(move |number: u32| {
        filters::address(&SentMessageQuery { page: Some(number), ..query.get() })
    });
    let rows = move || {
        let items = page.get().items;
        if items.is_empty() {
            return view! {
                <Empty title=words.empty_title text=words.empty>
                    <LinkButton href=routing::MESSAGES>{words.show_all}</LinkButton>
                </Empty>
            }
            .into_any();
        }
        list(items, words.list)
    };
    view! {
        <section class="stack tight">
            <p class="soft small" role="status">
                {move || found(page.with(|page| page.total))}
            </p>
            {rows}
        </section>
        <Pages page to />
    }
}

/// Messages below one another, each the way to its life.
pub fn list(messages: Vec<SentMessage>, label: &'static str) -> AnyView {
    let rows = messages.into_iter().map(|message| view! { <Row message /> }).collect_view();
    view! {
        <ul class="sheet" aria-label=label>
            {rows}
        </ul>
    }
    .into_any()
}

#[component]
fn Row(message: SentMessage) -> impl IntoView {
    let words = &t().sent_messages;
    let (word, tone) = standing(message.status);
    let kind = kind_word(message.kind);
    let about = (words.about)(kind, channel_word(message.channel), &recipient(&message));
    // a text has no subject of its own
    let title = if message.title.is_empty() { kind.to_owned() } else { message.title };
    view! {
        <li class="svc">
            <Moment at=message.created_at how=format::day_or_time />
            <a class="name clip" href=routing::message(message.id)>
                {title}
            </a>
            <small class="w">
                <Badge tone=Signal::stored(tone) text=word />
            </small>
            <small>{about}</small>
        </li>
    }
}
