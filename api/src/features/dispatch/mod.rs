//! Session requests: booking, the preferred provider's window, the broadcast, offers and their answers, the timeline.

pub mod jobs;
pub mod offer_routes;
pub mod photo_routes;
mod queries;
pub mod routes;
pub mod service;

use crate::http::routes::Routes;

/// Mounts the feature.
pub fn configure(config: &mut Routes) {
    routes::configure(config);
    offer_routes::configure(config);
    photo_routes::configure(config);
}
