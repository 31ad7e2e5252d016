//! The operations of service intervals.

use super::service::intervals::{self, Who};
use crate::http::actor::{Customer, Mechanic};
use crate::http::answers;
use crate::http::body::{Id, Json};
use crate::http::problem::ApiError;
use crate::http::routes::Routes;
use crate::state::AppState;
use actix_web::{get, put, web};
use pitlane_contract::vehicles::{ServiceIntervals, WriteServiceIntervals};

/// Registers the operations.
pub fn configure(config: &mut Routes) {
    config
        .service(get_service_intervals)
        .service(put_service_intervals)
        .service(get_service_intervals_as_provider)
        .service(put_service_intervals_as_provider);
}

/// Shows what a vehicle needs, and when.
///
/// Customers, for their own. What nobody changed follows the platform's defaults; each kind of work says why it is done.
#[utoipa::path(
    tag = "vehicles", operation_id = "get_service_intervals", security(("bearer" = [])),
    params(("id" = uuid::Uuid, Path, description = "The vehicle.")),
    responses(
        (status = 200, description = "The intervals.", body = ServiceIntervals),
        answers::ForRole, answers::Absent, answers::Always
    )
)]
#[get("/customer/vehicles/{id}/service-intervals")]
pub async fn get_service_intervals(
    state: web::Data<AppState>,
    customer: Customer,
    Id(id): Id,
) -> Result<web::Json<ServiceIntervals>, ApiError> {
    intervals::get(&state, Who::Owner(customer.id), id).await.map(web::Json)
}

/// Says how often work is due on a vehicle, and when it was last done.
///
/// Customers, for their own. Work that is not named stays as it is. Once work is due its owner is reminded, once until it
/// is done again or its interval changes.
#[utoipa::path(
    tag = "vehicles", operation_id = "put_service_intervals", security(("bearer" = [])),
    request_body(content = WriteServiceIntervals, example = json!({ "items": [{
        "item": "engine_oil", "every_months": 12, "every_miles": 7500,
        "last_done_on": "2026-05-04", "last_done_miles": 60100
    }] })),
    params(("id" = uuid::Uuid, Path, description = "The vehicle.")),
    responses(
        (status = 200, description = "The intervals after the change.", body = ServiceIntervals),
        answers::ForRole, answers::Absent, answers::Body, answers::Always
    )
)]
#[put("/customer/vehicles/{id}/service-intervals")]
pub async fn put_service_intervals(
    state: web::Data<AppState>,
    customer: Customer,
    Id(id): Id,
    Json(body): Json<WriteServiceIntervals>,
) -> Result<web::Json<ServiceIntervals>, ApiError> {
    intervals::put(&state, Who::Owner(customer.id), id, body).await.map(web::Json)
}

/// Shows what a customer's vehicle needs, and when.
///
/// Mechanics, for a vehicle that their business has or had in a repair.
#[utoipa::path(
    tag = "vehicles", operation_id = "get_service_intervals_as_provider", security(("bearer" = [])),
    params(("id" = uuid::Uuid, Path, description = "The vehicle.")),
    responses(
        (status = 200, description = "The intervals.", body = ServiceIntervals),
        answers::ForRole, answers::Absent, answers::Always
    )
)]
#[get("/provider/vehicles/{id}/service-intervals")]
pub async fn get_service_intervals_as_provider(
    state: web::Data<AppState>,
    mechanic: Mechanic,
    Id(id): Id,
) -> Result<web::Json<ServiceIntervals>, ApiError> {
    intervals::get(&state, Who::Provider(mechanic.provider_id), id).await.map(web::Json)
}

/// Says how often work is due on a customer's vehicle, and when it was last done.
///
/// Mechanics, for a vehicle that their business has or had in a repair. The owner sees who set an interval.
#[utoipa::path(
    tag = "vehicles", operation_id = "put_service_intervals_as_provider", security(("bearer" = [])),
    request_body(content = WriteServiceIntervals, example = json!({ "items": [{
        "item": "brake_fluid", "every_months": 24, "last_done_on": "2026-11-20", "last_done_miles": 64210
    }] })),
    params(("id" = uuid::Uuid, Path, description = "The vehicle.")),
    responses(
        (status = 200, description = "The intervals after the change.", body = ServiceIntervals),
        answers::ForRole, answers::Absent, answers::Body, answers::Always
    )
)]
#[put("/provider/vehicles/{id}/service-intervals")]
pub async fn put_service_intervals_as_provider(
    state: web::Data<AppState>,
    mechanic: Mechanic,
    Id(id): Id,
    Json(body): Json<WriteServiceIntervals>,
) -> Result<web::Json<ServiceIntervals>, ApiError> {
    intervals::put(&state, Who::Provider(mechanic.provider_id), id, body).await.map(web::Json)
}
