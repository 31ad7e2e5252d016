//! Session requests as their customer, and the platform's staff, call them.

use super::service;
use crate::http::actor::{Admin, Customer};
use crate::http::body::{Id, Json, Query};
use crate::http::idempotency::CreationId;
use crate::http::paging::Cursor;
use crate::http::problem::ApiError;
use crate::http::routes::Routes;
use crate::state::AppState;
use actix_web::{HttpResponse, get, post, web};
use pitlane_contract::dispatch::{NewSessionRequest, SessionRequest, SessionRequestDetail};
use pitlane_contract::paging::{CursorQuery, Feed};
use pitlane_contract::problem::Problem;

/// Mounts these operations.
pub fn configure(config: &mut Routes) {
    config
        .service(create_session_request)
        .service(list_session_requests)
        .service(get_session_request)
        .service(cancel_session_request)
        .service(broadcast_now)
        .service(read_session_request_as_admin);
}

/// Ask for a session
///
/// For a customer with a confirmed e-mail address. Answers the payment that the browser confirms with the gateway; the
/// preferred provider, or everybody, is asked once the price is held. Without payment the request expires after 30 minutes.
#[utoipa::path(
    tag = "dispatch",
    operation_id = "create_session_request",
    request_body(content = NewSessionRequest, description = "What is booked."),
    params(("Idempotency-Key" = Option<String>, Header, description = "The same key and body answers the first result for 24 hours.")),
    security(("bearer" = [])),
    responses(
        (status = 201, description = "The request, with the payment to confirm.", body = SessionRequestDetail),
        (status = 400, description = "The body cannot be read.", body = Problem, content_type = "application/problem+json"),
        (status = 401, description = "No valid access token.", body = Problem, content_type = "application/problem+json"),
        (status = 403, description = "For a customer with a confirmed e-mail address only.", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "The preferred provider has left (`provider_gone`) or is not there.", body = Problem, content_type = "application/problem+json"),
        (status = 409, description = "The same request is still running.", body = Problem, content_type = "application/problem+json"),
        (status = 413, description = "The body is too large.", body = Problem, content_type = "application/problem+json"),
        (status = 415, description = "The body is not JSON.", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "Fields are missing or wrong.", body = Problem, content_type = "application/problem+json"),
        (status = 429, description = "Too many requests.", body = Problem, content_type = "application/problem+json"),
    )
)]
#[post("/session-requests")]
pub async fn create_session_request(
    state: web::Data<AppState>,
    customer: Customer,
    CreationId(id): CreationId,
    Json(new): Json<NewSessionRequest>,
) -> Result<HttpResponse, ApiError> {
    Ok(HttpResponse::Created().json(service::create(&state, &customer, id, new).await?))
}

/// List one's own session requests
///
/// For a customer; newest first.
#[utoipa::path(
    tag = "dispatch",
    operation_id = "list_session_requests",
    params(CursorQuery),
    security(("bearer" = [])),
    responses(
        (status = 200, description = "One stretch of the requests.", body = Feed<SessionRequest>),
        (status = 401, description = "No valid access token.", body = Problem, content_type = "application/problem+json"),
        (status = 403, description = "For a customer only.", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "Fields are missing or wrong.", body = Problem, content_type = "application/problem+json"),
        (status = 429, description = "Too many requests.", body = Problem, content_type = "application/problem+json"),
    )
)]
#[get("/session-requests")]
pub async fn list_session_requests(
    state: web::Data<AppState>,
    customer: Customer,
    Query(paging): Query<CursorQuery>,
) -> Result<web::Json<Feed<SessionRequest>>, ApiError> {
    Ok(web::Json(service::list(&state, customer.id, Cursor::read(&paging)?).await?))
}

