//! The operations of photos.

use crate::features::repairs::service;
use crate::http::actor::{Customer, Mechanic};
use crate::http::answers;
use crate::http::body::{Id, Query};
use crate::http::form::{self, UploadForm};
use crate::http::idempotency::CreationId;
use crate::http::problem::ApiError;
use crate::http::routes::Routes;
use crate::state::AppState;
use actix_web::{HttpRequest, HttpResponse, delete, get, post, web};
use pitlane_contract::paging::List;
use pitlane_contract::repairs::{NewPhoto, Photo};

/// Registers the operations.
pub fn configure(config: &mut Routes) {
    config
        .service(add_repair_photo)
        .service(add_quote_photo)
        .service(remove_repair_photo)
        .service(remove_quote_photo)
        .service(list_customer_repair_photos);
}

/// Adds a photo to a repair.
///
/// Mechanics and workshop members, for their own provider. The picture is written anew, so that places and cameras do not show;
/// what it is, its content tells. `pair_id` names the photo that shows the state before.
#[utoipa::path(
    tag = "repairs", operation_id = "add_repair_photo", security(("bearer" = [])),
    request_body(content = UploadForm, description = "A form with one part, `file`.", content_type = "multipart/form-data"),
    params(
        ("id" = uuid::Uuid, Path, description = "The repair."), NewPhoto,
        ("Idempotency-Key" = Option<String>, Header, description = "The same key and body answers the first result for 24 hours.")
    ),
    responses(
        (status = 201, description = "The photo.", body = Photo),
        answers::ForRole, answers::Absent, answers::Body, answers::Always
    )
)]
#[post("/repairs/{id}/photos")]
pub async fn add_repair_photo(
    state: web::Data<AppState>,
    mechanic: Mechanic,
    Id(id): Id,
    Query(about): Query<NewPhoto>,
    CreationId(photo): CreationId,
    request: HttpRequest,
    body: web::Payload,
) -> Result<HttpResponse, ApiError> {
    let (_, bytes) = form::read(&request, body).await?;
    let added = Box::pin(service::add_to_repair(&state, &mechanic, (id, photo), &about, bytes)).await?;
    Ok(HttpResponse::Created().json(added))
}

/// Adds a photo to a line of a quote.
///
/// Mechanics and workshop members, for their own provider. The customer sees it beside the line that `quote_line_id` names.
#[utoipa::path(
    tag = "repairs", operation_id = "add_quote_photo", security(("bearer" = [])),
    request_body(content = UploadForm, description = "A form with one part, `file`.", content_type = "multipart/form-data"),
    params(
        ("id" = uuid::Uuid, Path, description = "The quote."), NewPhoto,
        ("Idempotency-Key" = Option<String>, Header, description = "The same key and body answers the first result for 24 hours.")
    ),
    responses(
        (status = 201, description = "The photo.", body = Photo),
        answers::ForRole, answers::Absent, answers::Body, answers::Always
    )
)]
#[post("/quotes/{id}/photos")]
pub async fn add_quote_photo(
    state: web::Data<AppState>,
    mechanic: Mechanic,
    Id(id): Id,
    Query(about): Query<NewPhoto>,
    CreationId(photo): CreationId,
    request: HttpRequest,
    body: web::Payload,
) -> Result<HttpResponse, ApiError> {
    let (_, bytes) = form::read(&request, body).await?;
    let added = Box::pin(service::add_to_quote(&state, &mechanic, (id, photo), &about, bytes)).await?;
    Ok(HttpResponse::Created().json(added))
}

/// Removes a photo of a repair.
///
/// Mechanics and workshop members, for their own provider.
#[utoipa::path(
    tag = "repairs", operation_id = "remove_repair_photo", security(("bearer" = [])),
    params(
        ("id" = uuid::Uuid, Path, description = "The repair."),
        ("photo_id" = uuid::Uuid, Path, description = "The photo.")
    ),
    responses((status = 204, description = "Removed."), answers::ForRole, answers::Absent, answers::Always)
)]
#[delete("/repairs/{id}/photos/{photo_id}")]
pub async fn remove_repair_photo(
    state: web::Data<AppState>,
    mechanic: Mechanic,
    Id(id): Id,
    path: web::Path<(String, String)>,
) -> Result<HttpResponse, ApiError> {
    let photo = path.1.parse().map_err(|_| ApiError::not_found())?;
    Box::pin(service::remove_photo(&state, &mechanic, id, photo)).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Removes a photo of a quote's line.
///
/// Mechanics and workshop members, for their own provider. Once the customer decided, what they were shown stays.
#[utoipa::path(
    tag = "repairs", operation_id = "remove_quote_photo", security(("bearer" = [])),
    params(
        ("id" = uuid::Uuid, Path, description = "The quote."),
        ("photo_id" = uuid::Uuid, Path, description = "The photo.")
    ),
    responses(
        (status = 204, description = "Removed."),
        answers::ForRole, answers::Absent, answers::State, answers::Always
    )
)]
#[delete("/quotes/{id}/photos/{photo_id}")]
pub async fn remove_quote_photo(
    state: web::Data<AppState>,
    mechanic: Mechanic,
    Id(id): Id,
    path: web::Path<(String, String)>,
) -> Result<HttpResponse, ApiError> {
    let photo = path.1.parse().map_err(|_| ApiError::not_found())?;
    Box::pin(service::remove_from_quote(&state, &mechanic, id, photo)).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Lists the photos of a repair.
///
/// Customers, for their own; oldest first. Each has an address that works without log-in until it ends.
#[utoipa::path(
    tag = "repairs", operation_id = "list_customer_repair_photos", security(("bearer" = [])),
    params(("id" = uuid::Uuid, Path, description = "The repair.")),
    responses(
        (status = 200, description = "The photos.", body = List<Photo>),
        answers::ForRole, answers::Absent, answers::Always
    )
)]
#[get("/customer/repairs/{id}/photos")]
pub async fn list_customer_repair_photos(
    state: web::Data<AppState>,
    customer: Customer,
    Id(id): Id,
) -> Result<web::Json<List<Photo>>, ApiError> {
    Ok(web::Json(List { items: service::customer_photos(&state, &customer, id).await? }))
}
