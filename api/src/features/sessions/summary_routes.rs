//! What the mechanic writes after the session.

use super::service;
use crate::http::actor::User;
use crate::http::body::{Id, Json};
use crate::http::problem::ApiError;
use crate::http::routes::Routes;
use crate::state::AppState;
use actix_web::{get, put, web};
use pitlane_contract::problem::Problem;
use pitlane_contract::sessions::{Summary, WriteSummary};

/// Mounts these operations.
pub fn configure(config: &mut Routes) {
    config.service(get_summary).service(put_summary);
}

/// Read the summary of a session
///
/// For its two participants, and for an admin, whose reading is kept in the audit log. The mechanic sees the draft; everybody else
/// what was handed over. The first time that the customer reads it is kept.
#[utoipa::path(
    tag = "sessions",
    operation_id = "get_summary",
    params(("id" = Uuid, Path, description = "The session.")),
    security(("bearer" = [])),
    responses(
        (status = 200, description = "The summary.", body = Summary),
        (status = 401, description = "No valid access token.", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "Absent, or not yours to know about.", body = Problem, content_type = "application/problem+json"),
        (status = 429, description = "Too many requests.", body = Problem, content_type = "application/problem+json"),
    )
)]
#[get("/sessions/{id}/summary")]
pub async fn get_summary(
    state: web::Data<AppState>,
    user: User,
    Id(id): Id,
) -> Result<web::Json<Summary>, ApiError> {
    Ok(web::Json(service::read_summary(&state, &user, id).await?))
}

/// Write the summary of a session
///
/// For its mechanic, after the end: a draft until it is submitted, which hands it to the customer.
#[utoipa::path(
    tag = "sessions",
    operation_id = "put_summary",
    request_body(content = WriteSummary, description = "The summary."),
    params(("id" = Uuid, Path, description = "The session.")),
    security(("bearer" = [])),
    responses(
        (status = 200, description = "The summary.", body = Summary),
        (status = 400, description = "The body cannot be read.", body = Problem, content_type = "application/problem+json"),
        (status = 401, description = "No valid access token.", body = Problem, content_type = "application/problem+json"),
        (status = 403, description = "For its mechanic only.", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "Absent, or not yours to know about.", body = Problem, content_type = "application/problem+json"),
        (status = 409, description = "Not possible in the present state; `allowed` lists what is.", body = Problem, content_type = "application/problem+json"),
        (status = 413, description = "The body is too large.", body = Problem, content_type = "application/problem+json"),
        (status = 415, description = "The body is not JSON.", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "Fields are missing or wrong.", body = Problem, content_type = "application/problem+json"),
        (status = 429, description = "Too many requests.", body = Problem, content_type = "application/problem+json"),
    )
)]
#[put("/sessions/{id}/summary")]
pub async fn put_summary(
    state: web::Data<AppState>,
    user: User,
    Id(id): Id,
    Json(body): Json<WriteSummary>,
) -> Result<web::Json<Summary>, ApiError> {
    Ok(web::Json(service::write_summary(&state, &user, id, body).await?))
}
