use leptos::prelude::*;
use leptos_router::hooks::{use_params_map, use_query_map};
use pitlane_client::ApiError;
use pitlane_contract::sent_messages::{TemplateCase, TemplatePreview, TemplateQuery};
use pitlane_domain::vocabulary::NotificationKind;

use super::words::{channel_word, kind_word};
use crate::{
    account::api,
    features::messages::topic_words,
    routing,
    shell::PageHead,
    text::t,
    ui::{Button, Empty, Form, Input, LinkButton, MailFrame, load, loaded, none},
};

/// The widths at which a mail is shown, in pixels: a narrow phone, and the pane of a mail program.
const WIDTHS: [u32; 2] = [360, 640];

/// What the address asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Asked {
    kind: Option<NotificationKind>,
    name: Option<String>,
    case: usize,
    dark: bool,
}

impl Asked {
    /// The address that asks for this.
    fn address(&self) -> String {
        let base = self.kind.map_or_else(|| routing::MESSAGE_TEMPLATES.to_owned(), routing::message_template);
        let name = self.name.as_ref().map(|name| format!("name={}", js_sys::encode_uri_component(name)));
        let case = (self.case > 1).then(|| format!("case={}", self.case));
        let dark = self.dark.then(|| "colours=dark".to_owned());
        let parts: Vec<_> = [name, case, dark].into_iter().flatten().collect();
        if parts.is_empty() { base } else { format!("{base}?{}", parts.join("&")) }
    }
}

fn asked() -> Memo<Asked> {
    let (path, query) = (use_params_map(), use_query_map());
    Memo::new(move |_| {
        let value = |name: &str| query.with(|map| map.get(name)).filter(|text| !text.trim().is_empty());
        Asked {
            kind: path.with(|map| map.get("kind")).and_then(|word| word.parse().ok()),
            name: value("name"),
            case: value("case").and_then(|text| text.parse().ok()).filter(|case| *case > 0).unwrap_or(1),
            dark: value("colours").is_some_and(|word| word == "dark"),
        }
    })
}

/// The page of how one kind of message reads.
#[component]
pub fn Template() -> impl IntoView {
    let (words, client, asked) = (&t().sent_messages, api(), asked());
    let what = Memo::new(move |_| asked.with(|asked| (asked.kind, asked.name.clone())));
    let preview = load(move || {
        let (client, (kind, name)) = (client.clone(), what.get());
        async move {
            let kind = kind.ok_or(ApiError::Unreadable { status: 404 })?;
            client.get_message_template(kind, &TemplateQuery { name }).await
        }
    });
    let title = Signal::derive(move || asked.get().kind.map_or(words.templates, kind_word).to_owned());
    let lead = Signal::derive(move || {
        let topic = asked.get().kind.map(|kind| topic_words(kind.topic()).0);
        topic.map(words.template_lead).unwrap_or_default()
    });
    view! {
        <PageHead title lead>
            <LinkButton href=routing::MESSAGE_TEMPLATES>{words.to_templates}</LinkButton>
        </PageHead>
        {move || view! { <Name now=asked.get() /> }}
        {loaded(preview, 8, move |now| view! { <Inside now asked /> })}
    }
}

/// The name that the preview uses; it lives in the address, so that Back and links work.
#[component]
fn Name(now: Asked) -> impl IntoView {
    let (words, form, go) = (&t().sent_messages, Form::new(), routing::go());
    let name = form.field("name", now.name.clone().unwrap_or_default(), none);
    let submit = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        go(&Asked { name: name.filled(), ..now.clone() }.address());
    };
    view! {
        <form class="filters one" on:submit=submit>
            <Input field=name label=words.name hint=words.name_hint optional=true autocomplete="off" />
            <Button submit=true>{words.try_name}</Button>
        </form>
    }
}

