//! The operations of vehicles.

use super::service;
use crate::http::actor::Customer;
use crate::http::answers;
use crate::http::body::{Id, Json};
use crate::http::idempotency::CreationId;
use crate::http::problem::ApiError;
use crate::http::routes::Routes;
use crate::state::AppState;
use actix_web::{HttpResponse, delete, get, patch, post, web};
use pitlane_contract::paging::List;
use pitlane_contract::vehicles::{NewVehicle, UpdateVehicle, Vehicle};

/// Registers the operations.
pub fn configure(config: &mut Routes) {
    config
        .service(list_vehicles)
        .service(create_vehicle)
        .service(get_vehicle)
        .service(update_vehicle)
        .service(remove_vehicle);
}

/// Lists one's vehicles.
///
/// Customers. The newest comes first.
#[utoipa::path(
    tag = "vehicles", operation_id = "list_vehicles", security(("bearer" = [])),
    responses((status = 200, description = "The vehicles.", body = List<Vehicle>), answers::ForRole, answers::Always)
)]
#[get("/customer/vehicles")]
pub async fn list_vehicles(
    state: web::Data<AppState>,
    customer: Customer,
) -> Result<web::Json<List<Vehicle>>, ApiError> {
    Ok(web::Json(List { items: service::list(&state, customer.id).await? }))
}

/// Adds a vehicle.
///
/// Customers. A VIN whose check digit does not fit is stored with a warning.
#[utoipa::path(
    tag = "vehicles", operation_id = "create_vehicle", security(("bearer" = [])), request_body = NewVehicle,
    params(("Idempotency-Key" = Option<String>, Header, description = "The same key and body answers the first result.")),
    responses(
        (status = 201, description = "Added.", body = Vehicle),
        answers::ForRole, answers::State, answers::Body, answers::Always
    )
)]
#[post("/customer/vehicles")]
pub async fn create_vehicle(
    state: web::Data<AppState>,
    customer: Customer,
    CreationId(id): CreationId,
    Json(body): Json<NewVehicle>,
) -> Result<HttpResponse, ApiError> {
    Ok(HttpResponse::Created().json(service::create(&state, customer.id, id, body).await?))
}

/// Shows a vehicle.
///
/// Customers, for their own.
#[utoipa::path(
    tag = "vehicles", operation_id = "get_vehicle", security(("bearer" = [])),
    params(("id" = uuid::Uuid, Path, description = "The vehicle.")),
    responses(
        (status = 200, description = "The vehicle.", body = Vehicle),
        answers::ForRole, answers::Absent, answers::Always
    )
)]
#[get("/customer/vehicles/{id}")]
pub async fn get_vehicle(
    state: web::Data<AppState>,
    customer: Customer,
    Id(id): Id,
) -> Result<web::Json<Vehicle>, ApiError> {
    service::get(&state, customer.id, id).await.map(web::Json)
}

/// Changes a vehicle.
///
/// Customers, for their own. What is left out stays; an empty VIN or plate removes it.
#[utoipa::path(
    tag = "vehicles", operation_id = "update_vehicle", security(("bearer" = [])), request_body = UpdateVehicle,
    params(("id" = uuid::Uuid, Path, description = "The vehicle.")),
    responses(
        (status = 200, description = "The vehicle after the change.", body = Vehicle),
        answers::ForRole, answers::Absent, answers::Body, answers::Always
    )
)]
#[patch("/customer/vehicles/{id}")]
pub async fn update_vehicle(
    state: web::Data<AppState>,
    customer: Customer,
    Id(id): Id,
    Json(body): Json<UpdateVehicle>,
) -> Result<web::Json<Vehicle>, ApiError> {
    service::update(&state, customer.id, id, body).await.map(web::Json)
}

/// Removes a vehicle.
///
/// Customers, for their own. It stays in the history of what was done on it.
#[utoipa::path(
    tag = "vehicles", operation_id = "remove_vehicle", security(("bearer" = [])),
    params(("id" = uuid::Uuid, Path, description = "The vehicle.")),
    responses((status = 204, description = "Removed."), answers::ForRole, answers::Absent, answers::Always)
)]
#[delete("/customer/vehicles/{id}")]
pub async fn remove_vehicle(
    state: web::Data<AppState>,
    customer: Customer,
    Id(id): Id,
) -> Result<HttpResponse, ApiError> {
    service::remove(&state, customer.id, id).await?;
    Ok(HttpResponse::NoContent().finish())
}
