use leptos::prelude::*;
use std::sync::Arc;

use super::{
    card::{Prepare, SandboxForm},
    stripe::StripeForm,
};
use crate::{shell::platform::Installation, ui::loaded};

/// Asks for a card where this installation takes it: in the sandbox, or in Stripe's own fields.
#[component]
pub fn CardForm(
    /// The price in words.
    #[prop(into)]
    price: Signal<String>,
    /// Brings the payment into being.
    prepare: Prepare,
    /// Called when the gateway has taken the card.
    #[prop(into)]
    on_paid: Callback<()>,
) -> impl IntoView {
    loaded(Installation::get().load(), 4, move |platform| {
        let (prepare, platform) = (Arc::clone(&prepare), platform.get_untracked());
        if let Some(settings) = platform.stripe {
            view! { <StripeForm settings price prepare on_paid /> }.into_any()
        } else {
            let url = platform.sandbox_url.unwrap_or_default();
            view! { <SandboxForm url price prepare on_paid /> }.into_any()
        }
    })
}
