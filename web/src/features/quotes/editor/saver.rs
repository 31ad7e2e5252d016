use gloo_timers::{callback::Timeout, future::TimeoutFuture};
use leptos::{prelude::*, task::spawn_local};
use pitlane_client::ApiError;
use pitlane_contract::quotes::{Quote, UpdateQuote};
use send_wrapper::SendWrapper;

use super::draft::Draft;
use crate::{account::api, text::t, ui::problem_text};

/// The pause in typing after which the draft is saved.
const PAUSE_MS: u32 = 600;
/// After a failure the next attempt comes by itself.
const AGAIN_MS: u32 = 5_000;
/// How often sending looks whether the draft on its way has arrived.
const LOOK_MS: u32 = 50;

/// What became of what was typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Saving {
    /// Nothing was typed yet.
    Untouched,
    /// On its way to the server, or about to go.
    Under,
    /// The server has it.
    Done,
    /// Something cannot be read.
    Unreadable,
    /// Somebody else changed the draft.
    Stale,
    /// The server refused or could not be reached, and this is why.
    Failed(String),
}

/// Saves the draft as it is typed, one request at a time, each to the version that the one before made.
#[derive(Clone, Copy)]
pub struct Saver {
    draft: Draft,
    /// What became of it.
    pub state: RwSignal<Saving>,
    version: StoredValue<i32>,
    timer: StoredValue<Option<SendWrapper<Timeout>>>,
    running: StoredValue<bool>,
    turn: StoredValue<u32>,
    saved: StoredValue<u32>,
}

/// Why the server refused, as exactly as it says.
fn reason(error: &ApiError) -> String {
    let first = error.problem().and_then(|problem| problem.errors.first());
    first.map_or_else(|| problem_text(error), |first| first.message.clone())
}

impl Saver {
    /// Follows what is typed from now on.
    pub fn new(draft: &Draft, version: i32) -> Self {
        let draft = *draft;
        let saver = Self {
            draft,
            state: RwSignal::new(Saving::Untouched),
            version: StoredValue::new(version),
            timer: StoredValue::new(None),
            running: StoredValue::new(false),
            turn: StoredValue::new(0),
            saved: StoredValue::new(0),
        };
        let body = Memo::new(move |_| draft.watch());
        Effect::new(move |before: Option<()>| {
            let body = body.get();
            if before.is_none() {
                return;
            }
            saver.turn.update_value(|turn| *turn += 1);
            if body.is_some() {
                saver.later(PAUSE_MS);
            } else {
                saver.state.set(Saving::Unreadable);
            }
        });
        on_cleanup(move || saver.last_words());
        saver
    }

    /// The page goes: what was typed in the last moment goes to the server all the same.
    fn last_words(self) {
        let open = self.turn.try_get_value() != self.saved.try_get_value();
        let idle = self.running.try_get_value() == Some(false);
        if let (true, true, Some(version)) = (open, idle, self.version.try_get_value()) {
            let Some(body) = untrack(|| self.draft.watch()) else { return };
            let id = self.draft.id;
            spawn_local(async move {
                // nobody is here any more to read the answer
                let _ = api().update_quote(id, &body, Some(version)).await;
            });
        }
    }

    fn later(self, pause: u32) {
        self.state.set(Saving::Under);
        let save = Timeout::new(pause, move || self.save());
        self.timer.set_value(Some(SendWrapper::new(save)));
    }

    /// Saves what is written now; one more time at the end if more was typed meanwhile.
    pub fn save(self) {
        // the page may be gone when the timer ends
        let Some(false) = self.running.try_get_value() else { return };
        let Some(body) = untrack(|| self.draft.watch()) else {
            self.state.set(Saving::Unreadable);
            return;
        };
        spawn_local(async move {
            // what became of it is in the state
            let _ = self.put(body).await;
        });
    }

    async fn put(self, body: UpdateQuote) -> Result<Quote, ApiError> {
        let (turn, lines) = (self.turn.get_value(), self.draft.lines.now());
        self.running.set_value(true);
        self.state.set(Saving::Under);
        let outcome = api().update_quote(self.draft.id, &body, Some(self.version.get_value())).await;
        if self.running.try_set_value(false).is_some() {
            // the page is gone
            return outcome;
        }
        match &outcome {
            Ok(quote) => {
                self.version.set_value(quote.version);
                self.saved.set_value(turn);
                // the server answers the lines in the order in which they were sent
                for (line, named) in lines.iter().zip(&quote.lines) {
                    let _ = line.id.try_set_value(Some(named.id));
                }
                if self.turn.get_value() == turn {
                    self.state.set(Saving::Done);
                } else {
                    self.later(PAUSE_MS);
                }
            }
            Err(error) if error.status() == Some(412) => self.state.set(Saving::Stale),
            Err(error) => {
                // what the server refuses as it stands will not be taken a second time either
                if error.problem().is_none_or(|problem| problem.status >= 500) {
                    self.later(AGAIN_MS);
                }
                self.state.set(Saving::Failed(reason(error)));
            }
        }
        outcome
    }

    /// Brings the server to what is written, and then sends the quote.
    pub async fn send(self) -> Result<Quote, ApiError> {
        self.timer.set_value(None);
        while self.running.try_get_value() == Some(true) {
            TimeoutFuture::new(LOOK_MS).await;
        }
        self.timer.set_value(None);
        let unreadable = ApiError::Unreadable { status: 0 };
        self.put(untrack(|| self.draft.watch()).ok_or(unreadable)?).await?;
        api().send_quote(self.draft.id).await
    }
}

/// What became of the draft, in a word; `on_reload` loads it again.
pub fn saving_state(saver: &Saver, on_reload: Callback<()>) -> impl IntoView + use<> {
    let saver = *saver;
    let words = &t().quotes;
    let text = move || match saver.state.get() {
        Saving::Untouched => t().editor.draft.to_owned(),
        Saving::Under => t().editor.saving.to_owned(),
        Saving::Done => t().editor.saved.to_owned(),
        Saving::Unreadable => words.save_fix.to_owned(),
        Saving::Stale => words.save_stale.to_owned(),
        Saving::Failed(why) => (words.save_refused)(&why),
    };
    let bad = move || matches!(saver.state.get(), Saving::Unreadable | Saving::Stale | Saving::Failed(_));
    let step = move || match saver.state.get() {
        Saving::Stale => Some((words.load_again, on_reload)),
        Saving::Failed(_) => Some((t().common.retry, Callback::new(move |()| saver.save()))),
        _ => None,
    };
    let step = move || {
        step().map(|(name, run)| {
            view! {
                <button type="button" class="link" on:click=move |_| run.run(())>
                    {name}
                </button>
            }
        })
    };
    view! {
        <p class="row small saving">
            <span class="soft" role="status" class:problem=bad>
                {text}
            </span>
            {step}
        </p>
    }
}
