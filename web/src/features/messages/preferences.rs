use leptos::prelude::*;
use pitlane_contract::messages::{Ended, MessagePreferences, QuietHours, UpdateMessagePreferences};
use pitlane_domain::vocabulary::{Channel, SuppressionCause};

use super::{
    browser::ThisBrowser,
    history::History,
    topics::{Boxes, Topics},
};
use crate::{
    account::api,
    format,
    shell::PageHead,
    text::t,
    ui::{
        Button, Check, Field, Form, FormProblem, Input, InputKind, Kind, SelectInput, Toasts, load, loaded,
    },
};

/// The page on which a person chooses what they are told.
#[component]
pub fn Preferences() -> impl IntoView {
    let (words, client) = (&t().messages, api());
    let found = load(move || {
        let client = client.clone();
        async move { client.get_message_preferences().await }
    });
    let show = move |now: Signal<MessagePreferences>| {
        let first = now.get_untracked();
        let history = Signal::derive(move || now.with(|now| now.history.clone()));
        let ended = Signal::derive(move || now.with(|now| now.ended.clone()));
        let push_key = first.push_key.clone();
        view! {
            <ThisBrowser push_key />
            <Choices now=first ended saved=Callback::new(move |new| found.value().set(Some(new))) />
            <History entries=history />
        }
    };
    view! {
        <PageHead title=words.title lead=Signal::stored(words.lead.to_owned()) />
        <div class="settings stack wide">{loaded(found, 6, show)}</div>
    }
}

/// What is typed and ticked.
#[derive(Clone, Copy)]
struct Fields {
    texts: RwSignal<bool>,
    texts_error: Field,
    quiet: RwSignal<bool>,
    from: Field,
    until: Field,
    urgent: RwSignal<bool>,
    digest: RwSignal<bool>,
    zone: Field,
}

impl Fields {
    fn of(form: &Form, now: &MessagePreferences) -> Self {
        let quiet = RwSignal::new(now.quiet_hours.is_some());
        let rule = move |value: &str| {
            let fine = !quiet.get_untracked() || value.len() == 5;
            (!fine).then(|| t().messages.time_invalid.to_owned())
        };
        let hours = now.quiet_hours.clone();
        let (from, until) = hours.map_or(("22:00".to_owned(), "07:00".to_owned()), |it| (it.from, it.until));
        Self {
            texts: RwSignal::new(now.texts.agreed),
            texts_error: form.field("texts_agreed", "", crate::ui::none),
            quiet,
            from: form.field("quiet_hours.from", from, rule),
            until: form.field("quiet_hours.until", until, rule),
            urgent: RwSignal::new(now.urgent_anyway),
            digest: RwSignal::new(now.digest),
            zone: form.field("time_zone", now.time_zone.clone(), crate::ui::none),
        }
    }

    fn read(&self, boxes: &[Boxes]) -> UpdateMessagePreferences {
        let hours = || QuietHours { from: self.from.text(), until: self.until.text() };
        UpdateMessagePreferences {
            topics: boxes.iter().map(Boxes::read).collect(),
            quiet_hours: self.quiet.get_untracked().then(hours),
            urgent_anyway: self.urgent.get_untracked(),
            digest: self.digest.get_untracked(),
            texts_agreed: self.texts.get_untracked(),
            time_zone: Some(self.zone.text()),
        }
    }
}