/// Read a session request
///
/// For its customer: where it stands, until when, its payment and its timeline.
#[utoipa::path(
    tag = "dispatch",
    operation_id = "get_session_request",
    params(("id" = Uuid, Path, description = "The request.")),
    security(("bearer" = [])),
    responses(
        (status = 200, description = "The request.", body = SessionRequestDetail),
        (status = 401, description = "No valid access token.", body = Problem, content_type = "application/problem+json"),
        (status = 403, description = "For a customer only.", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "Absent, or not yours to know about.", body = Problem, content_type = "application/problem+json"),
        (status = 429, description = "Too many requests.", body = Problem, content_type = "application/problem+json"),
    )
)]
#[get("/session-requests/{id}")]
pub async fn get_session_request(
    state: web::Data<AppState>,
    customer: Customer,
    Id(id): Id,
) -> Result<web::Json<SessionRequestDetail>, ApiError> {
    Ok(web::Json(service::detail(&state, id, Some(customer.id)).await?))
}

/// Call a session request off
///
/// For its customer, until the session begins. Held money goes back.
#[utoipa::path(
    tag = "dispatch",
    operation_id = "cancel_session_request",
    params(("id" = Uuid, Path, description = "The request.")),
    security(("bearer" = [])),
    responses(
        (status = 200, description = "The request, called off.", body = SessionRequestDetail),
        (status = 401, description = "No valid access token.", body = Problem, content_type = "application/problem+json"),
        (status = 403, description = "For a customer only.", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "Absent, or not yours to know about.", body = Problem, content_type = "application/problem+json"),
        (status = 409, description = "Not possible in the present state; `allowed` lists what is.", body = Problem, content_type = "application/problem+json"),
        (status = 429, description = "Too many requests.", body = Problem, content_type = "application/problem+json"),
    )
)]
#[post("/session-requests/{id}/cancel")]
pub async fn cancel_session_request(
    state: web::Data<AppState>,
    customer: Customer,
    Id(id): Id,
) -> Result<web::Json<SessionRequestDetail>, ApiError> {
    Ok(web::Json(service::cancel(&state, (customer.id, &customer.name), id).await?))
}

/// Ask everybody now
///
/// For its customer, while the preferred provider is asked alone: ends their window and asks everybody.
#[utoipa::path(
    tag = "dispatch",
    operation_id = "broadcast_session_request_now",
    params(("id" = Uuid, Path, description = "The request.")),
    security(("bearer" = [])),
    responses(
        (status = 200, description = "The request, with everybody asked.", body = SessionRequestDetail),
        (status = 401, description = "No valid access token.", body = Problem, content_type = "application/problem+json"),
        (status = 403, description = "For a customer only.", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "Absent, or not yours to know about.", body = Problem, content_type = "application/problem+json"),
        (status = 409, description = "Not possible in the present state; `allowed` lists what is.", body = Problem, content_type = "application/problem+json"),
        (status = 429, description = "Too many requests.", body = Problem, content_type = "application/problem+json"),
    )
)]
#[post("/session-requests/{id}/broadcast-now")]
pub async fn broadcast_now(
    state: web::Data<AppState>,
    customer: Customer,
    Id(id): Id,
) -> Result<web::Json<SessionRequestDetail>, ApiError> {
    Ok(web::Json(service::broadcast_now(&state, customer.id, id).await?))
}

/// Read any session request
///
/// For an admin: the request with its payment and timeline. Each reading is kept in the audit log.
#[utoipa::path(
    tag = "dispatch",
    operation_id = "read_session_request_as_admin",
    params(("id" = Uuid, Path, description = "The request.")),
    security(("bearer" = [])),
    responses(
        (status = 200, description = "The request.", body = SessionRequestDetail),
        (status = 401, description = "No valid access token.", body = Problem, content_type = "application/problem+json"),
        (status = 403, description = "For an admin only.", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "Absent, or not yours to know about.", body = Problem, content_type = "application/problem+json"),
        (status = 429, description = "Too many requests.", body = Problem, content_type = "application/problem+json"),
    )
)]
#[get("/admin/session-requests/{id}")]
pub async fn read_session_request_as_admin(
    state: web::Data<AppState>,
    admin: Admin,
    Id(id): Id,
) -> Result<web::Json<SessionRequestDetail>, ApiError> {
    Ok(web::Json(service::audited_detail(&state, admin.user_id, id).await?))
}
