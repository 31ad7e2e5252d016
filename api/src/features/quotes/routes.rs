//! The operations of quotes.

mod customer;
mod known;
mod links;
mod proof;
mod provider;
mod templates;
mod terms;

use super::service::Origin;
use crate::http::limits::address_of;
use crate::http::routes::Routes;
use crate::state::AppState;
use actix_web::HttpRequest;
use actix_web::http::header;

/// Registers the operations.
pub fn configure(config: &mut Routes) {
    provider::configure(config);
    templates::configure(config);
    known::configure(config);
    customer::configure(config);
    links::configure(config);
    proof::configure(config);
    terms::configure(config);
}

/// Where a request came from, for the proof of an approval.
fn origin(request: &HttpRequest, state: &AppState) -> Origin {
    let agent = request.headers().get(header::USER_AGENT).and_then(|value| value.to_str().ok());
    Origin {
        ip: address_of(request, state.config.http.behind_proxy),
        user_agent: agent.map(|agent| agent.chars().take(300).collect()),
    }
}
