//! Signing up, in and back in, and confirming what came by mail.

mod forgot;
mod invitation;
mod join;
mod reset;
mod rules;
mod sign_in;
mod sign_up;
mod verify;

pub use forgot::Forgot;
pub use invitation::AcceptInvitation;
pub use join::{Join, words, years};
pub use reset::Reset;
pub use rules::{email, name, phone};
pub use sign_in::{SignIn, SignInForm};
pub use sign_up::SignUp;
pub use verify::VerifyEmail;

use leptos::prelude::*;

use crate::{
    shell::PageHead,
    text::t,
    ui::{Kind, LinkButton},
};

/// A link went out, if there is somebody to get it; the same whether or not there is.
#[component]
fn MailSent(
    /// What to look for.
    #[prop(into)]
    text: String,
    /// Where it went.
    email: String,
) -> impl IntoView {
    let sign_in = format!("/sign-in?email={}", js_sys::encode_uri_component(&email));
    view! {
        <PageHead title=t().account.check_mail_title lead=Signal::stored(text) />
        <p class="soft">{t().account.check_mail_next}</p>
        <p>
            <LinkButton href=sign_in kind=Kind::Main>
                {t().account.to_sign_in}
            </LinkButton>
        </p>
    }
}

/// The address lacks its token, or the token does not work any more.
#[component]
fn BadLink(
    /// What is wrong.
    #[prop(into)]
    title: String,
    /// What to do.
    #[prop(into)]
    text: String,
    /// Where to do it.
    href: &'static str,
    /// The words for it.
    action: &'static str,
) -> impl IntoView {
    view! {
        <PageHead title=title lead=Signal::stored(text) />
        <p>
            <LinkButton href=href kind=Kind::Main>
                {action}
            </LinkButton>
        </p>
    }
}
