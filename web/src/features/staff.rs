//! The door of the people who run the platform.

use leptos::prelude::*;
use pitlane_contract::accounts::LogIn;

use super::accounts;
use crate::{
    account::{Account, Standing},
    routing,
    shell::PageHead,
    text::t,
    ui::{Button, Form, FormProblem, Input, InputKind, Kind, required},
};

/// Signs a member of the staff in, and leads to where they wanted to go.
#[component]
pub fn SignIn() -> impl IntoView {
    let account = Account::get();
    let next = routing::query("next");
    let form = Form::new();
    let email = form.field("email", "", accounts::email);
    let password = form.field("password", "", required);
    let go = routing::go_instead();
    Effect::new(move |_| {
        if let Standing::Person(me) = account.standing() {
            go(&routing::after_sign_in(next.get_untracked(), Some(me.role)));
        }
    });
    let submit = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        let body = LogIn {
            email: email.text(),
            password: password.value.get_untracked(),
            refresh_token_in_body: false,
        };
        form.send(account.sign_in_staff(body), |()| ());
    };
    let words = &t().staff;
    view! {
        <div class="narrow stack wide">
            <PageHead title=words.sign_in_title lead=Signal::stored(words.sign_in_lead.to_owned()) />
            <form class="form" novalidate on:submit=submit>
                <FormProblem form />
                <Input field=email label=t().account.email kind=InputKind::Email autocomplete="username" />
                <Input field=password label=t().account.password kind=InputKind::Password />
                <Button kind=Kind::Main submit=true wide=true busy=form.busy>
                    {t().account.sign_in}
                </Button>
            </form>
            <p>
                <span class="soft">{words.elsewhere} " "</span>
                <a href="/sign-in">{words.to_sign_in}</a>
            </p>
        </div>
    }
}
