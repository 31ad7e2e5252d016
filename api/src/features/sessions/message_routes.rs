//! The chat of sessions.

use super::service;
use crate::http::actor::User;
use crate::http::body::{Id, Json, Query};
use crate::http::paging::Cursor;
use crate::http::problem::ApiError;
use crate::http::routes::Routes;
use crate::state::AppState;
use actix_web::{HttpResponse, get, post, web};
use pitlane_contract::paging::{CursorQuery, Feed};
use pitlane_contract::problem::Problem;
use pitlane_contract::sessions::{Message, NewMessage};

/// Mounts these operations.
pub fn configure(config: &mut Routes) {
    config.service(list_messages).service(send_message);
}

/// List the messages of a session
///
/// For its two participants, and for an admin, whose reading is kept in the audit log; newest first.
#[utoipa::path(
    tag = "sessions",
    operation_id = "list_messages",
    params(("id" = Uuid, Path, description = "The session."), CursorQuery),
    security(("bearer" = [])),
    responses(
        (status = 200, description = "One stretch of the messages.", body = Feed<Message>),
        (status = 401, description = "No valid access token.", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "Absent, or not yours to know about.", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "Fields are missing or wrong.", body = Problem, content_type = "application/problem+json"),
        (status = 429, description = "Too many requests.", body = Problem, content_type = "application/problem+json"),
    )
)]
#[get("/sessions/{id}/messages")]
pub async fn list_messages(
    state: web::Data<AppState>,
    user: User,
    Id(id): Id,
    Query(paging): Query<CursorQuery>,
) -> Result<web::Json<Feed<Message>>, ApiError> {
    Ok(web::Json(service::list_messages(&state, &user, id, Cursor::read(&paging)?).await?))
}

/// Send a message
///
/// For its two participants, while the session waits or is live. The same `client_id` twice is one message.
#[utoipa::path(
    tag = "sessions",
    operation_id = "send_message",
    request_body(content = NewMessage, description = "What to say."),
    params(("id" = Uuid, Path, description = "The session."), ("Idempotency-Key" = Option<String>, Header, description = "The same key and body answers the first result for 24 hours.")),
    security(("bearer" = [])),
    responses(
        (status = 201, description = "The message.", body = Message),
        (status = 400, description = "The body cannot be read.", body = Problem, content_type = "application/problem+json"),
        (status = 401, description = "No valid access token.", body = Problem, content_type = "application/problem+json"),
        (status = 403, description = "For a participant only.", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "Absent, or not yours to know about.", body = Problem, content_type = "application/problem+json"),
        (status = 409, description = "Not possible in the present state; `allowed` lists what is.", body = Problem, content_type = "application/problem+json"),
        (status = 413, description = "The body is too large.", body = Problem, content_type = "application/problem+json"),
        (status = 415, description = "The body is not JSON.", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "Fields are missing or wrong.", body = Problem, content_type = "application/problem+json"),
        (status = 429, description = "Too many requests.", body = Problem, content_type = "application/problem+json"),
    )
)]
#[post("/sessions/{id}/messages")]
pub async fn send_message(
    state: web::Data<AppState>,
    user: User,
    Id(id): Id,
    Json(new): Json<NewMessage>,
) -> Result<HttpResponse, ApiError> {
    Ok(HttpResponse::Created().json(service::send_message(&state, &user, id, new).await?))
}
