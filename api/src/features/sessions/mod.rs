//! Sessions: the room, its messages and files, and the summary.

pub mod file_routes;
pub mod jobs;
pub mod message_routes;
mod queries;
pub mod routes;
pub mod service;
pub mod summary_routes;

use crate::http::routes::Routes;

/// Mounts the feature.
pub fn configure(config: &mut Routes) {
    routes::configure(config);
    message_routes::configure(config);
    file_routes::configure(config);
    summary_routes::configure(config);
}
