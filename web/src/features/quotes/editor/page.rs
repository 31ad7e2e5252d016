use leptos::{prelude::*, task::spawn_local};
use pitlane_contract::quotes::Quote;

use super::{
    super::sheet::TotalLines,
    draft::Draft,
    lines::LinesEditor,
    saver::{Saver, saving_state},
    templates::templates,
    terms::terms,
};
use crate::{
    account::api,
    routing,
    text::t,
    ui::{AreaInput, Button, Confirm, FormProblem, Kind, Load, Toasts},
};

/// The editor of a draft.
#[component]
pub fn Editor(
    /// Where the quote is loaded.
    load: Load<Quote>,
    /// The draft as it was left.
    quote: Quote,
) -> impl IntoView {
    let words = &t().quotes;
    let draft = Draft::of(&quote);
    let saver = Saver::new(&draft, quote.version);
    let asking = RwSignal::new(false);
    let submit = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        if draft.check() {
            asking.set(true);
        }
    };
    let currency = quote.currency.clone();
    let totals = Signal::derive(move || draft.totals());
    let percent = Signal::derive(move || draft.percent());
    view! {
        <form class="two keep" novalidate on:submit=submit>
            <div class="form sheet padded">
                <FormProblem form=draft.form />
                <AreaInput
                    field=draft.diagnosis
                    label=words.diagnosis
                    hint=words.diagnosis_hint.to_owned()
                    optional=true
                />
                <LinesEditor lines=draft.lines currency=currency.clone() />
                {terms(&draft)}
            </div>
            <section class="sheet padded stack aside">
                <TotalLines totals percent currency total=words.total />
                {saving_state(&saver, Callback::new(move |()| load.reload()))}
                <Button kind=Kind::Main submit=true wide=true busy=draft.form.busy>
                    {words.send}
                </Button>
                <Delete quote=quote.clone() />
            </section>
        </form>
        {templates(&draft)}
        <Send load draft saver asking name=quote.customer_name />
    }
}

/// Asks before the quote goes to the customer. What was typed stays if that fails.
#[component]
fn Send(
    load: Load<Quote>,
    draft: Draft,
    saver: Saver,
    asking: RwSignal<bool>,
    name: String,
) -> impl IntoView {
    let words = &t().quotes;
    let toasts = Toasts::get();
    let busy = draft.form.busy;
    let who = StoredValue::new(name);
    let yes = move |()| {
        busy.set(true);
        spawn_local(async move {
            let outcome = saver.send().await;
            let here = busy.try_set(false).is_none() && asking.try_set(false).is_none();
            match outcome {
                // the message about it may come first, and the page show the sheet already
                Ok(quote) => {
                    toasts.say((words.was_sent)(&quote.customer_name));
                    let _ = load.value().try_set(Some(quote));
                }
                Err(error) => {
                    if here {
                        draft.form.place(&error);
                    }
                    toasts.fail(&error);
                }
            }
        });
    };
    view! {
        <Confirm
            open=asking
            title=words.send_title
            text=Signal::derive(move || (words.send_text)(&who.get_value()))
            yes=words.send
            no=words.keep_writing.to_owned()
            busy
            on_yes=Callback::new(yes)
        />
    }
}

/// Removes the draft, after asking.
#[component]
fn Delete(quote: Quote) -> impl IntoView {
    let words = &t().quotes;
    let (toasts, go) = (Toasts::get(), routing::go_instead());
    let (asking, busy) = (RwSignal::new(false), RwSignal::new(false));
    let id = quote.id;
    let yes = move |()| {
        let go = go.clone();
        busy.set(true);
        spawn_local(async move {
            let outcome = api().delete_quote(id).await;
            let here = busy.try_set(false).is_none() && asking.try_set(false).is_none();
            match outcome {
                Ok(()) => {
                    toasts.say(words.deleted);
                    if here {
                        go("/provider/quotes");
                    }
                }
                Err(error) => toasts.fail(&error),
            }
        });
    };
    view! {
        <Button kind=Kind::Quiet on_press=move |()| asking.set(true)>{words.delete}</Button>
        <Confirm
            open=asking
            title=words.delete_title
            text=words.delete_text
            yes=words.delete
            no=words.keep_writing.to_owned()
            danger=true
            busy
            on_yes=Callback::new(yes)
        />
    }
}
