use js_sys::{Array, JsString};
use leptos::{prelude::*, task::spawn_local};
use pitlane_client::ApiError;
use pitlane_contract::accounts::ForgotPassword;
use wasm_bindgen::JsCast;

use super::{close::CloseAccount, profile::Profile, sign_ins::SignIns, workshop::Workshop};
use crate::{
    account::{Account, api},
    features::{quotes, reviews},
    routing,
    shell::{PageHead, ThemeChoice},
    text::t,
    ui::{Button, LinkButton, Toasts, problem_text},
};

/// The page of the settings.
#[component]
pub fn Settings() -> impl IntoView {
    let words = &t().settings;
    let (account, go) = (Account::get(), routing::go());
    let (runs, workshop) = untrack(move || (account.runs_business(), account.runs_workshop()));
    let sign_out = move |()| {
        go("/");
        account.sign_out();
    };
    view! {
        <PageHead title=words.title />
        <div class="settings stack wide">
            <Profile />
            {workshop.then(|| view! { <Workshop /> })}
            <section class="sheet padded stack">
                <h2>{t().messages.title}</h2>
                <p class="soft">{t().messages.open_lead}</p>
                <p>
                    <LinkButton href="/settings/messages">{t().messages.open}</LinkButton>
                </p>
            </section>
            {runs.then(|| view! { <quotes::Rates /> <reviews::Links /> })}
            <Password />
            <section class="sheet padded stack">
                <h2>{t().two_factor.title}</h2>
                <p class="soft">{t().two_factor.lead}</p>
                <p>
                    <LinkButton href=routing::TWO_FACTOR>{t().two_factor.open}</LinkButton>
                </p>
            </section>
            <section class="sheet padded stack">
                <h2>{words.appearance}</h2>
                <ThemeChoice />
            </section>
            <SignIns />
            <Data />
            <CloseAccount />
            <p>
                <Button on_press=sign_out>{t().shell.sign_out}</Button>
            </p>
        </div>
    }
}

#[component]
fn Password() -> impl IntoView {
    let words = &t().settings;
    let (client, account, toasts) = (api(), Account::get(), Toasts::get());
    let busy = RwSignal::new(false);
    let send = move |()| {
        let Some(me) = account.me_now() else { return };
        let client = client.clone();
        busy.set(true);
        spawn_local(async move {
            let outcome = client.forgot_password(&ForgotPassword { email: me.email }).await;
            let _ = busy.try_set(false);
            match outcome {
                Ok(_) => toasts.say(words.resent),
                Err(error) => toasts.fail(&error),
            }
        });
    };
    view! {
        <section class="sheet padded stack">
            <h2>{words.password}</h2>
            <p class="soft">{words.password_lead}</p>
            <p>
                <Button busy on_press=send>
                    {words.password_link}
                </Button>
            </p>
        </section>
    }
}

#[component]
fn Data() -> impl IntoView {
    let words = &t().settings;
    let (client, toasts) = (api(), Toasts::get());
    let busy = RwSignal::new(false);
    let export = move |()| {
        let client = client.clone();
        busy.set(true);
        spawn_local(async move {
            let outcome = client.export_me().await.and_then(|export| {
                serde_json::to_string_pretty(&export).map_err(|_| ApiError::Unreadable { status: 200 })
            });
            let _ = busy.try_set(false);
            match outcome.map(|text| save(&text)) {
                Ok(Some(())) => {}
                Ok(None) => toasts.say(t().problems.unreadable),
                Err(error) => toasts.say(problem_text(&error)),
            }
        });
    };
    view! {
        <section class="sheet padded stack">
            <h2>{words.data}</h2>
            <p class="soft">{words.export_lead}</p>
            <p>
                <Button busy on_press=export>
                    {words.export}
                </Button>
            </p>
        </section>
    }
}

/// Hands a text to the browser as a file to save.
fn save(text: &str) -> Option<()> {
    let parts = Array::of1(&JsString::from(text));
    let blob = web_sys::Blob::new_with_str_sequence(&parts).ok()?;
    let url = web_sys::Url::create_object_url_with_blob(&blob).ok()?;
    let link = document().create_element("a").ok()?.dyn_into::<web_sys::HtmlElement>().ok()?;
    link.set_attribute("href", &url).ok()?;
    link.set_attribute("download", "pitlane.json").ok()?;
    link.click();
    web_sys::Url::revoke_object_url(&url).ok()
}
