//! The person's own settings.

mod close;
mod page;
mod profile;
mod sign_ins;
mod two_factor;
mod workshop;

pub use page::Settings;
pub use two_factor::TwoFactorPage;
