use leptos::prelude::*;
use pitlane_contract::accounts::VerifyEmail as Body;

use super::BadLink;
use crate::{
    account::{Account, api},
    routing,
    shell::PageHead,
    text::t,
    ui::{Button, Form, FormProblem, Kind, LinkButton},
};

/// Confirms an e-mail address. It takes a press, because mail scanners open links too.
#[component]
pub fn VerifyEmail() -> impl IntoView {
    let token = routing::query("token");
    let done = RwSignal::new(false);
    move || match token.get() {
        _ if done.get() => view! { <Verified /> }.into_any(),
        Some(token) => view! { <VerifyForm token done /> }.into_any(),
        None => view! {
            <BadLink
                title=t().account.link_incomplete_title
                text=t().account.link_incomplete
                href="/settings"
                action=t().shell.settings
            />
        }
        .into_any(),
    }
}

#[component]
fn VerifyForm(token: String, done: RwSignal<bool>) -> impl IntoView {
    let form = Form::new();
    let client = api();
    let account = Account::get();
    let submit = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        let (client, body) = (client.clone(), Body { token: token.clone() });
        form.send(async move { client.verify_email(&body).await }, move |()| {
            if let Some(me) = account.me_now() {
                account.set_me(pitlane_contract::accounts::Me { email_verified: true, ..me });
            }
            done.set(true);
        });
    };
    view! {
        <div class="narrow stack wide">
            <PageHead title=t().account.verify_title lead=Signal::stored(t().account.verify_lead.to_owned()) />
            <form class="form" on:submit=submit>
                <FormProblem form />
                <Button kind=Kind::Main submit=true wide=true busy=form.busy>
                    {t().account.verify}
                </Button>
            </form>
        </div>
    }
}

#[component]
fn Verified() -> impl IntoView {
    let account = Account::get();
    let next = move || account.role().map_or("/sign-in", |role| routing::home(Some(role))).to_owned();
    view! {
        <PageHead title=t().account.verified_title lead=Signal::stored(t().account.verified_lead.to_owned()) />
        <p>
            <LinkButton href=Signal::derive(next) kind=Kind::Main>
                {t().common.go_on}
            </LinkButton>
        </p>
    }
}
