//! The review of a finished session.

mod form;

pub use form::ReviewForm;
