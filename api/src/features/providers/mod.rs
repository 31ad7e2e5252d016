//! Who sells: the catalogue, the directory, public profiles and presence.

pub mod jobs;
pub mod offered;
pub mod presence;
mod queries;
pub mod routes;
pub mod service;
