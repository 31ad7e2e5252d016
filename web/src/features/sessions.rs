//! The room of a session with its chat, the summary that is left of it, and where the mechanic writes it.

mod chat;
mod composer;
mod controls;
mod editor;
mod lines;
mod list;
mod room;
mod summary;

pub use editor::WriteSummary;
pub use list::{SessionRow, Sessions};
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
