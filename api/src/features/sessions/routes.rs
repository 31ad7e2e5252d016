//! The life of sessions, as its two participants call it.

use super::service;
use crate::http::actor::{Customer, User};
use crate::http::body::{Id, Query};
use crate::http::paging::Cursor;
use crate::http::problem::ApiError;
use crate::http::routes::Routes;
use crate::state::AppState;
use actix_web::{HttpResponse, get, post, web};
use pitlane_contract::paging::{CursorQuery, Feed};
use pitlane_contract::problem::Problem;
use pitlane_contract::sessions::Session;

/// Mounts these operations.
pub fn configure(config: &mut Routes) {
    config
        .service(list_sessions)
        .service(get_session)
        .service(start_session)
        .service(end_session)
        .service(cancel_session)
        .service(rematch_session)
        .service(mark_favorite_asked);
}

/// List one's own sessions
///
/// For a customer or a mechanic; newest first.
#[utoipa::path(
    tag = "sessions",
    operation_id = "list_sessions",
    params(CursorQuery),
    security(("bearer" = [])),
    responses(
        (status = 200, description = "One stretch of the sessions.", body = Feed<Session>),
        (status = 401, description = "No valid access token.", body = Problem, content_type = "application/problem+json"),
        (status = 403, description = "For a customer or a mechanic only.", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "Fields are missing or wrong.", body = Problem, content_type = "application/problem+json"),
        (status = 429, description = "Too many requests.", body = Problem, content_type = "application/problem+json"),
    )
)]
#[get("/sessions")]
pub async fn list_sessions(
    state: web::Data<AppState>,
    user: User,
    Query(paging): Query<CursorQuery>,
) -> Result<web::Json<Feed<Session>>, ApiError> {
    Ok(web::Json(service::list(&state, &user, Cursor::read(&paging)?).await?))
}

/// Read a session
///
/// For its two participants, and for an admin, whose reading is kept in the audit log.
#[utoipa::path(
    tag = "sessions",
    operation_id = "get_session",
    params(("id" = Uuid, Path, description = "The session.")),
    security(("bearer" = [])),
    responses(
        (status = 200, description = "The session.", body = Session),
        (status = 401, description = "No valid access token.", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "Absent, or not yours to know about.", body = Problem, content_type = "application/problem+json"),
        (status = 429, description = "Too many requests.", body = Problem, content_type = "application/problem+json"),
    )
)]
#[get("/sessions/{id}")]
pub async fn get_session(
    state: web::Data<AppState>,
    user: User,
    Id(id): Id,
) -> Result<web::Json<Session>, ApiError> {
    Ok(web::Json(service::detail(&state, &user, id).await?))
}

/// Begin a session
///
/// For its mechanic, while it waits. The held price is charged.
#[utoipa::path(
    tag = "sessions",
    operation_id = "start_session",
    params(("id" = Uuid, Path, description = "The session.")),
    security(("bearer" = [])),
    responses(
        (status = 200, description = "The session, live.", body = Session),
        (status = 401, description = "No valid access token.", body = Problem, content_type = "application/problem+json"),
        (status = 403, description = "For its mechanic only.", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "Absent, or not yours to know about.", body = Problem, content_type = "application/problem+json"),
        (status = 409, description = "Not possible in the present state; `allowed` lists what is.", body = Problem, content_type = "application/problem+json"),
        (status = 429, description = "Too many requests.", body = Problem, content_type = "application/problem+json"),
    )
)]
#[post("/sessions/{id}/start")]
pub async fn start_session(
    state: web::Data<AppState>,
    user: User,
    Id(id): Id,
) -> Result<web::Json<Session>, ApiError> {
    Ok(web::Json(service::start(&state, &user, id).await?))
}