#[component]
fn Choices(
    now: MessagePreferences,
    ended: Signal<Vec<Ended>>,
    saved: Callback<MessagePreferences>,
) -> impl IntoView {
    let words = &t().messages;
    let form = Form::new();
    let fields = Fields::of(&form, &now);
    let boxes: Vec<_> = now.topics.iter().map(Boxes::of).collect();
    let (client, toasts) = (api(), Toasts::get());
    let ticked = boxes.clone();
    let submit = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        let (client, body) = (client.clone(), fields.read(&ticked));
        form.send(async move { client.update_message_preferences(&body).await }, move |new| {
            saved.run(new);
            toasts.say(words.saved);
        });
    };
    let zone = move || (words.quiet_zone)(&format::zone_words(&fields.zone.value.get()));
    view! {
        <form class="stack" novalidate on:submit=submit>
            <FormProblem form />
            <EndedMail ended />
            <section class="sheet padded stack">
                <h2>{words.topic}</h2>
                <Topics boxes texts=fields.texts />
            </section>
            <TextsSection now=now.clone() ended fields />
            <Clock fields />
            <section class="sheet padded stack">
                <h2>{words.quiet}</h2>
                <Check label=words.quiet_on on=fields.quiet />
                <div class="quiet-hours" hidden=move || !fields.quiet.get()>
                    <Input field=fields.from label=words.quiet_from kind=InputKind::Time />
                    <Input field=fields.until label=words.quiet_until kind=InputKind::Time />
                </div>
                <p class="soft" hidden=move || !fields.quiet.get()>{zone}</p>
                <Check label=words.urgent on=fields.urgent />
            </section>
            <section class="sheet padded stack">
                <h2>{words.together}</h2>
                <Check label=words.digest on=fields.digest />
            </section>
            <div class="actions start">
                <Button kind=Kind::Main submit=true busy=form.busy>
                    {t().common.save}
                </Button>
            </div>
        </form>
    }
}

/// What keeps mails from coming, beside the person's own choices.
#[component]
fn EndedMail(ended: Signal<Vec<Ended>>) -> impl IntoView {
    let words = &t().messages;
    let about = move |cause| {
        ended.with(|ended| ended.iter().any(|end| end.channel == Channel::Email && end.cause == cause))
    };
    let note = move |words| view! { <p class="note wait">{words}</p> };
    let came_back = move || about(SuppressionCause::Bounce).then(|| note(words.mail_came_back));
    let by_support = move || {
        let any = about(SuppressionCause::Support) || about(SuppressionCause::Link);
        any.then(|| note(words.mail_ended))
    };
    view! {
        {came_back}
        {by_support}
    }
}

/// The zone that quiet hours and times go by; the browser's own is offered where it is another one.
#[component]
fn Clock(fields: Fields) -> impl IntoView {
    let words = &t().messages;
    let (options, here) = (format::zone_choices(&fields.zone.text()), format::time_zone());
    let other = move || {
        let zone = here.clone().filter(|here| fields.zone.value.with(|own| own != here))?;
        let said = (words.time_zone_here)(&format::zone_words(&zone));
        let take = move |()| fields.zone.value.set(zone.clone());
        Some(view! {
            <div class="row">
                <span class="soft">{said}</span>
                <Button on_press=take>{words.time_zone_take}</Button>
            </div>
        })
    };
    view! {
        <section class="sheet padded stack">
            <h2>{words.clock}</h2>
            <SelectInput field=fields.zone label=words.time_zone options />
            <p class="soft">{words.time_zone_about}</p>
            {other}
        </section>
    }
}

#[component]
fn TextsSection(now: MessagePreferences, ended: Signal<Vec<Ended>>, fields: Fields) -> impl IntoView {
    let words = &t().messages;
    let by = move |cause| {
        ended.with(|ended| {
            let mut texts = ended.iter().filter(|end| end.channel == Channel::Sms);
            texts.any(|end| end.cause == cause && end.topic.is_none())
        })
    };
    let by_text =
        now.ended.iter().any(|end| end.channel == Channel::Sms && end.cause == SuppressionCause::Text);
    let by_support = move || {
        by(SuppressionCause::Support)
            .then(|| view! { <p class="note wait">{words.texts_ended_by_support}</p> })
    };
    let error = move || {
        fields.texts_error.error.get().map(|error| view! { <p class="note wait" role="alert">{error}</p> })
    };
    let body = match now.texts.phone {
        None => view! {
            <p class="soft">
                <a href="/settings">{words.texts_no_phone}</a>
            </p>
        }
        .into_any(),
        Some(_) if by_text => view! { <p class="soft">{words.texts_ended}</p> }.into_any(),
        Some(phone) => view! {
            {by_support}
            <Check label=now.texts.wording on=fields.texts />
            <p class="soft">{(words.texts_to)(&phone)}</p>
        }
        .into_any(),
    };
    view! {
        <section class="sheet padded stack">
            <h2>{words.texts}</h2>
            {body}
            {error}
        </section>
    }
}
