use std::{future::Future, pin::Pin};

use leptos::{prelude::*, task::spawn_local};
use pitlane_client::ApiError;

use crate::{
    text::t,
    ui::{Button, Kind, Toasts, save},
};

type File = Pin<Box<dyn Future<Output = Result<Vec<u8>, ApiError>>>>;

/// Fetches a file.
#[derive(Clone, Copy)]
pub struct Fetch(Callback<(), File>);

impl Fetch {
    /// The file is what `work` brings.
    pub fn by<F>(work: impl Fn() -> F + Send + Sync + 'static) -> Self
    where
        F: Future<Output = Result<Vec<u8>, ApiError>> + 'static,
    {
        Self(Callback::new(move |()| -> File { Box::pin(work()) }))
    }
}

/// A button that saves what the page shows as a file for spreadsheets.
#[component]
pub fn SaveCsv(
    /// The name of the file.
    name: &'static str,
    /// Fetches it.
    fetch: Fetch,
) -> impl IntoView {
    let (toasts, busy) = (Toasts::get(), RwSignal::new(false));
    let press = move |()| {
        busy.set(true);
        let work = fetch.0.run(());
        spawn_local(async move {
            let outcome = work.await;
            let _ = busy.try_set(false);
            match outcome.map(|bytes| save(&bytes, "text/csv", name)) {
                Ok(Some(())) => {}
                Ok(None) => toasts.say(t().problems.unreadable),
                Err(error) => toasts.fail(&error),
            }
        });
    };
    view! {
        <Button kind=Kind::Quiet busy on_press=press>
            {t().ledger.save_csv}
        </Button>
    }
}
