//! The account's second factor: an authenticator app, and recovery codes for when it is lost.

mod set_up;

use leptos::prelude::*;
use pitlane_contract::accounts::{StopTwoFactor, TwoFactor, TwoFactorCode};

use crate::{
    account::{Account, api},
    format, routing,
    shell::{PageHead, focus_after_paint},
    text::t,
    ui::{Button, Form, FormProblem, Input, InputKind, Kind, Load, Toasts, load, loaded, required},
};
use set_up::{Codes, SetUp};

/// The page of the second factor.
#[component]
pub fn TwoFactorPage() -> impl IntoView {
    let client = api();
    let state = load(move || {
        let client = client.clone();
        async move { client.two_factor().await }
    });
    // shown once, until the person has kept them
    let codes = RwSignal::new(None::<Vec<String>>);
    let body = move || match codes.get() {
        Some(list) => view! { <Kept list codes state /> }.into_any(),
        None => {
            loaded(state, 3, move |it| view! { <Present it=it.get_untracked() codes state /> }).into_any()
        }
    };
    view! {
        <div class="settings stack wide">
            <PageHead title=t().two_factor.title lead=Signal::stored(t().two_factor.lead.to_owned()) />
            {body}
        </div>
    }
}

/// The recovery codes, and the way on from them.
#[component]
fn Kept(list: Vec<String>, codes: RwSignal<Option<Vec<String>>>, state: Load<TwoFactor>) -> impl IntoView {
    let (account, next, go) = (Account::get(), routing::query("next"), routing::go_instead());
    let done = move |()| {
        codes.set(None);
        match next.get_untracked() {
            Some(next) => go(&routing::after_sign_in(Some(next), account.me_now().map(|me| me.role))),
            None => state.reload(),
        }
    };
    view! { <Codes list done=Callback::new(done) /> }
}

#[component]
fn Present(it: TwoFactor, codes: RwSignal<Option<Vec<String>>>, state: Load<TwoFactor>) -> impl IntoView {
    let words = &t().two_factor;
    match it.since {
        None => view! {
            <p>{if it.required { words.required } else { words.is_off }}</p>
            <SetUp codes />
        }
        .into_any(),
        Some(since) => view! {
            <p>
                {(words.is_on)(&format::day(since))} " " {(words.left)(&format::number(it.recovery_codes_left))}
            </p>
            <Changes codes state />
        }
        .into_any(),
    }
}

/// What the person is about to change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Change {
    Codes,
    Off,
}

/// What can be changed, one at a time.
#[component]
fn Changes(codes: RwSignal<Option<Vec<String>>>, state: Load<TwoFactor>) -> impl IntoView {
    let words = &t().two_factor;
    let chosen = RwSignal::new(None::<Change>);
    let choose = move |change: Change, field: &'static str| {
        chosen.set(Some(change));
        focus_after_paint(field);
    };
    move || match chosen.get() {
        None => view! {
            <p class="row">
                <Button on_press=move |()| choose(Change::Codes, "#code")>{words.renew_title}</Button>
                <Button on_press=move |()| choose(Change::Off, "#password")>{words.stop_title}</Button>
            </p>
        }
        .into_any(),
        Some(Change::Codes) => view! { <Renew codes /> }.into_any(),
        Some(Change::Off) => view! { <Stop state /> }.into_any(),
    }
}

/// Makes new recovery codes.
#[component]
fn Renew(codes: RwSignal<Option<Vec<String>>>) -> impl IntoView {
    let words = &t().two_factor;
    let form = Form::new();
    let code = form.field("code", "", required);
    let client = api();
    let submit = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        let client = client.clone();
        let body = TwoFactorCode { code: code.text() };
        form.send(async move { client.renew_recovery_codes(&body).await }, move |made| {
            codes.set(Some(made.codes));
        });
    };
    view! {
        <section class="sheet padded stack">
            <h2>{words.renew_title}</h2>
            <p class="soft">{words.renew_lead}</p>
            <form class="form" novalidate on:submit=submit>
                <FormProblem form />
                <Input field=code label=words.code hint=words.any_code_hint autocomplete="one-time-code" />
                <div class="actions start">
                    <Button submit=true busy=form.busy>
                        {words.renew}
                    </Button>
                </div>
            </form>
        </section>
    }
}

/// Turns the second factor off.
#[component]
fn Stop(state: Load<TwoFactor>) -> impl IntoView {
    let words = &t().two_factor;
    let form = Form::new();
    let password = form.field("password", "", required);
    let code = form.field("code", "", required);
    let (client, account, toasts) = (api(), Account::get(), Toasts::get());
    let submit = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        let client = client.clone();
        let body = StopTwoFactor { password: password.value.get_untracked(), code: code.text() };
        let work = async move {
            client.stop_two_factor(&body).await?;
            account.arrive().await
        };
        form.send(work, move |()| {
            toasts.say(words.stopped);
            state.reload();
        });
    };
    view! {
        <section class="sheet padded stack">
            <h2>{words.stop_title}</h2>
            <p class="soft">{words.stop_lead}</p>
            <form class="form" novalidate on:submit=submit>
                <FormProblem form />
                <Input field=password label=words.password kind=InputKind::Password />
                <Input field=code label=words.code hint=words.any_code_hint autocomplete="one-time-code" />
                <div class="actions start">
                    <Button kind=Kind::Danger submit=true busy=form.busy>
                        {words.stop}
                    </Button>
                </div>
            </form>
        </section>
    }
}
