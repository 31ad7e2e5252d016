//! The use cases of providers.

pub mod directory;
pub mod presence;
pub mod profile;

pub use super::queries::listing::{Sellers, relist};
pub use presence::{heartbeat, went_quiet};
