use leptos::prelude::*;
use pitlane_contract::{accounts::LogIn, problem::Code};

use super::rules;
use crate::{
    account::{Account, Standing},
    routing,
    shell::{PageHead, focus_after_paint},
    text::t,
    ui::{Button, Field, Form, FormProblem, Input, InputKind, Kind, none, required},
};

/// Signs a customer or a provider in, and leads to where they wanted to go.
#[component]
pub fn SignIn() -> impl IntoView {
    let next = routing::query("next");
    let lead = next.get_untracked().map(|_| Signal::stored(t().account.session_over.to_owned()));
    let join = move || {
        let next = next.get().map(|next| format!("?next={}", js_sys::encode_uri_component(&next)));
        format!("/sign-up{}", next.unwrap_or_default())
    };
    view! {
        <div class="narrow stack wide">
            <PageHead title=t().account.sign_in_title lead=lead.unwrap_or_default() />
            <SignInForm />
            <p class="row apart">
                <a href="/forgot-password">{t().account.forgot}</a>
                <span>
                    <span class="soft">{t().account.new_here} " "</span>
                    <a href=join>{t().shell.sign_up}</a>
                </span>
            </p>
        </div>
    }
}

/// What is typed at every door; whoever is let in is led to where they wanted to go.
#[component]
pub fn SignInForm(
    /// Whether it is the door of the people who run the platform.
    #[prop(optional)]
    staff: bool,
) -> impl IntoView {
    let account = Account::get();
    let next = routing::query("next");
    let form = Form::new();
    let email =
        form.field("email", routing::query("email").get_untracked().unwrap_or_default(), rules::email);
    let password = form.field("password", "", required);
    let code = form.field("two_factor_code", "", none);
    // asked for once the server says that the account has a second factor
    let asks = RwSignal::new(false);
    let go = routing::go_instead();
    // once: what changes about the person later must not lead away from where they are then
    Effect::new(move |led: Option<bool>| {
        if led == Some(true) {
            return true;
        }
        let Standing::Person(me) = account.standing() else { return false };
        go(&routing::after_sign_in(next.get_untracked(), Some(me.role)));
        true
    });
    let submit = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        let body = LogIn {
            email: email.text(),
            password: password.value.get_untracked(),
            two_factor_code: code.filled(),
            refresh_token_in_body: false,
        };
        let enter = async move {
            let outcome = if staff { account.sign_in_staff(body).await } else { account.sign_in(body).await };
            match outcome {
                Err(error) if error.code() == Some(Code::TwoFactorRequired) && !asks.get_untracked() => {
                    asks.set(true);
                    Ok(())
                }
                outcome => outcome,
            }
        };
        form.send(enter, move |()| {
            if asks.try_get_untracked() == Some(true) {
                focus_after_paint("#two_factor_code");
            }
        });
    };
    view! {
        <form class="form" novalidate on:submit=submit>
            <FormProblem form />
            <Input field=email label=t().account.email kind=InputKind::Email autocomplete="username" />
            <Input field=password label=t().account.password kind=InputKind::Password />
            {move || asks.get().then(|| view! { <SecondStep code /> })}
            <Button kind=Kind::Main submit=true wide=true busy=form.busy>
                {t().account.sign_in}
            </Button>
        </form>
    }
}

/// What is asked for after the password, of an account with a second factor.
#[component]
fn SecondStep(code: Field) -> impl IntoView {
    let words = &t().account;
    view! { <Input field=code label=words.code hint=words.code_hint autocomplete="one-time-code" /> }
}
