//! Use cases of sessions. What also moves the request goes through `dispatch`, which locks the request first.

mod access;
mod files;
mod life;
mod messages;
mod quoting;
mod starting;
mod summary;
mod timers;

pub use access::{Who, detail, favorite_asked, list};
pub use files::{list as list_files, open as open_file, upload};
pub use life::{call_off, cancel, end, open, rematch, start, waiting_of_provider};
pub use messages::{Transcript, list as list_messages, send as send_message, transcript};
pub use quoting::{asked_to_save, for_quote};
pub use starting::{plan_start, starting};
pub use summary::{read as read_summary, write as write_summary};
pub use timers::{alert, nudge};
