use leptos::prelude::*;
use std::sync::Arc;

use super::{
    card::{Prepare, SandboxForm},
    stripe::StripeForm,
    wallet::Wallet,
};
use crate::{
    account::api,
    shell::platform::Installation,
    ui::{load, loaded},
};

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
    let client = api();
    let kept = load(move || {
        let client = client.clone();
        // who cannot see the kept cards can still type one
        async move { Ok(client.list_cards().await.map_or_else(|_| Vec::new(), |all| all.items)) }
    });
    loaded(kept, 4, move |kept| {
        let (prepare, wallet) = (Arc::clone(&prepare), Wallet::new(kept.get_untracked()));
        loaded(Installation::get().load(), 4, move |platform| {
            let (prepare, platform) = (Arc::clone(&prepare), platform.get_untracked());
            if let Some(settings) = platform.stripe {
                view! { <StripeForm settings wallet price prepare on_paid /> }.into_any()
            } else {
                let url = platform.sandbox_url.unwrap_or_default();
                view! { <SandboxForm url wallet price prepare on_paid /> }.into_any()
            }
        })
    })
}
