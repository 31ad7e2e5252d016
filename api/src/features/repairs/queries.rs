//! All SQL of repairs.

pub mod account;
pub mod events;
pub mod photos;
pub mod repairs;
