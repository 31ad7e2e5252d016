//! The files of sessions.

use super::service;
use crate::http::actor::User;
use crate::http::body::{Id, Query};
use crate::http::form::{self, UploadForm};
use crate::http::idempotency::CreationId;
use crate::http::problem::ApiError;
use crate::http::routes::Routes;
use crate::state::AppState;
use actix_web::http::header::{ContentDisposition, DispositionParam, DispositionType};
use actix_web::{HttpResponse, get, post, web};
use pitlane_contract::paging::List;
use pitlane_contract::problem::Problem;
use pitlane_contract::sessions::SessionFile;
use serde::Deserialize;

/// Mounts these operations.
pub fn configure(config: &mut Routes) {
    config.service(list_files).service(upload_file).service(open_file);
}

/// List the files of a session
///
/// For its two participants, and for an admin, whose reading is kept in the audit log; oldest first, at most 100. Each has an
/// address that works without log-in until it ends.
#[utoipa::path(
    tag = "sessions",
    operation_id = "list_files",
    params(("id" = Uuid, Path, description = "The session.")),
    security(("bearer" = [])),
    responses(
        (status = 200, description = "The files.", body = List<SessionFile>),
        (status = 401, description = "No valid access token.", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "Absent, or not yours to know about.", body = Problem, content_type = "application/problem+json"),
        (status = 429, description = "Too many requests.", body = Problem, content_type = "application/problem+json"),
    )
)]
#[get("/sessions/{id}/files")]
pub async fn list_files(
    state: web::Data<AppState>,
    user: User,
    Id(id): Id,
) -> Result<web::Json<List<SessionFile>>, ApiError> {
    Ok(web::Json(service::list_files(&state, &user, id).await?))
}

/// Upload a file to a session
///
/// For its two participants, while the session waits or is live, and for the mechanic after the end. Pictures are written anew,
/// so that places and cameras do not show; what a file is, its content tells.
#[utoipa::path(
    tag = "sessions",
    operation_id = "upload_file",
    request_body(content = UploadForm, description = "A form with one part, `file`.", content_type = "multipart/form-data"),
    params(("id" = Uuid, Path, description = "The session."), ("Idempotency-Key" = Option<String>, Header, description = "The same key and body answers the first result for 24 hours.")),
    security(("bearer" = [])),
    responses(
        (status = 201, description = "The file.", body = SessionFile),
        (status = 400, description = "The body cannot be read.", body = Problem, content_type = "application/problem+json"),
        (status = 401, description = "No valid access token.", body = Problem, content_type = "application/problem+json"),
        (status = 403, description = "For a participant only.", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "Absent, or not yours to know about.", body = Problem, content_type = "application/problem+json"),
        (status = 409, description = "Not possible in the present state; `allowed` lists what is.", body = Problem, content_type = "application/problem+json"),
        (status = 413, description = "The body is too large.", body = Problem, content_type = "application/problem+json"),
        (status = 415, description = "No form, or a file of another type.", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "Fields are missing or wrong.", body = Problem, content_type = "application/problem+json"),
        (status = 429, description = "Too many requests.", body = Problem, content_type = "application/problem+json"),
    )
)]
#[post("/sessions/{id}/files")]
pub async fn upload_file(
    state: web::Data<AppState>,
    user: User,
    Id(id): Id,
    CreationId(file): CreationId,
    request: actix_web::HttpRequest,
    body: web::Payload,
) -> Result<HttpResponse, ApiError> {
    let upload = form::read(&request, body).await?;
    Ok(HttpResponse::Created().json(service::upload(&state, &user, id, file, upload).await?))
}

#[derive(Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
struct Signed {
    /// When the address ends, in seconds since 1970.
    expires: i64,
    /// Made by the server for this file and end.
    signature: String,
}

/// Open a file
///
/// For whoever has the address, until it ends. Pictures show in the browser, documents are saved.
#[utoipa::path(
    tag = "sessions",
    operation_id = "open_file",
    params(("key" = String, Path, description = "The file."), Signed),
    responses(
        (status = 200, description = "The file.", content_type = "application/octet-stream"),
        (status = 404, description = "The address has ended or was not made by this server.", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "Fields are missing or wrong.", body = Problem, content_type = "application/problem+json"),
        (status = 429, description = "Too many requests.", body = Problem, content_type = "application/problem+json"),
    )
)]
#[get("/files/{key}")]
pub async fn open_file(
    state: web::Data<AppState>,
    key: web::Path<String>,
    Query(signed): Query<Signed>,
) -> Result<HttpResponse, ApiError> {
    let file = service::open_file(&state, &key, signed.expires, &signed.signature).await?;
    let disposition = ContentDisposition {
        disposition: if file.picture { DispositionType::Inline } else { DispositionType::Attachment },
        parameters: vec![DispositionParam::Filename(file.name)],
    };
    Ok(HttpResponse::Ok()
        .content_type(file.content_type)
        .insert_header(disposition)
        .insert_header(("cache-control", "private, max-age=900"))
        .insert_header(("content-security-policy", "default-src 'none'; sandbox"))
        .body(file.bytes))
}