/// End a session
///
/// For either participant, while it is live. Both are written to.
#[utoipa::path(
    tag = "sessions",
    operation_id = "end_session",
    params(("id" = Uuid, Path, description = "The session.")),
    security(("bearer" = [])),
    responses(
        (status = 200, description = "The session, ended.", body = Session),
        (status = 401, description = "No valid access token.", body = Problem, content_type = "application/problem+json"),
        (status = 403, description = "For a participant only.", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "Absent, or not yours to know about.", body = Problem, content_type = "application/problem+json"),
        (status = 409, description = "Not possible in the present state; `allowed` lists what is.", body = Problem, content_type = "application/problem+json"),
        (status = 429, description = "Too many requests.", body = Problem, content_type = "application/problem+json"),
    )
)]
#[post("/sessions/{id}/end")]
pub async fn end_session(
    state: web::Data<AppState>,
    user: User,
    Id(id): Id,
) -> Result<web::Json<Session>, ApiError> {
    Ok(web::Json(service::end(&state, &user, id).await?))
}

/// Call a session off
///
/// For either participant, before it begins. Called off by the mechanic, the request goes to everybody else; by the customer,
/// the request is called off and the held money goes back.
#[utoipa::path(
    tag = "sessions",
    operation_id = "cancel_session",
    params(("id" = Uuid, Path, description = "The session.")),
    security(("bearer" = [])),
    responses(
        (status = 200, description = "The session, called off.", body = Session),
        (status = 401, description = "No valid access token.", body = Problem, content_type = "application/problem+json"),
        (status = 403, description = "For a participant only.", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "Absent, or not yours to know about.", body = Problem, content_type = "application/problem+json"),
        (status = 409, description = "Not possible in the present state; `allowed` lists what is.", body = Problem, content_type = "application/problem+json"),
        (status = 429, description = "Too many requests.", body = Problem, content_type = "application/problem+json"),
    )
)]
#[post("/sessions/{id}/cancel")]
pub async fn cancel_session(
    state: web::Data<AppState>,
    user: User,
    Id(id): Id,
) -> Result<web::Json<Session>, ApiError> {
    Ok(web::Json(Box::pin(service::cancel(&state, &user, id)).await?))
}

/// Ask for somebody else
///
/// For its customer, once support was told that the session did not start. Everybody but its mechanic is asked.
#[utoipa::path(
    tag = "sessions",
    operation_id = "rematch_session",
    params(("id" = Uuid, Path, description = "The session.")),
    security(("bearer" = [])),
    responses(
        (status = 200, description = "The session, called off.", body = Session),
        (status = 401, description = "No valid access token.", body = Problem, content_type = "application/problem+json"),
        (status = 403, description = "For its customer only.", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "Absent, or not yours to know about.", body = Problem, content_type = "application/problem+json"),
        (status = 409, description = "Not possible in the present state; `allowed` lists what is.", body = Problem, content_type = "application/problem+json"),
        (status = 429, description = "Too many requests.", body = Problem, content_type = "application/problem+json"),
    )
)]
#[post("/sessions/{id}/rematch")]
pub async fn rematch_session(
    state: web::Data<AppState>,
    user: User,
    Id(id): Id,
) -> Result<web::Json<Session>, ApiError> {
    Ok(web::Json(Box::pin(service::rematch(&state, &user, id)).await?))
}

/// Remember that the customer was asked about the favorite
///
/// For its customer: "save to favorites?" is not asked again for this seller.
#[utoipa::path(
    tag = "sessions",
    operation_id = "mark_favorite_asked",
    params(("id" = Uuid, Path, description = "The session.")),
    security(("bearer" = [])),
    responses(
        (status = 204, description = "Remembered."),
        (status = 401, description = "No valid access token.", body = Problem, content_type = "application/problem+json"),
        (status = 403, description = "For a customer only.", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "Absent, or not yours to know about.", body = Problem, content_type = "application/problem+json"),
        (status = 429, description = "Too many requests.", body = Problem, content_type = "application/problem+json"),
    )
)]
#[post("/sessions/{id}/favorite-asked")]
pub async fn mark_favorite_asked(
    state: web::Data<AppState>,
    customer: Customer,
    Id(id): Id,
) -> Result<HttpResponse, ApiError> {
    service::favorite_asked(&state, &customer, id).await?;
    Ok(HttpResponse::NoContent().finish())
}
