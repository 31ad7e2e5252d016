//! The photos that show a problem.

use super::service;
use crate::http::actor::{Customer, User};
use crate::http::answers;
use crate::http::body::Id;
use crate::http::form::{self, UploadForm};
use crate::http::idempotency::CreationId;
use crate::http::problem::ApiError;
use crate::http::routes::Routes;
use crate::state::AppState;
use actix_web::{HttpRequest, HttpResponse, delete, get, post, web};
use pitlane_contract::dispatch::RequestPhoto;
use pitlane_contract::paging::List;

/// Mounts these operations.
pub fn configure(config: &mut Routes) {
    config.service(upload_request_photo).service(remove_request_photo).service(list_request_photos);
}

/// Uploads a photo for the next booking.
///
/// For a customer. The booking names it in `photo_ids`; one that no booking names within a day is removed. The picture is
/// written anew, so that places and cameras do not show; what it is, its content tells.
#[utoipa::path(
    tag = "dispatch", operation_id = "upload_request_photo", security(("bearer" = [])),
    request_body(content = UploadForm, description = "A form with one part, `file`.", content_type = "multipart/form-data"),
    params(("Idempotency-Key" = Option<String>, Header, description = "The same key and body answers the first result for 24 hours.")),
    responses(
        (status = 201, description = "The photo.", body = RequestPhoto),
        answers::ForRole, answers::State, answers::Body, answers::Always
    )
)]
#[post("/customer/photos")]
pub async fn upload_request_photo(
    state: web::Data<AppState>,
    customer: Customer,
    CreationId(id): CreationId,
    request: HttpRequest,
    body: web::Payload,
) -> Result<HttpResponse, ApiError> {
    let (_, bytes) = form::read(&request, body).await?;
    Ok(HttpResponse::Created().json(service::upload_photo(&state, &customer, id, bytes).await?))
}

/// Removes a photo that no booking has named yet.
///
/// For the customer who uploaded it.
#[utoipa::path(
    tag = "dispatch", operation_id = "remove_request_photo", security(("bearer" = [])),
    params(("id" = uuid::Uuid, Path, description = "The photo.")),
    responses((status = 204, description = "Removed."), answers::ForRole, answers::Absent, answers::Always)
)]
#[delete("/customer/photos/{id}")]
pub async fn remove_request_photo(
    state: web::Data<AppState>,
    customer: Customer,
    Id(id): Id,
) -> Result<HttpResponse, ApiError> {
    service::remove_photo(&state, &customer, id).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Lists the photos of a session request.
///
/// For its customer, for the mechanics who can answer an offer of it and the one who took it, and for an admin, whose looking
/// is kept in the audit log. Each has an address that works without log-in until it ends.
#[utoipa::path(
    tag = "dispatch", operation_id = "list_request_photos", security(("bearer" = [])),
    params(("id" = uuid::Uuid, Path, description = "The request.")),
    responses(
        (status = 200, description = "The photos, oldest first.", body = List<RequestPhoto>),
        answers::SignedIn, answers::Absent, answers::Always
    )
)]
#[get("/session-requests/{id}/photos")]
pub async fn list_request_photos(
    state: web::Data<AppState>,
    user: User,
    Id(id): Id,
) -> Result<web::Json<List<RequestPhoto>>, ApiError> {
    service::list_photos(&state, &user, id).await.map(web::Json)
}
