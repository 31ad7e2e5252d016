//! A customer's vehicles, and what they need again and again.

pub mod interval_routes;
pub mod jobs;
mod queries;
pub mod routes;
pub mod service;

use crate::http::routes::Routes;

/// Mounts the feature.
pub fn configure(config: &mut Routes) {
    routes::configure(config);
    interval_routes::configure(config);
}
