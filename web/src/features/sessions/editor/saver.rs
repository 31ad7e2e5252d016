use gloo_timers::{callback::Timeout, future::TimeoutFuture};
use leptos::{prelude::*, task::spawn_local};
use pitlane_client::ApiError;
use pitlane_contract::sessions::{Summary, WriteSummary};
use send_wrapper::SendWrapper;

use super::draft::{Draft, drop_kept, keep};
use crate::{account::api, text::t};

/// The pause in typing after which the draft is saved.
const PAUSE_MS: u32 = 800;
/// After a failure the next attempt comes by itself.
const AGAIN_MS: u32 = 8_000;
/// How often handing over looks whether the draft on its way has arrived.
const LOOK_MS: u32 = 50;

/// What became of the draft.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Saving {
    /// Nothing was typed yet.
    Untouched,
    /// On its way to the server, or about to go.
    Under,
    /// The server has it.
    Done,
    /// Only this browser has it, because the server could not be reached or refused.
    Failed,
}

/// Saves the draft as the mechanic types, one request at a time.
#[derive(Clone, Copy)]
pub struct Saver {
    draft: Draft,
    /// What became of it.
    pub state: RwSignal<Saving>,
    timer: StoredValue<Option<SendWrapper<Timeout>>>,
    running: StoredValue<bool>,
    closing: StoredValue<bool>,
}

impl Saver {
    /// Follows what is typed from now on.
    pub fn new(draft: Draft) -> Self {
        let saver = Self {
            draft,
            state: RwSignal::new(Saving::Untouched),
            timer: StoredValue::new(None),
            running: StoredValue::new(false),
            closing: StoredValue::new(false),
        };
        let body = Memo::new(move |_| draft.watch());
        Effect::new(move |before: Option<()>| {
            let body = body.get();
            if before.is_some() {
                keep(draft.session, &body);
                saver.later(PAUSE_MS);
            }
        });
        saver
    }

    fn later(self, pause: u32) {
        if self.closing.get_value() {
            return;
        }
        self.state.set(Saving::Under);
        let save = Timeout::new(pause, move || self.save());
        self.timer.set_value(Some(SendWrapper::new(save)));
    }

    /// Saves what is written now; one more time at the end if more was typed meanwhile.
    pub fn save(self) {
        // the page may be gone when the timer ends: this browser keeps the draft
        let Some(false) = self.running.try_get_value() else { return };
        let body = untrack(|| self.draft.watch());
        self.running.set_value(true);
        self.state.set(Saving::Under);
        spawn_local(async move {
            let outcome = api().put_summary(self.draft.session, &body).await;
            if self.running.try_set_value(false).is_some() {
                // the page is gone
                if outcome.is_ok() {
                    drop_kept(self.draft.session);
                }
                return;
            }
            let same = untrack(|| self.draft.watch()) == body;
            match outcome {
                Ok(_) if same => {
                    drop_kept(self.draft.session);
                    self.state.set(Saving::Done);
                }
                Ok(_) => self.later(PAUSE_MS),
                Err(error) => {
                    self.later(AGAIN_MS);
                    // what the server refuses as it stands will not be taken a second time either
                    if error.problem().is_some_and(|problem| problem.status < 500) {
                        self.timer.set_value(None);
                    }
                    self.state.set(Saving::Failed);
                }
            }
        });
    }

    /// Hands the summary over, after the draft on its way has arrived, so that none comes late.
    pub async fn hand_over(self) -> Result<Summary, ApiError> {
        self.closing.set_value(true);
        self.timer.set_value(None);
        while self.running.try_get_value() == Some(true) {
            TimeoutFuture::new(LOOK_MS).await;
        }
        let body = WriteSummary { submit: true, ..untrack(|| self.draft.watch()) };
        let outcome = api().put_summary(self.draft.session, &body).await;
        match &outcome {
            Ok(_) => drop_kept(self.draft.session),
            Err(_) => drop(self.closing.try_set_value(false)),
        }
        outcome
    }
}

/// What became of the draft, in a word.
#[component]
pub fn SavingState(
    /// What became of it.
    state: RwSignal<Saving>,
    /// Saves it once more.
    #[prop(into)]
    on_retry: Callback<()>,
) -> impl IntoView {
    let words = &t().editor;
    let text = move || match state.get() {
        Saving::Untouched => words.draft,
        Saving::Under => words.saving,
        Saving::Done => words.saved,
        Saving::Failed => words.not_saved,
    };
    let retry = move || {
        (state.get() == Saving::Failed).then(|| {
            view! {
                <button type="button" class="link" on:click=move |_| on_retry.run(())>
                    {t().common.retry}
                </button>
            }
        })
    };
    view! {
        <p class="row small saving">
            <span class="soft" role="status" class:problem=move || state.get() == Saving::Failed>
                {text}
            </span>
            {retry}
        </p>
    }
}
