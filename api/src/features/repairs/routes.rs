//! The operations of repairs.

mod customer;
mod links;
mod pack;
mod photos;
mod provider;

use crate::http::routes::Routes;

/// Registers the operations.
pub fn configure(config: &mut Routes) {
    provider::configure(config);
    customer::configure(config);
    photos::configure(config);
    pack::configure(config);
    links::configure(config);
}