#[component]
fn Inside(now: Signal<TemplatePreview>, asked: Memo<Asked>) -> impl IntoView {
    let words = &t().sent_messages;
    let count = Memo::new(move |_| now.with(|now| now.cases.len()));
    let cases = move || {
        let to = |case: usize| {
            let href = move || Asked { case, ..asked.get() }.address();
            let here = move || asked.with(|asked| asked.case == case).then_some("true");
            view! { <a href=href aria-current=here>{(words.case)(case)}</a> }
        };
        let links = || (1..=count.get()).map(to).collect_view();
        (count.get() > 1).then(|| view! { <nav class="ways" aria-label=words.cases>{links()}</nav> })
    };
    let case = move || {
        let at = asked.with(|asked| asked.case) - 1;
        match now.with(|now| now.cases.get(at).cloned()) {
            Some(case) => view! { <Case case asked /> }.into_any(),
            None => view! {
                <Empty title=words.no_case text=words.templates_lead>
                    <LinkButton href=routing::MESSAGE_TEMPLATES>{words.to_templates}</LinkButton>
                </Empty>
            }
            .into_any(),
        }
    };
    let shown = Memo::new(move |_| (asked.with(|asked| asked.case), now.get()));
    view! {
        {cases}
        {move || {
            shown.track();
            case()
        }}
    }
}

#[component]
fn Case(case: TemplateCase, asked: Memo<Asked>) -> impl IntoView {
    let words = &t().sent_messages;
    let channels: Vec<_> = case.channels.iter().map(|channel| channel_word(*channel)).collect();
    let sms = case.sms.map(|text| {
        view! {
            <section class="stack">
                <h2>{words.as_text}</h2>
                <div class="phone small" role="group" aria-label=words.as_text>
                    <p class="caller">
                        <b>{t().common.product}</b>
                    </p>
                    <p class="bubble">{text}</p>
                </div>
            </section>
        }
    });
    let mail = if case.html.is_empty() {
        view! { <p class="soft">{words.no_mail}</p> }.into_any()
    } else {
        view! { <Mail html=case.html text=case.text asked /> }.into_any()
    };
    view! {
        <section class="sheet padded">
            <dl class="stack about">
                <div>
                    <dt>{words.subject}</dt>
                    <dd>{case.subject}</dd>
                </div>
                <div>
                    <dt>{words.sentence}</dt>
                    <dd class="written">{case.summary}</dd>
                </div>
                <div>
                    <dt>{words.goes_by}</dt>
                    <dd>{channels.join(", ")}</dd>
                </div>
            </dl>
        </section>
        {mail}
        {sms}
    }
}

/// The mail at both widths, in light or dark colours, and its text part.
#[component]
fn Mail(html: String, text: String, asked: Memo<Asked>) -> impl IntoView {
    let words = &t().sent_messages;
    let dark = Memo::new(move |_| asked.with(|asked| asked.dark));
    let way = move |wanted: bool, word: &'static str| {
        let href = move || Asked { dark: wanted, ..asked.get() }.address();
        view! { <a href=href aria-current=move || (dark.get() == wanted).then_some("true")>{word}</a> }
    };
    let frames = WIDTHS.map(|width| {
        let title = Signal::derive(move || {
            let colours = if dark.get() { words.dark } else { words.light };
            (words.frame)(width, &colours.to_lowercase())
        });
        let name = (words.at_width)(width);
        view! {
            <figure>
                <figcaption class="soft small">{name.clone()}</figcaption>
                // wider than a phone: what does not fit is reached by scrolling, also with the keyboard
                <div class="window" role="group" aria-label=name tabindex="0">
                    <MailFrame title html=html.clone() width dark=dark preview=true />
                </div>
            </figure>
        }
    });
    view! {
        <section class="stack">
            <div class="row apart">
                <h2>{words.mail}</h2>
                <nav class="ways" aria-label=words.colours>
                    {way(false, words.light)}
                    {way(true, words.dark)}
                </nav>
            </div>
            <div class="windows">{frames.into_iter().collect_view()}</div>
        </section>
        <section class="stack">
            <h2>{words.text_part}</h2>
            <pre class="written letter" tabindex="0">{text}</pre>
        </section>
    }
}
