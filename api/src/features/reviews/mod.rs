//! What customers say of finished sessions and repairs, and how they are asked for it.

pub mod jobs;
mod queries;
pub mod request_routes;
pub mod routes;
pub mod service;

use utoipa_actix_web::service_config::ServiceConfig;

/// Mounts the feature.
pub fn configure(config: &mut ServiceConfig) {
    routes::configure(config);
    request_routes::configure(config);
}
