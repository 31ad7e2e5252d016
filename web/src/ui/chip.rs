use chrono::{DateTime, Utc};
use leptos::prelude::*;

use crate::{clock, format, text::t};

/// What a badge's colour says; the word beside it says the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Tone {
    /// Neither good nor bad.
    #[default]
    Plain,
    /// As it should be.
    Good,
    /// Somebody is waiting.
    Wait,
    /// Went wrong.
    Bad,
    /// Over, or not there.
    Off,
}

impl Tone {
    const fn class(self) -> &'static str {
        match self {
            Self::Plain => "chip",
            Self::Good => "chip good",
            Self::Wait => "chip wait",
            Self::Bad => "chip bad",
            Self::Off => "chip off",
        }
    }
}

/// A status in one word.
#[component]
pub fn Badge(
    /// What its colour says.
    #[prop(into)]
    tone: Signal<Tone>,
    /// The word.
    #[prop(into)]
    text: Signal<String>,
) -> impl IntoView {
    view! { <span class=move || tone.get().class()>{move || text.get()}</span> }
}

/// Whether somebody is there, and else when they were.
#[component]
pub fn Presence(
    /// Whether they are there now.
    #[prop(into)]
    online: Signal<bool>,
    /// When they were last there.
    #[prop(into)]
    seen: Signal<Option<DateTime<Utc>>>,
) -> impl IntoView {
    let ticking = clock::ticking();
    // one value a minute is enough for words like "2 hours ago"
    let minute = Memo::new(move |_| (ticking.get() / 60_000.0).floor());
    let text = Signal::derive(move || {
        minute.track();
        if online.get() {
            t().common.available.to_owned()
        } else {
            seen.get().map_or_else(|| t().common.offline.to_owned(), |at| (t().common.seen)(&format::ago(at)))
        }
    });
    let tone = Signal::derive(move || if online.get() { Tone::Good } else { Tone::Off });
    view! { <Badge tone text /> }
}
