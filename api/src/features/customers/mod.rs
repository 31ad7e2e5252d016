//! A customer's dashboard and service history.

mod queries;
pub mod routes;
pub mod service;
