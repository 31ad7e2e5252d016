//! The directory and the public profiles.

mod card;
mod directory;
mod filters;
mod profile;
mod reviews;

pub use directory::Directory;
pub use profile::{MechanicProfile, WorkshopProfile};
