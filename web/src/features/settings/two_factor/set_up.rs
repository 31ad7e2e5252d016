use std::fmt::Write as _;

use leptos::prelude::*;
use pitlane_contract::accounts::{StartTwoFactor, TwoFactorCode, TwoFactorSecret};
use qrcodegen::{QrCode, QrCodeEcc};

use crate::{
    account::{Account, api},
    shell::focus_after_paint,
    text::t,
    ui::{Button, Form, FormProblem, Input, InputKind, Kind, required},
};

/// Sets a second factor up: the password, then the app's first code.
#[component]
pub fn SetUp(
    /// Where the recovery codes go.
    codes: RwSignal<Option<Vec<String>>>,
) -> impl IntoView {
    let proposed = RwSignal::new(None::<TwoFactorSecret>);
    move || match proposed.get() {
        None => view! { <Start proposed /> }.into_any(),
        Some(secret) => view! { <Confirm secret codes /> }.into_any(),
    }
}

#[component]
fn Start(proposed: RwSignal<Option<TwoFactorSecret>>) -> impl IntoView {
    let words = &t().two_factor;
    let form = Form::new();
    let password = form.field("password", "", required);
    let client = api();
    let submit = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        let client = client.clone();
        let body = StartTwoFactor { password: password.value.get_untracked() };
        form.send(async move { client.start_two_factor(&body).await }, move |secret| {
            proposed.set(Some(secret));
            focus_after_paint("#code");
        });
    };
    view! {
        <section class="sheet padded stack">
            <h2>{words.start_title}</h2>
            <form class="form" novalidate on:submit=submit>
                <FormProblem form />
                <Input field=password label=words.password kind=InputKind::Password />
                <div class="actions start">
                    <Button kind=Kind::Main submit=true busy=form.busy>
                        {words.start}
                    </Button>
                </div>
            </form>
        </section>
    }
}

#[component]
fn Confirm(secret: TwoFactorSecret, codes: RwSignal<Option<Vec<String>>>) -> impl IntoView {
    let words = &t().two_factor;
    let form = Form::new();
    let code = form.field("code", "", required);
    let (client, account) = (api(), Account::get());
    let submit = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        let client = client.clone();
        let body = TwoFactorCode { code: code.text() };
        let work = async move {
            let made = client.confirm_two_factor(&body).await?;
            // the codes are shown whatever the next question brings: they come this once
            let _ = account.arrive().await;
            Ok(made)
        };
        form.send(work, move |made| codes.set(Some(made.codes)));
    };
    view! {
        <section class="sheet padded stack">
            <h2>{words.scan_title}</h2>
            <p class="soft">{words.scan}</p>
            <Picture text=secret.otpauth_uri />
            <p>
                <span class="soft">{words.key} ": "</span>
                <span class="figures-font key">{grouped(&secret.secret)}</span>
            </p>
            <form class="form" novalidate on:submit=submit>
                <FormProblem form />
                <Input
                    field=code
                    label=words.code
                    hint=words.code_hint
                    kind=InputKind::Digits
                    autocomplete="one-time-code"
                />
                <div class="actions start">
                    <Button kind=Kind::Main submit=true busy=form.busy>
                        {words.confirm}
                    </Button>
                </div>
            </form>
        </section>
    }
}

/// The recovery codes, this once.
#[component]
pub fn Codes(
    /// The codes.
    list: Vec<String>,
    /// What follows when the person has kept them.
    done: Callback<()>,
) -> impl IntoView {
    let words = &t().two_factor;
    view! {
        <section class="sheet padded stack">
            <h2>{words.codes_title}</h2>
            <p class="soft">{words.codes_lead}</p>
            <ul class="codes figures-font" aria-label=words.codes>
                {list.into_iter().map(|code| view! { <li>{code}</li> }).collect_view()}
            </ul>
            <p>
                <Button kind=Kind::Main on_press=done>
                    {words.kept}
                </Button>
            </p>
        </section>
    }
}

/// A key in groups of four, as one types it.
fn grouped(key: &str) -> String {
    let letters: Vec<char> = key.chars().collect();
    letters.chunks(4).map(|group| group.iter().collect::<String>()).collect::<Vec<_>>().join(" ")
}

/// A text as a QR code; nothing where it does not fit into one.
#[component]
fn Picture(text: String) -> impl IntoView {
    let code = QrCode::encode_text(&text, QrCodeEcc::Medium).ok()?;
    let size = code.size();
    let mut path = String::new();
    for (y, x) in (0..size).flat_map(|y| (0..size).map(move |x| (y, x))) {
        if code.get_module(x, y) {
            let _ = write!(path, "M{x} {y}h1v1h-1z");
        }
    }
    // four empty modules around it are part of the code
    let side = size + 8;
    Some(view! {
        <svg
            class="qr"
            viewBox=format!("-4 -4 {side} {side}")
            role="img"
            aria-label=t().two_factor.picture
            shape-rendering="crispEdges"
        >
            <path d=path />
        </svg>
    })
}
