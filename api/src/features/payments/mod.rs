//! Money: holding it at checkout, charging it when the session starts, releasing it otherwise, and the ledger.

mod card_routes;
mod export_routes;
mod fee_routes;
pub mod jobs;
mod ledger_routes;
mod payout_routes;
mod queries;
mod repair_routes;
pub mod routes;
pub mod sandbox;
pub mod sandbox_routes;
pub mod service;

pub use routes::configure;
