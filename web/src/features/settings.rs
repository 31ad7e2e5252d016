//! The person's own settings.

mod close;
mod page;
mod profile;
mod sign_ins;

pub use page::Settings;
