//! The providers that a customer saved, with the history between the two.

pub mod jobs;
mod queries;
pub mod routes;
pub mod service;
