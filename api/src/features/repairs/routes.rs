//! The operations of repairs.

mod customer;
mod links;
mod pack;
mod photos;
mod provider;

use utoipa_actix_web::service_config::ServiceConfig;

/// Registers the operations.
pub fn configure(config: &mut ServiceConfig) {
    provider::configure(config);
    customer::configure(config);
    photos::configure(config);
    pack::configure(config);
    links::configure(config);
}
