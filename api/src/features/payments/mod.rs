//! Money: holding it at checkout, charging it when the session starts, releasing it otherwise, and the ledger.

pub mod jobs;
mod queries;
mod repair_routes;
pub mod routes;
pub mod sandbox;
pub mod sandbox_routes;
pub mod service;

pub use routes::configure;
