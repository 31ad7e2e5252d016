//! What customers say of finished sessions.

mod queries;
pub mod routes;
pub mod service;
