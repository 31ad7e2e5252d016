use leptos::prelude::*;
use pitlane_contract::accounts::ResetPassword;

use super::{BadLink, rules};
use crate::{
    account::{Account, api},
    routing,
    shell::PageHead,
    text::t,
    ui::{Button, Form, FormProblem, Input, InputKind, Kind, Toasts},
};

/// Sets a new password by the link of the e-mail.
#[component]
pub fn Reset() -> impl IntoView {
    let token = routing::query("token");
    move || match token.get() {
        Some(token) => view! { <ResetForm token /> }.into_any(),
        None => view! {
            <BadLink
                title=t().account.link_incomplete_title
                text=t().account.link_incomplete
                href="/forgot-password"
                action=t().account.send_link
            />
        }
        .into_any(),
    }
}

#[component]
fn ResetForm(token: String) -> impl IntoView {
    let form = Form::new();
    let password = form.field("password", "", rules::new_password);
    let client = api();
    let account = Account::get();
    let toasts = Toasts::get();
    let go = routing::go_instead();
    let submit = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        let body = ResetPassword { token: token.clone(), password: password.value.get_untracked() };
        let (client, go) = (client.clone(), go.clone());
        form.send(async move { client.reset_password(&body).await }, move |()| {
            account.leave();
            toasts.say(t().account.password_set);
            go("/sign-in");
        });
    };
    view! {
        <div class="narrow stack wide">
            <PageHead title=t().account.reset_title lead=Signal::stored(t().account.reset_lead.to_owned()) />
            <form class="form" novalidate on:submit=submit>
                <FormProblem form />
                <Input
                    field=password
                    label=t().account.new_password
                    hint=t().account.password_hint.to_owned()
                    kind=InputKind::NewPassword
                />
                <Button kind=Kind::Main submit=true wide=true busy=form.busy>
                    {t().account.set_password}
                </Button>
            </form>
        </div>
    }
}
