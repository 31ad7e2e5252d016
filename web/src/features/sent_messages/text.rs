use leptos::{prelude::*, task::spawn_local};
use pitlane_contract::sent_messages::NewText;
use pitlane_domain::accounts::Phone;

use crate::{
    account::api,
    routing,
    text::t,
    ui::{AreaInput, Button, Check, Confirm, Field, Form, FormProblem, Input, InputKind, Kind, Toasts},
};

/// The most characters of a text.
const LONGEST: usize = 160;

fn number(typed: &str) -> Option<String> {
    Phone::parse(typed).err().map(|refused| refused.message.to_owned())
}

fn short(typed: &str) -> Option<String> {
    let good = (1..=LONGEST).contains(&typed.trim().chars().count());
    (!good).then(|| t().sent_messages.write_invalid.to_owned())
}

/// Sends a text to a number, after asking back.
#[component]
pub fn WriteText(
    /// Called when nothing is to be sent.
    on_cancel: Callback<()>,
) -> impl IntoView {
    let (words, form, asking) = (&t().sent_messages, Form::new(), RwSignal::new(false));
    let to = form.field("to", "", number);
    let text = form.field("text", "", short);
    let urgent = RwSignal::new(false);
    let submit = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        if form.check() {
            asking.set(true);
        }
    };
    let count = move || (words.characters)(text.value.with(|text| text.trim().chars().count()));
    view! {
        <section class="sheet padded stack" aria-label=words.write>
            <div>
                <h2>{words.write}</h2>
                <p class="soft">{words.write_lead}</p>
            </div>
            <form class="form" novalidate on:submit=submit>
                <FormProblem form />
                <Input
                    field=to
                    label=words.write_to
                    hint=words.write_to_hint
                    kind=InputKind::Phone
                    autocomplete="off"
                />
                <div class="stack tight">
                    <AreaInput field=text label=words.write_text />
                    <small class="soft number">{count}</small>
                </div>
                <Check label=words.write_urgent on=urgent />
                <div class="actions start">
                    <Button submit=true>{words.write}</Button>
                    <Button kind=Kind::Quiet on_press=on_cancel>{t().common.cancel}</Button>
                </div>
            </form>
            <Ask form to text urgent asking />
        </section>
    }
}

/// Asks back, sends it and leads to what becomes of it.
#[component]
fn Ask(form: Form, to: Field, text: Field, urgent: RwSignal<bool>, asking: RwSignal<bool>) -> impl IntoView {
    let (words, go) = (&t().sent_messages, routing::go());
    let title = Signal::derive(move || to.value.with(|number| (words.write_title)(number.trim())));
    let act = Callback::new(move |()| {
        let (client, go, urgent) = (api(), go.clone(), urgent.get_untracked());
        // the same words sent as urgent are another text
        let key = format!("{}{}", form.key(), if urgent { "-urgent" } else { "" });
        let body = NewText { to: to.text(), text: text.text(), urgent: Some(urgent) };
        form.busy.set(true);
        spawn_local(async move {
            let outcome = client.send_text(&body, Some(&key)).await;
            let here = form.busy.try_set(false).is_none() && asking.try_set(false).is_none();
            match outcome {
                Ok(sent) => {
                    Toasts::get().say(words.written_ok);
                    if here {
                        go(&routing::message(sent.id));
                    }
                }
                Err(error) if here => form.place(&error),
                Err(error) => Toasts::get().fail(&error),
            }
        });
    });
    view! {
        <Confirm open=asking title text=text.value yes=words.write busy=form.busy on_yes=act />
    }
}
