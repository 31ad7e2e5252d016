use leptos::prelude::*;
use pitlane_contract::{paging::List, sent_messages::MessageTemplate};

use super::words::kind_word;
use crate::{
    account::api,
    features::messages::topic_words,
    routing,
    shell::PageHead,
    text::t,
    ui::{LinkButton, load, loaded},
};

/// The page of every kind of message.
#[component]
pub fn Templates() -> impl IntoView {
    let (words, client) = (&t().sent_messages, api());
    let templates = load(move || {
        let client = client.clone();
        async move { client.list_message_templates().await }
    });
    let show = move |all: Signal<List<MessageTemplate>>| {
        let rows = move || all.get().items.into_iter().map(row).collect_view();
        view! { <ul class="sheet kinds" aria-label=words.templates_list>{rows}</ul> }
    };
    view! {
        <PageHead title=words.templates lead=Signal::stored(words.templates_lead.to_owned())>
            <LinkButton href=routing::MESSAGES>{words.to_all}</LinkButton>
        </PageHead>
        <section>{loaded(templates, 12, show)}</section>
    }
}

fn row(template: MessageTemplate) -> impl IntoView {
    view! {
        <li>
            <a class="name" href=routing::message_template(template.kind)>
                {kind_word(template.kind)}
            </a>
            <span class="soft">{template.name}</span>
            <small class="soft">{topic_words(template.topic).0}</small>
        </li>
    }
}
