//! The operations of the dashboard and the history.

use super::service;
use crate::http::actor::Customer;
use crate::http::answers;
use crate::http::body::Query;
use crate::http::paging::Cursor;
use crate::http::problem::ApiError;
use crate::http::routes::Routes;
use crate::state::AppState;
use actix_web::{get, web};
use pitlane_contract::customers::{Dashboard, ServiceRecord};
use pitlane_contract::paging::{CursorQuery, Feed};

/// Registers the operations.
pub fn configure(config: &mut Routes) {
    config.service(get_dashboard).service(list_services);
}

/// Shows one's dashboard.
///
/// Customers. Four figures, what is under way, and the vehicle that was used last.
#[utoipa::path(
    tag = "customers", operation_id = "get_dashboard", security(("bearer" = [])),
    responses((status = 200, description = "The dashboard.", body = Dashboard), answers::ForRole, answers::Always)
)]
#[get("/customer/dashboard")]
pub async fn get_dashboard(
    state: web::Data<AppState>,
    customer: Customer,
) -> Result<web::Json<Dashboard>, ApiError> {
    service::dashboard(&state, customer.id).await.map(web::Json)
}

/// Lists one's service history.
///
/// Customers. Finished services, newest first.
#[utoipa::path(
    tag = "customers", operation_id = "list_services", security(("bearer" = [])), params(CursorQuery),
    responses(
        (status = 200, description = "A stretch of the history.", body = Feed<ServiceRecord>),
        answers::ForRole, answers::Parameters, answers::Always
    )
)]
#[get("/customer/services")]
pub async fn list_services(
    state: web::Data<AppState>,
    customer: Customer,
    Query(query): Query<CursorQuery>,
) -> Result<web::Json<Feed<ServiceRecord>>, ApiError> {
    service::services(&state, customer.id, Cursor::read(&query)?).await.map(web::Json)
}
