//! All SQL of repairs.

pub mod account;
pub mod events;
pub mod listed;
pub mod photos;
pub mod repairs;
