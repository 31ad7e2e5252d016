use leptos::prelude::*;
use pitlane_client::ApiError;
use pitlane_contract::sent_messages::{SentMessage, SentMessageEvent, SentMessageLife, SentMessageQuery};
use pitlane_domain::vocabulary::{Channel, MessageEventKind};

use super::{
    end::End,
    filters::address,
    list::list,
    words::{channel_word, kind_word, recipient, standing},
};
use crate::{
    account::api,
    features::messages::topic_words,
    format, routing,
    shell::{PageHead, focus_after_paint},
    text::t,
    ui::{Badge, Button, Entry, LinkButton, Timeline, load, loaded},
};

/// The page of what became of one message.
#[component]
pub fn Life() -> impl IntoView {
    let words = &t().sent_messages;
    let (client, id) = (api(), routing::page_id());
    let life = load(move || {
        let (client, id) = (client.clone(), id.get());
        async move { client.get_sent_message(id.ok_or(ApiError::Unreadable { status: 404 })?).await }
    });
    let title = Signal::derive(move || {
        let message = life.get().map(|life| life.message);
        message.map_or_else(
            || words.title.to_owned(),
            |it| if it.title.is_empty() { kind_word(it.kind).to_owned() } else { it.title },
        )
    });
    let lead = Signal::derive(move || {
        let message = life.get().map(|life| life.message);
        message
            .map(|it| (words.about)(kind_word(it.kind), channel_word(it.channel), &recipient(&it)))
            .unwrap_or_default()
    });
    view! {
        <PageHead title lead>
            <LinkButton href=routing::MESSAGES>{words.to_all}</LinkButton>
        </PageHead>
        {loaded(life, 8, move |now| view! { <Inside now /> })}
    }
}

#[component]
fn Inside(now: Signal<SentMessageLife>) -> impl IntoView {
    let words = &t().sent_messages;
    let entries = Signal::derive(move || now.with(entries));
    // a browser and the app have none, and what goes there is ended by topic alone
    let has_address = Memo::new(move |_| {
        now.with(|now| {
            matches!(now.message.channel, Channel::Email | Channel::Sms) && !now.message.recipient.is_empty()
        })
    });
    let others = move || {
        let others = now.with(|now| now.others.clone());
        if others.is_empty() {
            view! { <p class="soft">{words.others_none}</p> }.into_any()
        } else {
            list(others, words.others)
        }
    };
    view! {
        <div class="two keep">
            <div class="stack wide">
                <section class="sheet padded stack">
                    <h2>{words.life}</h2>
                    <Timeline label=words.life entries />
                </section>
                <section>
                    <div class="head">
                        <h2>{words.others}</h2>
                    </div>
                    {others}
                </section>
            </div>
            <div class="stack wide">{move || facts(now.get().message)}</div>
        </div>
        {move || has_address.get().then(|| view! { <EndHere now /> })}
    }
}

fn facts(message: SentMessage) -> impl IntoView {
    let words = &t().sent_messages;
    let (word, tone) = standing(message.status);
    let everything = Some(message.recipient.clone()).filter(|address| !address.is_empty()).map(|to| {
        let name = (words.all_of)(&to);
        let href = address(&SentMessageQuery { recipient: Some(to), ..SentMessageQuery::default() });
        view! { <a href=href>{name}</a> }
    });
    let line = |name: &'static str, value: Option<String>| {
        value.filter(|value| !value.is_empty()).map(|value| {
            view! {
                <div>
                    <dt>{name}</dt>
                    <dd>{value}</dd>
                </div>
            }
        })
    };
    view! {
        <section class="sheet padded stack">
            <h2>{words.facts}</h2>
            <dl class="stack about">
                <div>
                    <dt>{words.fact_status}</dt>
                    <dd>
                        <Badge tone=Signal::stored(tone) text=word />
                    </dd>
                </div>
                {line(words.fact_to, Some(message.recipient))}
                {line(words.fact_account, message.user_name)}
                {line(words.fact_kind, Some(kind_word(message.kind).to_owned()))}
                {line(words.fact_topic, Some(topic_words(message.topic).0.to_owned()))}
                {line(words.fact_channel, Some(channel_word(message.channel).to_owned()))}
                {line(words.fact_held, message.not_before.map(format::short_exact))}
                {line(words.fact_why, message.error)}
            </dl>
            {everything}
        </section>
    }
}

/// Every line of the life, from its writing on.
fn entries(life: &SentMessageLife) -> Vec<Entry> {
    let words = &t().sent_messages;
    let mut entries = vec![Entry { at: life.message.created_at, what: words.written.to_owned() }];
    entries.extend(life.events.iter().map(|event| Entry { at: event.created_at, what: said(event) }));
    // what the message itself says of its way has no line of its own
    let own = [
        (MessageEventKind::Sent, life.message.sent_at, words.handed_over),
        (MessageEventKind::Delivered, life.message.delivered_at, words.arrived),
    ];
    for (kind, at, word) in own {
        let told = life.events.iter().any(|event| event.kind == kind);
        entries.extend(at.filter(|_| !told).map(|at| Entry { at, what: word.to_owned() }));
    }
    entries.extend(life.message.read_at.map(|at| Entry { at, what: words.seen.to_owned() }));
    entries.sort_by_key(|entry| entry.at);
    entries
}

fn said(event: &SentMessageEvent) -> String {
    let (words, detail) = (&t().sent_messages, event.detail.as_str());
    match event.kind {
        MessageEventKind::HeldBack => {
            let until = detail.parse().map_or_else(|_| detail.to_owned(), format::short_exact);
            (words.held_back)(&until)
        }
        MessageEventKind::Tried => (words.tried)(detail),
        MessageEventKind::Sent => words.handed_over.to_owned(),
        MessageEventKind::Delivered => words.arrived.to_owned(),
        MessageEventKind::Failed => (words.gave_up)(detail),
        MessageEventKind::Suppressed => (words.not_sent)(detail),
        MessageEventKind::FellBack => {
            (words.fell_back)(detail.parse().map_or(detail, |channel: Channel| channel_word(channel)))
        }
        MessageEventKind::Gathered => words.gathered.to_owned(),
    }
}

/// Ends messages to the address of this one.
#[component]
fn EndHere(now: Signal<SentMessageLife>) -> impl IntoView {
    let words = &t().sent_messages;
    let open = RwSignal::new(false);
    let done = Callback::new(move |()| open.set(false));
    let begin = move |()| {
        open.set(true);
        focus_after_paint("#topic");
    };
    move || {
        let SentMessage { channel, recipient, topic, .. } = now.get().message;
        let topic = Some(topic).filter(|topic| topic.can_be_stopped());
        if open.get() {
            view! { <End channel address=recipient topic on_done=done /> }.into_any()
        } else {
            view! {
                <div class="actions start">
                    <Button on_press=begin>{words.end_here}</Button>
                </div>
            }
            .into_any()
        }
    }
}
