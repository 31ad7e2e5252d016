//! Quotes: written by the provider, decided line by line by the customer, kept as they were approved.

pub mod jobs;
mod queries;
pub mod routes;
pub mod service;
