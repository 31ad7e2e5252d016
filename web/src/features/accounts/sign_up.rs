use leptos::prelude::*;
use pitlane_contract::accounts::RegisterCustomer;

use super::{MailSent, rules};
use crate::{
    account::api,
    format,
    shell::PageHead,
    text::t,
    ui::{Button, Form, FormProblem, Input, InputKind, Kind},
};

/// Makes a customer's account.
#[component]
pub fn SignUp() -> impl IntoView {
    let sent = RwSignal::new(None::<String>);
    move || match sent.get() {
        Some(email) => {
            let text = (t().account.check_mail)(&email);
            view! { <div class="narrow stack"><MailSent text email /></div> }.into_any()
        }
        None => view! { <SignUpForm sent /> }.into_any(),
    }
}

#[component]
fn SignUpForm(sent: RwSignal<Option<String>>) -> impl IntoView {
    let form = Form::new();
    let name = form.field("name", "", rules::name);
    let email = form.field("email", "", rules::email);
    let password = form.field("password", "", rules::new_password);
    let client = api();
    let submit = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        let body = RegisterCustomer {
            email: email.text(),
            password: password.value.get_untracked(),
            name: name.text(),
            phone: None,
            locale: format::locale(),
            time_zone: format::time_zone(),
        };
        let (client, key) = (client.clone(), form.key());
        form.send(async move { client.register_customer(&body, Some(&key)).await }, move |_| {
            sent.set(Some(email.text()));
        });
    };
    view! {
        <div class="narrow stack wide">
            <PageHead title=t().account.sign_up_title lead=Signal::stored(t().account.sign_up_lead.to_owned()) />
            <form class="form" novalidate on:submit=submit>
                <FormProblem form />
                <Input field=name label=t().account.name autocomplete="name" />
                <Input field=email label=t().account.email kind=InputKind::Email />
                <Input
                    field=password
                    label=t().account.password
                    hint=t().account.password_hint.to_owned()
                    kind=InputKind::NewPassword
                />
                <Button kind=Kind::Main submit=true wide=true busy=form.busy>
                    {t().account.create}
                </Button>
            </form>
            <p>
                <span class="soft">{t().account.known_here} " "</span>
                <a href="/sign-in">{t().account.sign_in}</a>
                <br />
                <span class="soft">{t().account.want_to_work} " "</span>
                <a href="/join">{t().account.join_as_mechanic}</a>
            </p>
        </div>
    }
}
