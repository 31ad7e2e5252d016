use chrono::{DateTime, Utc};
use leptos::prelude::*;

use super::Moment;
use crate::format;

/// One line of a timeline.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// When.
    pub at: DateTime<Utc>,
    /// What happened, in a sentence.
    pub what: String,
}

/// What happened when: times on the left, words on the right, the newest last.
#[component]
pub fn Timeline(
    /// Its name for screen readers.
    #[prop(into)]
    label: String,
    /// The lines, oldest first.
    #[prop(into)]
    entries: Signal<Vec<Entry>>,
) -> impl IntoView {
    let lines = move || {
        entries
            .get()
            .into_iter()
            .map(|entry| {
                view! {
                    <li>
                        <Moment at=entry.at how=format::day_or_time />
                        <span class="mark" aria-hidden="true"></span>
                        <span class="what">{entry.what}</span>
                    </li>
                }
            })
            .collect_view()
    };
    view! {
        <ol class="timeline" aria-label=label>
            {lines}
        </ol>
    }
}
