//! The operations of providers.

use super::service::{directory, presence, profile};
use crate::http::actor::{Customer, Mechanic};
use crate::http::answers;
use crate::http::body::{Id, Json, Query};
use crate::http::etag;
use crate::http::problem::ApiError;
use crate::http::routes::Routes;
use crate::state::AppState;
use actix_web::{HttpRequest, HttpResponse, get, post, web};
use pitlane_contract::paging::{List, Page};
use pitlane_contract::providers::{
    DirectoryQuery, Presence, Profile, ProviderCard, ProviderStatus, Service, SetPresence,
};
use pitlane_domain::vocabulary::ProviderType;

/// Registers the operations.
pub fn configure(config: &mut Routes) {
    config
        .service(list_catalogue)
        .service(list_providers)
        .service(get_mechanic)
        .service(get_workshop)
        .service(get_mechanic_status)
        .service(get_workshop_status)
        .service(set_presence);
}

/// Lists what can be booked.
///
/// Anybody. The catalogue with prices and lengths; with an `ETag`, as it rarely changes.
#[utoipa::path(
    tag = "providers", operation_id = "list_catalogue",
    responses(
        (status = 200, description = "The catalogue.", body = List<Service>),
        (status = 304, description = "Unchanged since the `ETag` of `If-None-Match`."),
        answers::Always
    )
)]
#[get("/services")]
pub async fn list_catalogue(request: HttpRequest) -> HttpResponse {
    etag::json(&request, &List { items: directory::catalogue() })
}

/// Lists the directory of providers.
///
/// Anybody. Open providers with a confirmed address, filtered and sorted.
#[utoipa::path(
    tag = "providers", operation_id = "list_providers", params(DirectoryQuery),
    responses(
        (status = 200, description = "One page.", body = Page<ProviderCard>),
        answers::Parameters, answers::Always
    )
)]
#[get("/providers")]
pub async fn list_providers(
    state: web::Data<AppState>,
    Query(query): Query<DirectoryQuery>,
) -> Result<web::Json<Page<ProviderCard>>, ApiError> {
    directory::list(&state, query).await.map(web::Json)
}

/// Shows a mechanic's public profile.
///
/// Anybody. A closed account answers 404 `provider_gone`.
#[utoipa::path(
    tag = "providers", operation_id = "get_mechanic",
    params(("id" = uuid::Uuid, Path, description = "The mechanic.")),
    responses(
        (status = 200, description = "The profile.", body = Profile),
        (status = 304, description = "Unchanged since the `ETag` of `If-None-Match`."),
        answers::Absent, answers::Always
    )
)]
#[get("/mechanics/{id}")]
pub async fn get_mechanic(
    request: HttpRequest,
    state: web::Data<AppState>,
    Id(id): Id,
) -> Result<HttpResponse, ApiError> {
    Ok(etag::json(&request, &profile::mechanic(&state, id).await?))
}

/// Shows a workshop's public profile.
///
/// Anybody. A closed account answers 404 `provider_gone`.
#[utoipa::path(
    tag = "providers", operation_id = "get_workshop",
    params(("id" = uuid::Uuid, Path, description = "The workshop.")),
    responses(
        (status = 200, description = "The profile.", body = Profile),
        (status = 304, description = "Unchanged since the `ETag` of `If-None-Match`."),
        answers::Absent, answers::Always
    )
)]
#[get("/workshops/{id}")]
pub async fn get_workshop(
    request: HttpRequest,
    state: web::Data<AppState>,
    Id(id): Id,
) -> Result<HttpResponse, ApiError> {
    Ok(etag::json(&request, &profile::workshop(&state, id).await?))
}

/// Says whether a mechanic can be reached right now.
///
/// Customers. A closed account answers 404 `provider_gone`, and the customer's favorite goes with it.
#[utoipa::path(
    tag = "providers", operation_id = "get_mechanic_status", security(("bearer" = [])),
    params(("id" = uuid::Uuid, Path, description = "The mechanic.")),
    responses(
        (status = 200, description = "The status.", body = ProviderStatus),
        answers::ForRole, answers::Absent, answers::Always
    )
)]
#[get("/mechanics/{id}/status")]
pub async fn get_mechanic_status(
    state: web::Data<AppState>,
    customer: Customer,
    Id(id): Id,
) -> Result<web::Json<ProviderStatus>, ApiError> {
    profile::status(&state, customer.id, ProviderType::Independent, id).await.map(web::Json)
}

/// Says whether a workshop can be reached right now.
///
/// Customers. Online when an accepting mechanic of it is. A closed account answers 404 `provider_gone`, and the customer's
/// favorite goes with it.
#[utoipa::path(
    tag = "providers", operation_id = "get_workshop_status", security(("bearer" = [])),
    params(("id" = uuid::Uuid, Path, description = "The workshop.")),
    responses(
        (status = 200, description = "The status.", body = ProviderStatus),
        answers::ForRole, answers::Absent, answers::Always
    )
)]
#[get("/workshops/{id}/status")]
pub async fn get_workshop_status(
    state: web::Data<AppState>,
    customer: Customer,
    Id(id): Id,
) -> Result<web::Json<ProviderStatus>, ApiError> {
    profile::status(&state, customer.id, ProviderType::Workshop, id).await.map(web::Json)
}

/// Sets one's presence.
///
/// Mechanics. Coming online brings the offers that wait and ends a pause after missed ones. Without a heartbeat over the
/// WebSocket, or this call once more, a mechanic counts as offline after 90 seconds.
#[utoipa::path(
    tag = "providers", operation_id = "set_presence", security(("bearer" = [])), request_body = SetPresence,
    responses(
        (status = 200, description = "The presence after the change.", body = Presence),
        answers::ForRole, answers::Absent, answers::Body, answers::Always
    )
)]
#[post("/mechanic/presence")]
pub async fn set_presence(
    state: web::Data<AppState>,
    mechanic: Mechanic,
    Json(body): Json<SetPresence>,
) -> Result<web::Json<Presence>, ApiError> {
    presence::set(&state, mechanic.id, body.online).await.map(web::Json)
}
