//! The operations of quotes for their provider.

use crate::features::quotes::service;
use crate::http::actor::Mechanic;
use crate::http::answers;
use crate::http::body::{Id, Json, Query};
use crate::http::etag::{IfMatch, versioned};
use crate::http::idempotency::CreationId;
use crate::http::problem::ApiError;
use crate::http::routes::Routes;
use crate::state::AppState;
use actix_web::{HttpResponse, delete, get, patch, post, web};
use pitlane_contract::paging::Feed;
use pitlane_contract::quotes::{
    NewQuote, Quote, QuoteQuery, QuoteSummary, RecordAuthorization, UpdateQuote, WriteQuoteMessage,
};

/// Registers the operations.
pub fn configure(config: &mut Routes) {
    config
        .service(list_quotes)
        .service(create_quote)
        .service(get_quote)
        .service(update_quote)
        .service(delete_quote)
        .service(send_quote)
        .service(revise_quote)
        .service(cancel_quote)
        .service(record_authorization)
        .service(answer_quote_question);
}

/// Lists the quotes of a provider.
///
/// Mechanics and workshop members, for their own provider. The newest comes first; drafts are among them.
#[utoipa::path(
    tag = "quotes", operation_id = "list_quotes", security(("bearer" = [])),
    params(QuoteQuery),
    responses(
        (status = 200, description = "The quotes.", body = Feed<QuoteSummary>),
        answers::ForRole,
        answers::Parameters,
        answers::Always
    )
)]
#[get("/quotes")]
pub async fn list_quotes(
    state: web::Data<AppState>,
    mechanic: Mechanic,
    Query(query): Query<QuoteQuery>,
) -> Result<web::Json<Feed<QuoteSummary>>, ApiError> {
    Ok(web::Json(service::search(&state, &mechanic, &query).await?))
}

/// Makes a draft of a quote.
///
/// Mechanics and workshop members. A session or a repair names the customer and the vehicle; else the customer is one
/// that the provider has worked with, or an address. The draft is numbered and not seen by anybody else before it is
/// sent.
#[utoipa::path(
    tag = "quotes", operation_id = "create_quote", security(("bearer" = [])), request_body = NewQuote,
    params(("Idempotency-Key" = Option<String>, Header, description = "The same key and body answers the first result for 24 hours.")),
    responses(
        (status = 201, description = "The draft.", body = Quote, headers(("ETag" = String, description = "The version in quotes."))),
        answers::ForRole,
        answers::State,
        answers::Body,
        answers::Always
    )
)]
#[post("/quotes")]
pub async fn create_quote(
    state: web::Data<AppState>,
    mechanic: Mechanic,
    CreationId(id): CreationId,
    Json(body): Json<NewQuote>,
) -> Result<HttpResponse, ApiError> {
    let quote = Box::pin(service::create(&state, &mechanic, id, body)).await?;
    Ok(versioned(HttpResponse::Created(), quote.version, &quote))
}

/// Shows a quote.
///
/// Mechanics and workshop members, for their own provider.
#[utoipa::path(
    tag = "quotes", operation_id = "get_quote", security(("bearer" = [])),
    params(("id" = uuid::Uuid, Path, description = "The quote.")),
    responses(
        (status = 200, description = "The quote.", body = Quote, headers(("ETag" = String, description = "The version in quotes."))),
        answers::ForRole,
        answers::Absent,
        answers::Always
    )
)]
#[get("/quotes/{id}")]
pub async fn get_quote(
    state: web::Data<AppState>,
    mechanic: Mechanic,
    Id(id): Id,
) -> Result<HttpResponse, ApiError> {
    let quote = service::read(&state, &mechanic, id).await?;
    Ok(versioned(HttpResponse::Ok(), quote.version, &quote))
}

/// Changes a draft.
///
/// Mechanics and workshop members, for their own provider. What is left out stays; lines that are not named are
/// removed. `If-Match` refuses a change to a version that somebody else has changed since.
#[utoipa::path(
    tag = "quotes", operation_id = "update_quote", security(("bearer" = [])), request_body = UpdateQuote,
    params(("id" = uuid::Uuid, Path, description = "The quote."), ("If-Match" = Option<String>, Header, description = "The version that the change is made to.")),
    responses(
        (status = 200, description = "The draft after the change.", body = Quote, headers(("ETag" = String, description = "The version in quotes."))),
        answers::ForRole,
        answers::Absent,
        answers::State,
        answers::Stale,
        answers::Body,
        answers::Always
    )
)]
#[patch("/quotes/{id}")]
pub async fn update_quote(
    state: web::Data<AppState>,
    mechanic: Mechanic,
    Id(id): Id,
    known: IfMatch,
    Json(body): Json<UpdateQuote>,
) -> Result<HttpResponse, ApiError> {
    let quote = Box::pin(service::update(&state, &mechanic, id, known, body)).await?;
    Ok(versioned(HttpResponse::Ok(), quote.version, &quote))
}

