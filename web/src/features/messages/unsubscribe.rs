use leptos::{prelude::*, task::spawn_local};
use leptos_router::hooks::use_query_map;
use pitlane_contract::messages::{Subscription, UnsubscribeQuery};

use super::{
    by_channel,
    stop_topic::{StopTopic, asked_topic},
    topic_words,
};
use crate::{
    account::api,
    shell::{PageHead, guarded},
    text::t,
    ui::{Button, Kind, LinkButton, Toasts, load},
};

/// The page that ends messages: behind the signed link of a mail, or behind a notice of whoever is signed in.
#[component]
pub fn Unsubscribe() -> impl IntoView {
    let token = use_query_map().with_untracked(|query| query.get("token").unwrap_or_default());
    let body = match asked_topic() {
        Some(_) => guarded(None, StopTopic)(),
        None => view! { <BehindLink token /> }.into_any(),
    };
    view! { <div class="narrow stack">{body}</div> }
}

/// Says what the link of a mail ends, and ends it when asked to.
#[component]
fn BehindLink(token: String) -> impl IntoView {
    let words = &t().messages;
    let (client, asked) = (api(), token.clone());
    let found = load(move || {
        let (client, token) = (client.clone(), asked.clone());
        async move { client.get_subscription(&UnsubscribeQuery { token, everything: None }).await }
    });
    let done = RwSignal::new(false);
    move || {
        if done.get() {
            return view! { <Done text=words.stopped /> }.into_any();
        }
        if let Some(subscription) = found.get() {
            return if subscription.active {
                view! { <Ask subscription token=token.clone() done /> }.into_any()
            } else {
                view! { <Done text=words.stopped_before /> }.into_any()
            };
        }
        if found.error().is_some() {
            return view! { <Broken /> }.into_any();
        }
        view! { <PageHead title=words.stop_title /> }.into_any()
    }
}

/// The link does not work, or nobody is signed in.
#[component]
pub fn Broken() -> impl IntoView {
    let words = &t().messages;
    view! {
        <PageHead title=words.link_broken_title lead=Signal::stored(words.link_broken.to_owned()) />
        <div class="actions start">
            <LinkButton href="/settings/messages">{words.stop_choose}</LinkButton>
        </div>
    }
}

#[component]
fn Ask(subscription: Subscription, token: String, done: RwSignal<bool>) -> impl IntoView {
    let words = &t().messages;
    let (client, toasts, busy) = (api(), Toasts::get(), RwSignal::new(false));
    let first = topic_words(subscription.topic).0.to_owned();
    let more = subscription.more.iter().map(|topic| topic_words(*topic).0);
    let topics = more.fold(first, |topics, topic| (words.stop_more)(&topics, topic));
    let channel = by_channel(subscription.channel);
    let end = move |everything: bool| {
        let (client, token) = (client.clone(), token.clone());
        busy.set(true);
        spawn_local(async move {
            let query = UnsubscribeQuery { token, everything: Some(everything) };
            let outcome = client.unsubscribe(&query).await;
            let _ = busy.try_set(false);
            match outcome {
                Ok(()) => done.set(true),
                Err(error) => toasts.fail(&error),
            }
        });
    };
    let all = end.clone();
    view! {
        <PageHead title=words.stop_title lead=Signal::stored((words.stop_lead)(&topics, channel)) />
        <div class="actions start">
            <Button kind=Kind::Main busy on_press=move |()| end(false)>
                {words.stop}
            </Button>
            <Button busy on_press=move |()| all(true)>
                {(words.stop_all)(channel)}
            </Button>
        </div>
    }
}

/// It is ended.
#[component]
pub fn Done(text: &'static str) -> impl IntoView {
    let words = &t().messages;
    view! {
        <PageHead title=words.stopped_title lead=Signal::stored(text.to_owned()) />
        <div class="actions start">
            <LinkButton href="/settings/messages">{words.stop_choose}</LinkButton>
        </div>
    }
}
