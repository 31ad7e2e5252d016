//! The operations of quotes for their customer.

use super::origin;
use crate::features::quotes::service;
use crate::http::actor::Customer;
use crate::http::answers;
use crate::http::body::{Id, Json, Query};
use crate::http::idempotency::CreationId;
use crate::http::paging::Cursor;
use crate::http::problem::ApiError;
use crate::http::routes::Routes;
use crate::state::AppState;
use actix_web::{HttpRequest, HttpResponse, get, patch, post, web};
use pitlane_contract::paging::{CursorQuery, Feed};
use pitlane_contract::quotes::{
    ApproveQuote, DeclineQuote, DeclinedLine, DeferLine, Quote, QuoteSummary, WriteQuoteMessage,
};

/// Registers the operations.
pub fn configure(config: &mut Routes) {
    config
        .service(list_customer_quotes)
        .service(get_customer_quote)
        .service(approve_quote)
        .service(decline_quote)
        .service(ask_about_quote)
        .service(list_declined_lines)
        .service(defer_declined_line);
}

/// Lists the quotes that one was sent.
///
/// Customers. The newest comes first. What was sent to the confirmed address before there was an account is among them.
#[utoipa::path(
    tag = "quotes", operation_id = "list_customer_quotes", security(("bearer" = [])),
    params(CursorQuery),
    responses(
        (status = 200, description = "The quotes.", body = Feed<QuoteSummary>),
        answers::ForRole,
        answers::Parameters,
        answers::Always
    )
)]
#[get("/customer/quotes")]
pub async fn list_customer_quotes(
    state: web::Data<AppState>,
    customer: Customer,
    Query(paging): Query<CursorQuery>,
) -> Result<web::Json<Feed<QuoteSummary>>, ApiError> {
    Ok(web::Json(service::customer_list(&state, &customer, Cursor::read(&paging)?).await?))
}

/// Shows a quote that one was sent.
///
/// Customers, for their own. The first look is kept.
#[utoipa::path(
    tag = "quotes", operation_id = "get_customer_quote", security(("bearer" = [])),
    params(("id" = uuid::Uuid, Path, description = "The quote.")),
    responses(
        (status = 200, description = "The quote.", body = Quote),
        answers::ForRole,
        answers::Absent,
        answers::Always
    )
)]
#[get("/customer/quotes/{id}")]
pub async fn get_customer_quote(
    state: web::Data<AppState>,
    customer: Customer,
    Id(id): Id,
) -> Result<web::Json<Quote>, ApiError> {
    Ok(web::Json(service::customer_read(&state, &customer, id).await?))
}

/// Approves a quote, whole or in part.
///
/// Customers, for their own. The approval is kept with the name as typed, the time, the address and a hash of exactly
/// the approved lines; the first one opens the repair. Further lines can be approved later while the quote holds.
#[utoipa::path(
    tag = "quotes", operation_id = "approve_quote", security(("bearer" = [])), request_body = ApproveQuote,
    params(("id" = uuid::Uuid, Path, description = "The quote.")),
    responses(
        (status = 200, description = "The quote after the approval.", body = Quote),
        answers::ForRole,
        answers::Absent,
        answers::State,
        answers::Body,
        answers::Always
    )
)]
#[post("/customer/quotes/{id}/approve")]
pub async fn approve_quote(
    state: web::Data<AppState>,
    request: HttpRequest,
    customer: Customer,
    Id(id): Id,
    Json(body): Json<ApproveQuote>,
) -> Result<web::Json<Quote>, ApiError> {
    Ok(web::Json(Box::pin(service::approve(&state, &customer, id, body, origin(&request, &state))).await?))
}

/// Declines a quote.
///
/// Customers, for their own. The lines stay on the list of declined ones.
#[utoipa::path(
    tag = "quotes", operation_id = "decline_quote", security(("bearer" = [])), request_body = DeclineQuote,
    params(("id" = uuid::Uuid, Path, description = "The quote.")),
    responses(
        (status = 200, description = "The quote, declined.", body = Quote),
        answers::ForRole,
        answers::Absent,
        answers::State,
        answers::Body,
        answers::Always
    )
)]
#[post("/customer/quotes/{id}/decline")]
pub async fn decline_quote(
    state: web::Data<AppState>,
    customer: Customer,
    Id(id): Id,
    Json(body): Json<DeclineQuote>,
) -> Result<web::Json<Quote>, ApiError> {
    Ok(web::Json(Box::pin(service::decline(&state, &customer, id, body)).await?))
}

/// Asks about a quote.
///
/// Customers, for their own. The provider is told inside the app and by e-mail; the answer holds everything that was
/// written about the quote and its other revisions.
#[utoipa::path(
    tag = "quotes", operation_id = "ask_about_quote", security(("bearer" = [])), request_body = WriteQuoteMessage,
    params(
        ("id" = uuid::Uuid, Path, description = "The quote."),
        ("Idempotency-Key" = Option<String>, Header, description = "The same key and body answers the first result for 24 hours.")
    ),
    responses(
        (status = 201, description = "The quote with the question.", body = Quote),
        answers::ForRole,
        answers::Absent,
        answers::Body,
        answers::Always
    )
)]
#[post("/customer/quotes/{id}/questions")]
pub async fn ask_about_quote(
    state: web::Data<AppState>,
    customer: Customer,
    Id(id): Id,
    CreationId(message): CreationId,
    Json(body): Json<WriteQuoteMessage>,
) -> Result<HttpResponse, ApiError> {
    let asked = Box::pin(service::ask(&state, &customer, (id, message), body)).await?;
    Ok(HttpResponse::Created().json(asked))
}

/// Lists the declined lines.
///
/// Customers. What was declined stays theirs: for later, snoozed, or done elsewhere. The newest comes first.
#[utoipa::path(
    tag = "quotes", operation_id = "list_declined_lines", security(("bearer" = [])),
    params(CursorQuery),
    responses(
        (status = 200, description = "The lines.", body = Feed<DeclinedLine>),
        answers::ForRole,
        answers::Parameters,
        answers::Always
    )
)]
#[get("/customer/declined-lines")]
pub async fn list_declined_lines(
    state: web::Data<AppState>,
    customer: Customer,
    Query(paging): Query<CursorQuery>,
) -> Result<web::Json<Feed<DeclinedLine>>, ApiError> {
    Ok(web::Json(service::list_declined(&state, &customer, Cursor::read(&paging)?).await?))
}

/// Says what to do about a declined line.
///
/// Customers, for their own.
#[utoipa::path(
    tag = "quotes", operation_id = "defer_declined_line", security(("bearer" = [])), request_body = DeferLine,
    params(("id" = uuid::Uuid, Path, description = "The line.")),
    responses(
        (status = 200, description = "The line after the change.", body = DeclinedLine),
        answers::ForRole,
        answers::Absent,
        answers::Body,
        answers::Always
    )
)]
#[patch("/customer/declined-lines/{id}")]
pub async fn defer_declined_line(
    state: web::Data<AppState>,
    customer: Customer,
    Id(id): Id,
    Json(body): Json<DeferLine>,
) -> Result<web::Json<DeclinedLine>, ApiError> {
    Ok(web::Json(Box::pin(service::defer(&state, &customer, id, body)).await?))
}
