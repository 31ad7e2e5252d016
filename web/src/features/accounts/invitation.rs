use leptos::prelude::*;
use pitlane_contract::accounts::AcceptInvitation as Body;

use super::{BadLink, rules};
use crate::{
    account::api,
    routing,
    shell::PageHead,
    text::t,
    ui::{Button, Form, FormProblem, Input, InputKind, Kind, Toasts},
};

/// Joins a workshop by the link of the invitation.
#[component]
pub fn AcceptInvitation() -> impl IntoView {
    let token = routing::query("token");
    move || match token.get() {
        Some(token) => view! { <InvitationForm token /> }.into_any(),
        None => view! {
            <BadLink
                title=t().account.link_incomplete_title
                text=t().account.invite_incomplete
                href="/"
                action=t().shell.to_start
            />
        }
        .into_any(),
    }
}

#[component]
fn InvitationForm(token: String) -> impl IntoView {
    let form = Form::new();
    let name = form.field("name", "", rules::name);
    let password = form.field("password", "", rules::new_password);
    let client = api();
    let toasts = Toasts::get();
    let go = routing::go_instead();
    let submit = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        let body = Body { token: token.clone(), name: name.text(), password: password.value.get_untracked() };
        let (client, go, key) = (client.clone(), go.clone(), form.key());
        form.send(async move { client.accept_invitation(&body, Some(&key)).await }, move |_| {
            toasts.say(t().account.joined);
            go("/sign-in");
        });
    };
    view! {
        <div class="narrow stack wide">
            <PageHead title=t().account.invite_title lead=Signal::stored(t().account.invite_lead_plain.to_owned()) />
            <form class="form" novalidate on:submit=submit>
                <FormProblem form />
                <Input field=name label=t().account.name hint=t().account.name_hint.to_owned() autocomplete="name" />
                <Input
                    field=password
                    label=t().account.password
                    hint=t().account.password_hint.to_owned()
                    kind=InputKind::NewPassword
                />
                <Button kind=Kind::Main submit=true wide=true busy=form.busy>
                    {t().account.join}
                </Button>
            </form>
        </div>
    }
}
