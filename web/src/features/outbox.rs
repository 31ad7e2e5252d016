//! The demo's outbox: every message that would have been sent, as its reader would see it.

use leptos::{ev, prelude::*};
use pitlane_contract::notifications::{OutboxMessage, OutboxQuery, SandboxText};
use pitlane_domain::vocabulary::Channel;

use crate::{
    account::api,
    format, routing,
    shell::PageHead,
    text::t,
    ui::{Button, Empty, Form, FormProblem, Input, LoadedFeed, MailFrame, Moment, feed, required},
};

/// The page of the demo's outbox.
#[component]
pub fn Outbox() -> impl IntoView {
    let (client, asked) = (api(), routing::query("channel"));
    let channel = Memo::new(move |_| asked.get().and_then(|word| word.parse::<Channel>().ok()));
    let messages = feed(move |cursor| {
        let query = OutboxQuery { channel: channel.get(), limit: Some(25), cursor, recipient: None };
        let client = client.clone();
        async move { client.list_outbox(&query).await }
    });
    let words = &t().outbox;
    let opened = RwSignal::new(None);
    let row = move |message: OutboxMessage| view! { <Row message opened /> }.into_any();
    view! {
        <PageHead title=words.title lead=Signal::stored(words.lead.to_owned())>
            <Button on_press=move |()| messages.reload()>{words.refresh}</Button>
        </PageHead>
        <Ways channel />
        <section>
            <LoadedFeed
                of=messages
                label=words.title
                lines=5
                empty=move || view! { <Empty title=words.empty_title text=words.empty /> }
                row=Callback::from(row)
            />
        </section>
    }
}

/// The channels to choose from; the choice lives in the address, so that Back and links work.
#[component]
fn Ways(channel: Memo<Option<Channel>>) -> impl IntoView {
    let words = &t().outbox;
    let ways = [
        (None, words.all),
        (Some(Channel::Email), words.mails),
        (Some(Channel::Sms), words.texts),
        (Some(Channel::Push), words.pushes),
    ];
    let links = ways.map(|(way, word)| {
        let href = way.map_or_else(|| "/outbox".to_owned(), |way| format!("/outbox?channel={way}"));
        view! { <a href=href aria-current=move || (channel.get() == way).then_some("true")>{word}</a> }
    });
    view! { <nav class="ways" aria-label=words.by_channel>{links.into_iter().collect_view()}</nav> }
}

#[component]
fn Row(message: OutboxMessage, opened: RwSignal<Option<uuid::Uuid>>) -> impl IntoView {
    let id = message.id;
    let open = Memo::new(move |_| opened.get() == Some(id));
    let toggle = move |_| opened.set(if open.get_untracked() { None } else { Some(id) });
    let (words, shown) = (&t().outbox, StoredValue::new(message.clone()));
    let to = match message.channel {
        Channel::Sms => (words.to_phone)(&message.recipient),
        Channel::Push => words.to_browser.to_owned(),
        Channel::Email | Channel::InApp => (words.to)(&message.recipient),
    };
    // a text has no subject: its words say what it is about
    let title = if message.subject.is_empty() { message.text } else { message.subject };
    let body = move || {
        let message = shown.get_value();
        match message.channel {
            Channel::Sms | Channel::Push => view! { <Phone message /> }.into_any(),
            Channel::Email | Channel::InApp => view! { <Letter message /> }.into_any(),
        }
    };
    view! {
        <li class="mail">
            <button type="button" class="svc" aria-expanded=move || open.get().to_string() on:click=toggle>
                <Moment at=message.sent_at how=format::day_or_time />
                <b class="title">{title}</b>
                <small>{to}</small>
            </button>
            {move || open.get().then(body)}
        </li>
    }
}

/// A phone that shows the message: a text as what Pitlane wrote in a talk, a push message on the locked screen.
#[component]
fn Phone(message: OutboxMessage) -> impl IntoView {
    let words = &t().outbox;
    let at = format::time(message.sent_at);
    let screen = if message.channel == Channel::Sms {
        view! {
            <p class="caller"><b>"Pitlane"</b></p>
            <p class="bubble">{linked(&message.text)}</p>
            <small class="soft">{at}</small>
            <Answer from=message.recipient />
        }
        .into_any()
    } else {
        view! {
            <p class="hour" aria-hidden="true">{at}</p>
            <div class="bubble">
                <small class="soft">"Pitlane"</small>
                <b>{message.subject}</b>
                <span>{message.text}</span>
            </div>
        }
        .into_any()
    };
    view! { <div class="phone" role="group" aria-label=words.phone>{screen}</div> }
}

/// The talk as it goes on: what the phone writes, and what it gets back.
#[component]
fn Answer(from: String) -> impl IntoView {
    let words = &t().outbox;
    let (lines, client) = (RwSignal::new(Vec::<(bool, String)>::new()), api());
    let form = Form::new();
    let typed = form.field("body", "", required);
    let send = move |event: ev::SubmitEvent| {
        event.prevent_default();
        let (client, text) = (client.clone(), SandboxText { from: from.clone(), body: typed.text() });
        let said = text.body.clone();
        form.send(async move { client.sandbox_text(&text).await }, move |answer| {
            lines.update(|lines| {
                lines.push((true, said));
                lines.extend(answer.reply.map(|reply| (false, reply)));
            });
            typed.value.set(String::new());
        });
    };
    let talk = move || {
        let line = |(own, text): (bool, String)| view! { <p class="bubble" class:own=own>{text}</p> };
        lines.get().into_iter().map(line).collect_view()
    };
    view! {
        <div class="stack" role="log">{talk}</div>
        <form class="stack answer" novalidate on:submit=send>
            <FormProblem form />
            <Input field=typed label=words.answer />
            <Button submit=true busy=form.busy>{words.send}</Button>
        </form>
    }
}

/// A message as its reader would see it.
#[component]
fn Letter(message: OutboxMessage) -> impl IntoView {
    let words = &t().outbox;
    let as_text = RwSignal::new(message.html.is_empty());
    let has_both = !message.html.is_empty();
    let title = (words.frame)(&message.subject);
    let (text, html) = (StoredValue::new(message.text), StoredValue::new(message.html));
    let switch = move || {
        has_both.then(|| {
            let word = if as_text.get() { words.show_html } else { words.show_text };
            view! { <Button on_press=move |()| as_text.update(|it| *it = !*it)>{word}</Button> }
        })
    };
    let body = move || {
        if as_text.get() {
            view! { <pre class="written letter">{linked(&text.get_value())}</pre> }.into_any()
        } else {
            view! {
                <MailFrame title=title.clone() html=html.get_value() />
            }
            .into_any()
        }
    };
    view! {
        <div class="stack">
            <div class="row">{switch}</div>
            {body}
        </div>
    }
}

/// Text whose addresses are links.
fn linked(text: &str) -> Vec<AnyView> {
    text.split_inclusive(char::is_whitespace)
        .map(|word| {
            let address = word.trim();
            if address.starts_with("http://") || address.starts_with("https://") {
                let (href, word) = (address.to_owned(), word.to_owned());
                // stop the row from closing under the link
                view! { <a href=href on:click=|event: ev::MouseEvent| event.stop_propagation()>{word}</a> }
                    .into_any()
            } else {
                word.to_owned().into_any()
            }
        })
        .collect()
}
