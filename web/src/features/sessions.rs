//! The room of a session with its chat, and the summary that is left of it.

mod chat;
mod composer;
mod controls;
mod lines;
mod room;
mod summary;

pub use room::Room;
pub use summary::Summary;

use pitlane_domain::vocabulary::SessionStatus;

use crate::{text::t, ui::Tone};

/// Where a session stands, in a word or two and a colour.
pub fn standing(status: SessionStatus) -> (&'static str, Tone) {
    let words = &t().room;
    match status {
        SessionStatus::Scheduled => (words.scheduled, Tone::Plain),
        SessionStatus::Waiting => (words.waiting, Tone::Wait),
        SessionStatus::Live => (words.live, Tone::Good),
        SessionStatus::Ended => (words.ended, Tone::Off),
        SessionStatus::Cancelled => (words.cancelled, Tone::Off),
        SessionStatus::NoShow => (words.no_show, Tone::Bad),
    }
}
