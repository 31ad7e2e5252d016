//! All SQL of quotes.

pub mod approvals;
pub mod lines;
pub mod people;
pub mod quotes;
pub mod templates;
