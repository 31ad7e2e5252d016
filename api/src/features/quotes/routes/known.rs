//! The customers that a provider can write a quote for.

use crate::features::quotes::service;
use crate::http::actor::Mechanic;
use crate::http::answers;
use crate::http::body::Query;
use crate::http::problem::ApiError;
use crate::http::routes::Routes;
use crate::state::AppState;
use actix_web::{get, web};
use pitlane_contract::paging::List;
use pitlane_contract::quotes::{QuoteCustomer, QuoteCustomerQuery};

/// Registers the operations.
pub fn configure(config: &mut Routes) {
    config.service(list_quote_customers);
}

/// Lists whom a quote can be written for.
///
/// Mechanics and workshop members, for their own provider: up to 20 customers that it has worked with or written to, the
/// latest first, with the vehicles that were in its sessions and quotes. A part of the name finds the others.
#[utoipa::path(
    tag = "quotes", operation_id = "list_quote_customers", security(("bearer" = [])),
    params(QuoteCustomerQuery),
    responses(
        (status = 200, description = "The customers.", body = List<QuoteCustomer>),
        answers::ForRole,
        answers::Parameters,
        answers::Always
    )
)]
#[get("/quote-customers")]
pub async fn list_quote_customers(
    state: web::Data<AppState>,
    mechanic: Mechanic,
    Query(query): Query<QuoteCustomerQuery>,
) -> Result<web::Json<List<QuoteCustomer>>, ApiError> {
    Ok(web::Json(List { items: service::list_customers(&state, &mechanic, &query).await? }))
}
