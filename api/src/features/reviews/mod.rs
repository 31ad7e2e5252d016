//! What customers say of finished sessions and repairs.

mod queries;
pub mod routes;
pub mod service;
