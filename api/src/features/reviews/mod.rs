//! What customers say of finished sessions and repairs, and how they are asked for it.

pub mod jobs;
mod queries;
pub mod request_routes;
pub mod routes;
pub mod service;

use crate::http::routes::Routes;

/// Mounts the feature.
pub fn configure(config: &mut Routes) {
    routes::configure(config);
    request_routes::configure(config);
}
