use leptos::prelude::*;
use pitlane_contract::accounts::ForgotPassword;

use super::{MailSent, rules};
use crate::{
    account::api,
    shell::PageHead,
    text::t,
    ui::{Button, Form, FormProblem, Input, InputKind, Kind},
};

/// Asks for a link to a new password.
#[component]
pub fn Forgot() -> impl IntoView {
    let sent = RwSignal::new(None::<String>);
    move || match sent.get() {
        Some(email) => {
            let text = (t().account.link_sent)(&email);
            view! { <div class="narrow stack"><MailSent text email /></div> }.into_any()
        }
        None => view! { <ForgotForm sent /> }.into_any(),
    }
}

#[component]
fn ForgotForm(sent: RwSignal<Option<String>>) -> impl IntoView {
    let form = Form::new();
    let email = form.field("email", "", rules::email);
    let client = api();
    let submit = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        let (client, body) = (client.clone(), ForgotPassword { email: email.text() });
        form.send(async move { client.forgot_password(&body).await }, move |_| sent.set(Some(email.text())));
    };
    view! {
        <div class="narrow stack wide">
            <PageHead title=t().account.forgot_title lead=Signal::stored(t().account.forgot_lead.to_owned()) />
            <form class="form" novalidate on:submit=submit>
                <FormProblem form />
                <Input field=email label=t().account.email kind=InputKind::Email />
                <Button kind=Kind::Main submit=true wide=true busy=form.busy>
                    {t().account.send_link}
                </Button>
            </form>
            <p>
                <a href="/sign-in">{t().account.to_sign_in}</a>
            </p>
        </div>
    }
}