/// Removes a draft.
///
/// Mechanics and workshop members, for their own provider. What was sent can only be taken back.
#[utoipa::path(
    tag = "quotes", operation_id = "delete_quote", security(("bearer" = [])),
    params(("id" = uuid::Uuid, Path, description = "The quote.")),
    responses(
        (status = 204, description = "Removed."),
        answers::ForRole,
        answers::Absent,
        answers::State,
        answers::Always
    )
)]
#[delete("/quotes/{id}")]
pub async fn delete_quote(
    state: web::Data<AppState>,
    mechanic: Mechanic,
    Id(id): Id,
) -> Result<HttpResponse, ApiError> {
    Box::pin(service::delete(&state, &mechanic, id)).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Sends a draft to the customer.
///
/// Mechanics and workshop members, for their own provider. From then on it stays as it is. The customer gets a mail
/// with a link that opens this one quote without an account; older revisions that are not approved end.
#[utoipa::path(
    tag = "quotes", operation_id = "send_quote", security(("bearer" = [])),
    params(("id" = uuid::Uuid, Path, description = "The quote.")),
    responses(
        (status = 200, description = "The quote, sent.", body = Quote, headers(("ETag" = String, description = "The version in quotes."))),
        answers::ForRole,
        answers::Absent,
        answers::State,
        answers::Always
    )
)]
#[post("/quotes/{id}/send")]
pub async fn send_quote(
    state: web::Data<AppState>,
    mechanic: Mechanic,
    Id(id): Id,
) -> Result<HttpResponse, ApiError> {
    let quote = Box::pin(service::send(&state, &mechanic, id)).await?;
    Ok(versioned(HttpResponse::Ok(), quote.version, &quote))
}

/// Makes the next revision as a draft.
///
/// Mechanics and workshop members, for their own provider. It has the lines of the quote and no approval: one that was
/// given stays with the old revision, until the new one is approved.
#[utoipa::path(
    tag = "quotes", operation_id = "revise_quote", security(("bearer" = [])),
    params(("id" = uuid::Uuid, Path, description = "The quote."), ("Idempotency-Key" = Option<String>, Header, description = "The same key and body answers the first result for 24 hours.")),
    responses(
        (status = 201, description = "The draft of the next revision.", body = Quote, headers(("ETag" = String, description = "The version in quotes."))),
        answers::ForRole,
        answers::Absent,
        answers::State,
        answers::Always
    )
)]
#[post("/quotes/{id}/revise")]
pub async fn revise_quote(
    state: web::Data<AppState>,
    mechanic: Mechanic,
    Id(id): Id,
    CreationId(new): CreationId,
) -> Result<HttpResponse, ApiError> {
    let quote = Box::pin(service::revise(&state, &mechanic, new, id)).await?;
    Ok(versioned(HttpResponse::Created(), quote.version, &quote))
}

/// Takes a quote back.
///
/// Mechanics and workshop members, for their own provider, before the customer has decided.
#[utoipa::path(
    tag = "quotes", operation_id = "cancel_quote", security(("bearer" = [])),
    params(("id" = uuid::Uuid, Path, description = "The quote.")),
    responses(
        (status = 200, description = "The quote, taken back.", body = Quote, headers(("ETag" = String, description = "The version in quotes."))),
        answers::ForRole,
        answers::Absent,
        answers::State,
        answers::Always
    )
)]
#[post("/quotes/{id}/cancel")]
pub async fn cancel_quote(
    state: web::Data<AppState>,
    mechanic: Mechanic,
    Id(id): Id,
) -> Result<HttpResponse, ApiError> {
    let quote = Box::pin(service::cancel(&state, &mechanic, id)).await?;
    Ok(versioned(HttpResponse::Ok(), quote.version, &quote))
}

/// Records an approval.
///
/// Mechanics and workshop members, for their own provider: what the customer approved by phone, by text message or in
/// person. It is kept with who recorded it.
#[utoipa::path(
    tag = "quotes", operation_id = "record_authorization", security(("bearer" = [])), request_body = RecordAuthorization,
    params(("id" = uuid::Uuid, Path, description = "The quote.")),
    responses(
        (status = 200, description = "The quote after the approval.", body = Quote, headers(("ETag" = String, description = "The version in quotes."))),
        answers::ForRole,
        answers::Absent,
        answers::State,
        answers::Body,
        answers::Always
    )
)]
#[post("/quotes/{id}/authorizations")]
pub async fn record_authorization(
    state: web::Data<AppState>,
    mechanic: Mechanic,
    Id(id): Id,
    Json(body): Json<RecordAuthorization>,
) -> Result<HttpResponse, ApiError> {
    let quote = Box::pin(service::record(&state, &mechanic, id, body)).await?;
    Ok(versioned(HttpResponse::Ok(), quote.version, &quote))
}

/// Writes to the customer of a quote.
///
/// Mechanics and workshop members, for their own provider. The customer is told inside the app and by e-mail, or by
/// e-mail with a link where there is no account. A draft has no reader yet (409).
#[utoipa::path(
    tag = "quotes", operation_id = "answer_quote_question", security(("bearer" = [])), request_body = WriteQuoteMessage,
    params(
        ("id" = uuid::Uuid, Path, description = "The quote."),
        ("Idempotency-Key" = Option<String>, Header, description = "The same key and body answers the first result for 24 hours.")
    ),
    responses(
        (status = 201, description = "The quote with the answer.", body = Quote),
        answers::ForRole,
        answers::Absent,
        answers::State,
        answers::Body,
        answers::Always
    )
)]
#[post("/quotes/{id}/messages")]
pub async fn answer_quote_question(
    state: web::Data<AppState>,
    mechanic: Mechanic,
    Id(id): Id,
    CreationId(message): CreationId,
    Json(body): Json<WriteQuoteMessage>,
) -> Result<HttpResponse, ApiError> {
    let answered = Box::pin(service::answer(&state, &mechanic, (id, message), body)).await?;
    Ok(HttpResponse::Created().json(answered))
}
