//! All SQL of providers.

pub mod directory;
pub mod listing;
pub mod profiles;
pub mod status;
