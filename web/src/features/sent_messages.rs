//! Messages as staff sees them: what was sent and what became of it, how each kind reads, ending messages for somebody and
//! sending a text.

mod acts;
mod end;
mod filters;
mod life;
mod list;
mod preview;
mod templates;
mod text;
mod words;

pub use life::Life;
pub use list::SentMessages;
pub use preview::Template;
pub use templates::Templates;
