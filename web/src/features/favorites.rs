//! The heart, the dialog that looks whether a favorite is there, and the question after a session.

mod ask;
mod availability;
mod heart;

pub use ask::AskFavorite;
pub use availability::{Availability, Wanted};
pub use heart::Heart;
