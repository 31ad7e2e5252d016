//! A quote by the signed link of its mail, without an account.

use super::origin;
use crate::features::quotes::service;
use crate::http::answers;
use crate::http::body::Json;
use crate::http::idempotency::CreationId;
use crate::http::problem::ApiError;
use crate::http::routes::Routes;
use crate::state::AppState;
use actix_web::{HttpRequest, HttpResponse, get, post, web};
use pitlane_contract::quotes::{ApproveQuote, DeclineQuote, Quote, WriteQuoteMessage};

/// Registers the operations.
pub fn configure(config: &mut Routes) {
    config
        .service(get_linked_quote)
        .service(approve_linked_quote)
        .service(decline_linked_quote)
        .service(ask_about_linked_quote);
}

/// Shows the quote of a link.
///
/// Whoever holds the link, until it ends with the quote. The first look is kept.
#[utoipa::path(
    tag = "quotes", operation_id = "get_linked_quote",
    params(("token" = String, Path, description = "The secret of the link.")),
    responses(
        (status = 200, description = "The quote.", body = Quote),
        answers::Absent,
        answers::Always
    )
)]
#[get("/quote-links/{token}")]
pub async fn get_linked_quote(
    state: web::Data<AppState>,
    token: web::Path<String>,
) -> Result<web::Json<Quote>, ApiError> {
    Ok(web::Json(service::read_by_link(&state, &token).await?))
}

/// Approves the quote of a link.
///
/// Whoever holds the link. The approval is kept as one that was given by link.
#[utoipa::path(
    tag = "quotes", operation_id = "approve_linked_quote", request_body = ApproveQuote,
    params(("token" = String, Path, description = "The secret of the link.")),
    responses(
        (status = 200, description = "The quote after the approval.", body = Quote),
        answers::Absent,
        answers::State,
        answers::Body,
        answers::Always
    )
)]
#[post("/quote-links/{token}/approve")]
pub async fn approve_linked_quote(
    state: web::Data<AppState>,
    request: HttpRequest,
    token: web::Path<String>,
    Json(body): Json<ApproveQuote>,
) -> Result<web::Json<Quote>, ApiError> {
    Ok(web::Json(Box::pin(service::approve_by_link(&state, &token, body, origin(&request, &state))).await?))
}

/// Declines the quote of a link.
///
/// Whoever holds the link.
#[utoipa::path(
    tag = "quotes", operation_id = "decline_linked_quote", request_body = DeclineQuote,
    params(("token" = String, Path, description = "The secret of the link.")),
    responses(
        (status = 200, description = "The quote, declined.", body = Quote),
        answers::Absent,
        answers::State,
        answers::Body,
        answers::Always
    )
)]
#[post("/quote-links/{token}/decline")]
pub async fn decline_linked_quote(
    state: web::Data<AppState>,
    token: web::Path<String>,
    Json(body): Json<DeclineQuote>,
) -> Result<web::Json<Quote>, ApiError> {
    Ok(web::Json(Box::pin(service::decline_by_link(&state, &token, body)).await?))
}

/// Asks about the quote of a link.
///
/// Whoever holds the link. The provider is told inside the app and by e-mail, and answers to the address that the link
/// was sent to. A key that was used for another text is refused for as long as the message is there.
#[utoipa::path(
    tag = "quotes", operation_id = "ask_about_linked_quote", request_body = WriteQuoteMessage,
    params(
        ("token" = String, Path, description = "The secret of the link."),
        ("Idempotency-Key" = Option<String>, Header, description = "The same key and text is one message.")
    ),
    responses(
        (status = 201, description = "The quote with the question.", body = Quote),
        answers::Absent,
        answers::Body,
        answers::Always
    )
)]
#[post("/quote-links/{token}/questions")]
pub async fn ask_about_linked_quote(
    state: web::Data<AppState>,
    request: HttpRequest,
    token: web::Path<String>,
    CreationId(fresh): CreationId,
    Json(body): Json<WriteQuoteMessage>,
) -> Result<HttpResponse, ApiError> {
    let key = request.headers().get("idempotency-key").and_then(|value| value.to_str().ok());
    let asked = Box::pin(service::ask_by_link(&state, &token, (key, fresh), body)).await?;
    Ok(HttpResponse::Created().json(asked))
}
