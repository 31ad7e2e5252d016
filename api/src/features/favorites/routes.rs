//! The operations of favorites.

use super::service;
use crate::http::actor::Customer;
use crate::http::answers;
use crate::http::body::{Id, Json};
use crate::http::idempotency::CreationId;
use crate::http::problem::ApiError;
use crate::http::routes::Routes;
use crate::state::AppState;
use actix_web::{HttpResponse, delete, get, post, web};
use pitlane_contract::favorites::{AddFavorite, Favorite};
use pitlane_contract::paging::List;

/// Registers the operations.
pub fn configure(config: &mut Routes) {
    config.service(list_favorites).service(add_favorite).service(remove_favorite);
}

/// Lists one's saved providers.
///
/// Customers. The last served comes first; closed providers are left out.
#[utoipa::path(
    tag = "favorites", operation_id = "list_favorites", security(("bearer" = [])),
    responses(
        (status = 200, description = "The saved providers.", body = List<Favorite>),
        answers::ForRole, answers::Always
    )
)]
#[get("/customer/favorites")]
pub async fn list_favorites(
    state: web::Data<AppState>,
    customer: Customer,
) -> Result<web::Json<List<Favorite>>, ApiError> {
    Ok(web::Json(List { items: service::list(&state, customer.id).await? }))
}

/// Saves a provider.
///
/// Customers. A provider who is saved already answers 409 `already_favorited`, a closed one 404 `provider_gone`.
#[utoipa::path(
    tag = "favorites", operation_id = "add_favorite", security(("bearer" = [])), request_body = AddFavorite,
    params(("Idempotency-Key" = Option<String>, Header, description = "The same key and body answers the first result.")),
    responses(
        (status = 201, description = "Saved.", body = Favorite),
        answers::ForRole, answers::Absent, answers::State, answers::Body, answers::Always
    )
)]
#[post("/customer/favorites")]
pub async fn add_favorite(
    state: web::Data<AppState>,
    customer: Customer,
    CreationId(id): CreationId,
    Json(body): Json<AddFavorite>,
) -> Result<HttpResponse, ApiError> {
    Ok(HttpResponse::Created().json(service::add(&state, customer.id, id, body).await?))
}

/// Forgets a saved provider.
///
/// Customers, for their own favorites.
#[utoipa::path(
    tag = "favorites", operation_id = "remove_favorite", security(("bearer" = [])),
    params(("id" = uuid::Uuid, Path, description = "The favorite.")),
    responses((status = 204, description = "Forgotten."), answers::ForRole, answers::Absent, answers::Always)
)]
#[delete("/customer/favorites/{id}")]
pub async fn remove_favorite(
    state: web::Data<AppState>,
    customer: Customer,
    Id(id): Id,
) -> Result<HttpResponse, ApiError> {
    service::remove(&state, customer.id, id).await?;
    Ok(HttpResponse::NoContent().finish())
}
