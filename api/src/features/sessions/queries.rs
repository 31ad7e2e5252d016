//! All SQL of sessions.

pub mod files;
pub mod messages;
pub mod sessions;
pub mod summaries;
