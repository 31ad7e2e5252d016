use std::{future::Future, pin::Pin, sync::Arc};

use leptos::prelude::*;
use pitlane_client::ApiError;
use pitlane_contract::quotes::{Quote, QuoteMessage, WriteQuoteMessage};
use pitlane_domain::limits::{QUOTE_MESSAGE, fits};
use uuid::Uuid;

use super::order::Way;
use crate::{
    account::api,
    format,
    text::t,
    ui::{AreaInput, Button, Form, FormProblem, Load, Moment, saying},
};

/// Brings a message to the server, under a key that makes a second try the same message.
type Post = Arc<
    dyn Fn(WriteQuoteMessage, String) -> Pin<Box<dyn Future<Output = Result<Quote, ApiError>>>> + Send + Sync,
>;

fn text_rule(value: &str) -> Option<String> {
    let number = |length: &usize| format::number(i64::try_from(*length).unwrap_or(i64::MAX));
    let (least, most) = (number(QUOTE_MESSAGE.start()), number(QUOTE_MESSAGE.end()));
    (!fits(QUOTE_MESSAGE, value)).then(|| (t().talk.invalid)(&least, &most))
}

/// What the two sides wrote, and where the customer asks.
#[component]
pub fn Questions(
    /// Where the quote is loaded.
    load: Load<Quote>,
    /// As it is now.
    now: Signal<Quote>,
    /// How the reader came to it.
    way: Way,
) -> impl IntoView {
    let label = (t().talk.ask)(&now.with_untracked(|quote| quote.provider_name.clone()));
    let post: Post = Arc::new(move |body, key| {
        let way = way.clone();
        Box::pin(async move {
            match way {
                Way::Account(id) => api().ask_about_quote(id, &body, Some(&key)).await,
                Way::Link(token) => api().ask_about_linked_quote(&token, &body, Some(&key)).await,
            }
        })
    });
    view! { <Talk load now post label hint=t().talk.ask_hint /> }
}

/// What the two sides wrote, and where the provider answers.
#[component]
pub fn Answers(
    /// Where the quote is loaded.
    load: Load<Quote>,
    /// As it is now.
    now: Signal<Quote>,
) -> impl IntoView {
    let (id, name): (Uuid, _) = now.with_untracked(|quote| (quote.id, quote.customer_name.clone()));
    let post: Post = Arc::new(move |body, key| {
        Box::pin(async move { api().answer_quote_question(id, &body, Some(&key)).await })
    });
    view! { <Talk load now post label=(t().talk.write)(&name) hint=t().talk.write_hint /> }
}

#[component]
fn Talk(
    load: Load<Quote>,
    now: Signal<Quote>,
    post: Post,
    label: String,
    hint: &'static str,
) -> impl IntoView {
    let words = &t().talk;
    let form = Form::new();
    let text = form.field("text", "", text_rule);
    let post = StoredValue::new(post);
    let submit = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        let work = post.get_value()(WriteQuoteMessage { text: text.text() }, form.key());
        form.send(saying(words.sent, work), move |quote| {
            text.value.set(String::new());
            load.value().set(Some(quote));
        });
    };
    let messages = Memo::new(move |_| now.with(|quote| quote.messages.clone()));
    let there = Memo::new(move |_| messages.with(|all| !all.is_empty()));
    let list = move || {
        there.get().then(|| {
            view! {
                <ol class="sheet" aria-label=words.title aria-live="polite">
                    <For
                        each=move || messages.get()
                        key=|message| message.id
                        children=|message| view! { <Message message /> }
                    />
                </ol>
            }
        })
    };
    view! {
        <section class="talk-about">
            <div class="head">
                <h2>{words.title}</h2>
            </div>
            <div class="stack">
                {list}
                <form class="form" novalidate on:submit=submit>
                    <FormProblem form />
                    <AreaInput field=text label hint=hint.to_owned() />
                    <div class="actions start">
                        <Button submit=true busy=form.busy>
                            {words.send}
                        </Button>
                    </div>
                </form>
            </div>
        </section>
    }
}

#[component]
fn Message(message: QuoteMessage) -> impl IntoView {
    view! {
        <li class="stack tight">
            <p class="row apart small">
                <b>{message.name}</b>
                <span class="soft">
                    <Moment at=message.at how=format::day_or_time />
                </span>
            </p>
            <p class="written">{message.text}</p>
        </li>
    }
}
