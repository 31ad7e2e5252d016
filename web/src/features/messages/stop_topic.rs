use leptos::{prelude::*, task::spawn_local};
use leptos_router::hooks::use_query_map;
use pitlane_contract::messages::{MessagePreferences, TopicChannels, UpdateMessagePreferences};
use pitlane_domain::vocabulary::Topic;

use super::{
    topic_words,
    unsubscribe::{Broken, Done},
};
use crate::{
    account::api,
    shell::PageHead,
    text::t,
    ui::{Button, Kind, Toasts, load},
};

/// The topic that the address names, if it can be ended.
pub fn asked_topic() -> Option<Topic> {
    let topic = use_query_map().with_untracked(|query| query.get("topic"));
    topic.and_then(|topic| topic.parse::<Topic>().ok()).filter(|topic| topic.can_be_stopped())
}

/// The page behind a notice of the app: its reader is signed in, so the topic says enough. It ends on every channel that
/// can be chosen.
#[component]
pub fn StopTopic() -> impl IntoView {
    let words = &t().messages;
    let Some(topic) = asked_topic() else { return view! { <Broken /> }.into_any() };
    let client = api();
    let found = load(move || {
        let client = client.clone();
        async move { client.get_message_preferences().await }
    });
    let done = RwSignal::new(false);
    let body = move || {
        if done.get() {
            return view! { <Done text=words.stopped /> }.into_any();
        }
        if let Some(now) = found.get() {
            let gets = now.topics.iter().any(|it| it.topic == topic && (it.email || it.push || it.sms));
            return if gets {
                view! { <Ask topic now done /> }.into_any()
            } else {
                view! { <Done text=words.stopped_before /> }.into_any()
            };
        }
        if found.error().is_some() {
            return view! { <Broken /> }.into_any();
        }
        view! { <PageHead title=words.stop_title /> }.into_any()
    };
    body.into_any()
}

/// The choices of `now` without `topic`.
fn without(now: &MessagePreferences, topic: Topic) -> UpdateMessagePreferences {
    UpdateMessagePreferences {
        topics: vec![TopicChannels { topic, email: false, push: false, sms: false }],
        quiet_hours: now.quiet_hours.clone(),
        urgent_anyway: now.urgent_anyway,
        digest: now.digest,
        texts_agreed: now.texts.agreed,
        time_zone: None,
    }
}

#[component]
fn Ask(topic: Topic, now: MessagePreferences, done: RwSignal<bool>) -> impl IntoView {
    let words = &t().messages;
    let (client, toasts, busy) = (api(), Toasts::get(), RwSignal::new(false));
    let end = move |()| {
        let (client, body) = (client.clone(), without(&now, topic));
        busy.set(true);
        spawn_local(async move {
            let outcome = client.update_message_preferences(&body).await;
            let _ = busy.try_set(false);
            match outcome {
                Ok(_) => done.set(true),
                Err(error) => toasts.fail(&error),
            }
        });
    };
    view! {
        <PageHead
            title=words.stop_title
            lead=Signal::stored((words.stop_topic_lead)(topic_words(topic).0))
        />
        <div class="actions start">
            <Button kind=Kind::Main busy on_press=end>
                {words.stop}
            </Button>
        </div>
    }
}
