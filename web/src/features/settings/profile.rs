use leptos::{prelude::*, task::spawn_local};
use pitlane_contract::accounts::{Me, UpdateMe};
use pitlane_domain::accounts::DisplayName;

use crate::{
    account::{Account, api},
    features::accounts::phone,
    format,
    text::t,
    ui::{Badge, Button, Form, FormProblem, Input, InputKind, Kind, Toasts, Tone},
};

/// Name, phone and e-mail address.
#[component]
pub fn Profile() -> impl IntoView {
    let account = Account::get();
    let me = account.me();
    me.map(|me| view! { <ProfileForm me /> })
}

fn name(value: &str) -> Option<String> {
    DisplayName::parse(value).err().map(|refused| refused.message.to_owned())
}

#[component]
fn ProfileForm(me: Me) -> impl IntoView {
    let words = &t().settings;
    let form = Form::new();
    let own_name = form.field("name", me.name.clone(), name);
    let own_phone = form.field("phone", me.phone.clone().unwrap_or_default(), phone);
    let (client, account, toasts) = (api(), Account::get(), Toasts::get());
    let submit = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        let client = client.clone();
        let body = UpdateMe {
            name: Some(own_name.text()),
            phone: Some(own_phone.text()),
            locale: format::locale(),
            time_zone: format::time_zone(),
            bio: None,
            specialties: None,
            years_experience: None,
        };
        form.send(async move { client.update_me(&body).await }, move |me| {
            account.set_me(me);
            toasts.say(words.profile_saved);
        });
    };
    view! {
        <section class="sheet padded stack">
            <h2>{words.profile}</h2>
            <form class="form" novalidate on:submit=submit>
                <FormProblem form />
                <Input field=own_name label=t().account.name autocomplete="name" />
                <Input
                    field=own_phone
                    label=t().account.phone
                    hint=words.phone_hint.to_owned()
                    kind=InputKind::Phone
                    optional=true
                />
                <Email email=me.email />
                <div class="actions start">
                    <Button kind=Kind::Main submit=true busy=form.busy>
                        {t().common.save}
                    </Button>
                </div>
            </form>
        </section>
    }
}

#[component]
fn Email(email: String) -> impl IntoView {
    let words = &t().settings;
    let (client, account, toasts) = (api(), Account::get(), Toasts::get());
    let busy = RwSignal::new(false);
    let verified = Memo::new(move |_| account.me().is_some_and(|me| me.email_verified));
    let send = Callback::new(move |()| {
        let client = client.clone();
        busy.set(true);
        spawn_local(async move {
            let outcome = client.resend_verification().await;
            let _ = busy.try_set(false);
            match outcome {
                Ok(_) => toasts.say(words.resent),
                Err(error) => toasts.fail(&error),
            }
        });
    });
    let standing = move || {
        if verified.get() {
            view! { <Badge tone=Tone::Good text=words.email_confirmed /> }.into_any()
        } else {
            view! {
                <Badge tone=Tone::Wait text=words.email_unconfirmed />
                <Button busy on_press=send>
                    {words.resend}
                </Button>
            }
            .into_any()
        }
    };
    view! {
        <div class="field">
            <b>{t().account.email}</b>
            <div class="row">
                <span>{email}</span>
                {standing}
            </div>
        </div>
    }
}
