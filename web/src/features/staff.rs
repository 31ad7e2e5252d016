//! The door of the people who run the platform.

use leptos::prelude::*;

use super::accounts::SignInForm;
use crate::{shell::PageHead, text::t};

/// Signs a member of the staff in, and leads to where they wanted to go.
#[component]
pub fn SignIn() -> impl IntoView {
    let words = &t().staff;
    view! {
        <div class="narrow stack wide">
            <PageHead title=words.sign_in_title lead=Signal::stored(words.sign_in_lead.to_owned()) />
            <SignInForm staff=true />
            <p>
                <span class="soft">{words.elsewhere} " "</span>
                <a href="/sign-in">{words.to_sign_in}</a>
            </p>
        </div>
    }
}
