//! What this installation offers: asked once, used by the footer and the payment page.

use leptos::prelude::*;
use pitlane_contract::notifications::Platform;

use crate::{
    account::api,
    ui::{Load, load},
};

/// What this installation offers.
#[derive(Clone, Copy)]
pub struct Installation(Load<Platform>);

impl Installation {
    /// Asks the server, and makes the answer available to all pages.
    pub fn provide() {
        let client = api();
        let platform = load(move || {
            let client = client.clone();
            async move { client.platform().await }
        });
        provide_context(Self(platform));
    }

    /// The installation of the app.
    pub fn get() -> Self {
        if use_context::<Self>().is_none() {
            Self::provide();
        }
        use_context().unwrap_or_else(|| Self(load(|| async { Err(pitlane_client::ApiError::Network) })))
    }

    /// Whether the outbox can be read in the browser.
    pub fn outbox(self) -> bool {
        self.0.get().is_some_and(|platform| platform.outbox)
    }

    /// How many minutes a favorite who is away has for themselves; none until the server has said it.
    pub fn wait_window(self) -> Option<i64> {
        Some(self.0.get()?.wait_window_minutes)
    }

    /// What the server says of it.
    pub fn load(self) -> Load<Platform> {
        self.0
    }
}
