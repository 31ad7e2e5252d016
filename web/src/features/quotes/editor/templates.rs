use leptos::{prelude::*, task::spawn_local};
use pitlane_client::fresh_key;
use pitlane_contract::quotes::{Template, WriteTemplate};
use pitlane_domain::limits::{TEMPLATE_NAME, fits};

use super::draft::Draft;
use crate::{
    account::api,
    text::t,
    ui::{Button, Dialog, Form, FormProblem, Input, Kind, Toasts, load, loaded, saying},
};

/// Templates of common jobs: what is written can be kept as one, and one can be put into the draft.
pub fn templates(draft: &Draft) -> impl IntoView + use<> {
    let draft = *draft;
    let words = &t().desk;
    let (choosing, naming) = (RwSignal::new(false), RwSignal::new(false));
    view! {
        <div class="row">
            <Button on_press=move |()| choosing.set(true)>{words.insert}</Button>
            <Button kind=Kind::Quiet on_press=move |()| naming.set(true)>{words.save}</Button>
        </div>
        <Dialog open=choosing title=words.insert_title>
            <Choose draft choosing />
        </Dialog>
        <Save draft naming />
    }
}

/// The templates by name, each to be put in or deleted.
#[component]
fn Choose(draft: Draft, choosing: RwSignal<bool>) -> impl IntoView {
    let words = &t().desk;
    let templates = load(|| async { api().list_quote_templates().await.map(|list| list.items) });
    let list = move |all: Signal<Vec<Template>>| {
        let none = move || all.with(Vec::is_empty).then(|| view! { <p class="soft">{words.none}</p> });
        view! {
            {none}
            <ul class="sheet">
                <For
                    each=move || all.get()
                    key=|template| template.id
                    children=move |template| view! { <Row draft choosing template /> }
                />
            </ul>
        }
    };
    view! {
        <div class="stack">
            {loaded(templates, 2, list)}
            <div class="actions">
                <Button on_press=move |()| choosing.set(false)>{t().common.cancel}</Button>
            </div>
        </div>
    }
}

#[component]
fn Row(draft: Draft, choosing: RwSignal<bool>, template: Template) -> impl IntoView {
    let words = &t().desk;
    let (name, count) = (template.name.clone(), template.lines.len());
    let (insert, delete) = ((words.insert_one)(&name), (words.delete_one)(&name));
    let kept = template.clone();
    let put = move |()| {
        draft.insert(&template);
        choosing.set(false);
        Toasts::get().say((words.inserted)(&template.name));
    };
    view! {
        <li class="row apart">
            <span>
                <b>{name}</b>
                <br />
                <span class="soft small">{if count == 1 { words.one_line.to_owned() } else { (words.lines)(count) }}</span>
            </span>
            <span class="row">
                <Button kind=Kind::Quiet label=delete on_press=move |()| remove(choosing, kept.clone())>
                    {t().common.remove}
                </Button>
                <Button label=insert on_press=put>{words.insert_short}</Button>
            </span>
        </li>
    }
}

fn keep(template: Template) -> WriteTemplate {
    WriteTemplate {
        name: template.name,
        diagnosis_summary: template.diagnosis_summary,
        lines: template.lines,
    }
}

/// Deletes a template at once, and offers to bring it back: beside the dialog, so that goes.
fn remove(choosing: RwSignal<bool>, template: Template) {
    let toasts = Toasts::get();
    choosing.set(false);
    spawn_local(async move {
        if let Err(error) = api().delete_quote_template(template.id).await {
            return toasts.fail(&error);
        }
        let (said, key) = ((t().desk.deleted)(&template.name), fresh_key());
        let body = StoredValue::new(keep(template));
        let undo = move |()| {
            let key = key.clone();
            spawn_local(async move {
                match api().create_quote_template(&body.get_value(), Some(&key)).await {
                    Ok(template) => toasts.say((t().desk.saved)(&template.name)),
                    Err(error) => toasts.fail(&error),
                }
            });
        };
        toasts.offer(said, t().desk.undo, Callback::new(undo));
    });
}

fn name_rule(value: &str) -> Option<String> {
    (!fits(TEMPLATE_NAME, value)).then(|| (t().desk.name_invalid)(*TEMPLATE_NAME.end()))
}

/// Keeps the lines as they are written under a name.
#[component]
fn Save(draft: Draft, naming: RwSignal<bool>) -> impl IntoView {
    let words = &t().desk;
    let form = Form::new();
    let name = form.field("name", "", name_rule);
    let save = move |()| {
        let Some(body) = draft.template(name.text()) else {
            return form.error.set(Some(words.nothing.to_owned()));
        };
        let (said, key) = ((words.saved)(&body.name), form.key());
        let work = async move { api().create_quote_template(&body, Some(&key)).await };
        form.send(saying(said, work), move |_| {
            name.value.set(String::new());
            naming.set(false);
        });
    };
    view! {
        <Dialog open=naming title=words.save_title>
            <form
                class="form"
                novalidate
                on:submit=move |event: web_sys::SubmitEvent| {
                    event.prevent_default();
                    save(());
                }
            >
                <p class="soft">{words.save_text}</p>
                <FormProblem form />
                <Input field=name label=words.name hint=words.name_hint.to_owned() />
                <div class="actions">
                    <Button on_press=move |()| naming.set(false)>{t().common.cancel}</Button>
                    <Button kind=Kind::Main submit=true busy=form.busy>
                        {words.save}
                    </Button>
                </div>
            </form>
        </Dialog>
    }
}
