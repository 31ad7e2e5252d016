use std::{cell::Cell, future::Future};

use gloo_timers::future::TimeoutFuture;
use leptos::{prelude::*, task::spawn_local};
use pitlane_client::ApiError;

use super::{Button, Kind, problem_text};
use crate::text::t;

/// A toast without an action stays this long; reading a sentence aloud takes about half of it.
const STAYS_MS: u32 = 6_000;
/// One with an action stays longer, so that the action can be reached.
const STAYS_WITH_ACTION_MS: u32 = 12_000;

thread_local! {
    /// The one region of this page: event handlers, which have no context, find it here.
    static APP: Cell<Option<Toasts>> = const { Cell::new(None) };
}

#[derive(Clone)]
struct Toast {
    id: u32,
    text: String,
    action: Option<(String, Callback<()>)>,
}

/// Short notices at the edge of the page.
#[derive(Clone, Copy)]
pub struct Toasts {
    all: RwSignal<Vec<Toast>>,
    last: StoredValue<u32>,
}

impl Toasts {
    /// Makes them available to all pages.
    pub fn provide() -> Self {
        let toasts = Self { all: RwSignal::new(Vec::new()), last: StoredValue::new(0) };
        APP.set(Some(toasts));
        toasts
    }

    /// The toasts of the app.
    pub fn get() -> Self {
        APP.get().unwrap_or_else(Self::provide)
    }

    /// Says that something is done.
    pub fn say(self, text: impl Into<String>) {
        self.show(text.into(), None);
    }

    /// Says that something did not work.
    pub fn fail(self, error: &ApiError) {
        self.show(problem_text(error), None);
    }

    /// Says something and offers an action, such as to undo it.
    pub fn offer(self, text: impl Into<String>, action: impl Into<String>, run: impl Into<Callback<()>>) {
        self.show(text.into(), Some((action.into(), run.into())));
    }

    fn show(self, text: String, action: Option<(String, Callback<()>)>) {
        self.last.update_value(|last| *last = last.wrapping_add(1));
        let id = self.last.get_value();
        let stays = if action.is_some() { STAYS_WITH_ACTION_MS } else { STAYS_MS };
        self.all.update(|all| all.push(Toast { id, text, action }));
        spawn_local(async move {
            TimeoutFuture::new(stays).await;
            self.drop(id);
        });
    }

    fn drop(self, id: u32) {
        self.all.update(|all| all.retain(|toast| toast.id != id));
    }
}

/// Does `work` and says `text` when it went well, whatever became of the page that asked: an event may have changed it
/// before the answer came.
pub async fn saying<T>(
    text: impl Into<String>,
    work: impl Future<Output = Result<T, ApiError>>,
) -> Result<T, ApiError> {
    let outcome = work.await;
    if outcome.is_ok() {
        Toasts::get().say(text);
    }
    outcome
}

/// Where the toasts appear; a polite live region.
#[component]
pub fn ToastRegion() -> impl IntoView {
    let toasts = Toasts::get();
    let one = move |toast: Toast| {
        let id = toast.id;
        let action = toast.action.map(|(name, run)| {
            let press = move |()| {
                toasts.drop(id);
                run.run(());
            };
            view! { <Button kind=Kind::Quiet on_press=press>{name}</Button> }
        });
        view! {
            <div class="toast">
                <p>{toast.text}</p>
                {action}
                <Button kind=Kind::Quiet on_press=move |()| toasts.drop(id)>
                    {t().common.dismiss}
                </Button>
            </div>
        }
    };
    view! {
        <section class="toasts" role="status" aria-label=t().shell.notices>
            <For each=move || toasts.all.get() key=|toast| toast.id children=one />
        </section>
    }
}
