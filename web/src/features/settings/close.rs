use leptos::prelude::*;
use pitlane_contract::accounts::CloseAccount as Body;

use crate::{
    account::{Account, api},
    routing,
    text::t,
    ui::{Button, Dialog, Form, FormProblem, Input, InputKind, Kind, Toasts, required},
};

/// Closes the account, after the password once more.
#[component]
pub fn CloseAccount() -> impl IntoView {
    let words = &t().settings;
    let open = RwSignal::new(false);
    view! {
        <section class="sheet padded stack">
            <h2>{words.close}</h2>
            <p class="soft">{words.close_lead}</p>
            <p>
                <Button kind=Kind::Danger on_press=move |()| open.set(true)>
                    {words.close_button}
                </Button>
            </p>
            <Dialog open title=words.close_confirm_title>
                <CloseForm open />
            </Dialog>
        </section>
    }
}

#[component]
fn CloseForm(open: RwSignal<bool>) -> impl IntoView {
    let words = &t().settings;
    let form = Form::new();
    let password = form.field("password", "", required);
    let (client, account, toasts, go) = (api(), Account::get(), Toasts::get(), routing::go_instead());
    let submit = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        let (client, go) = (client.clone(), go.clone());
        let body = Body { password: password.value.get_untracked() };
        form.send(async move { client.close_account(&body).await }, move |()| {
            toasts.say(words.closed);
            go("/");
            account.leave();
        });
    };
    view! {
        <form class="form" novalidate on:submit=submit>
            <p class="soft">{words.close_confirm}</p>
            <FormProblem form />
            <Input field=password label=words.close_password kind=InputKind::Password />
            <div class="actions">
                <Button on_press=move |()| open.set(false)>{t().common.cancel}</Button>
                <Button kind=Kind::Danger submit=true busy=form.busy>
                    {words.close_button}
                </Button>
            </div>
        </form>
    }
}
