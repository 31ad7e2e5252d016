//! The providers that a customer saved, with the history between the two.

mod queries;
pub mod routes;
pub mod service;
