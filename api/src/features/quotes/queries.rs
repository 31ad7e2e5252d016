//! All SQL of quotes.

pub mod approvals;
pub mod conversation;
pub mod known;
pub mod lines;
pub mod listed;
pub mod people;
pub mod quotes;
pub mod templates;
pub mod terms;
