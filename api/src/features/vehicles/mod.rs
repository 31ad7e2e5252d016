//! A customer's vehicles.

mod queries;
pub mod routes;
pub mod service;
