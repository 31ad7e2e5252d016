//! What the platform itself answers and cleans up: health, readiness, old rows.

pub mod jobs;
pub mod routes;
