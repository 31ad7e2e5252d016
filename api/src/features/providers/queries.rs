//! All SQL of providers.

pub mod directory;
pub mod profiles;
pub mod status;
