//! The cards that customers keep for next time.

use super::service;
use crate::http::actor::Customer;
use crate::http::answers;
use crate::http::body::{Id, Json};
use crate::http::idempotency::CreationId;
use crate::http::problem::ApiError;
use crate::http::routes::Routes;
use crate::state::AppState;
use actix_web::{HttpResponse, delete, get, post, web};
use pitlane_contract::paging::List;
use pitlane_contract::payments::{ChooseCard, SavedCard};

/// Registers the operations.
pub fn configure(config: &mut Routes) {
    config.service(list_cards).service(remove_card).service(choose_card);
}

/// Lists the cards that the customer kept.
///
/// Customers. The payment gateway keeps them; the newest comes first.
#[utoipa::path(
    tag = "payments", operation_id = "list_cards", security(("bearer" = [])),
    responses(
        (status = 200, description = "The cards.", body = List<SavedCard>),
        answers::ForRole,
        answers::Always
    )
)]
#[get("/customer/cards")]
pub async fn list_cards(
    state: web::Data<AppState>,
    customer: Customer,
) -> Result<web::Json<List<SavedCard>>, ApiError> {
    Ok(web::Json(service::cards(&state, &customer).await?))
}

/// Forgets a card.
///
/// Customers, for a card that they kept. Payments made with it stay as they are.
#[utoipa::path(
    tag = "payments", operation_id = "remove_card", security(("bearer" = [])),
    params(("id" = String, Path, description = "The card, as the gateway calls it.")),
    responses(
        (status = 204, description = "Forgotten."),
        answers::ForRole,
        answers::Absent,
        answers::Always
    )
)]
#[delete("/customer/cards/{id}")]
pub async fn remove_card(
    state: web::Data<AppState>,
    customer: Customer,
    id: web::Path<String>,
) -> Result<HttpResponse, ApiError> {
    service::forget_card(&state, &customer, &id).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Chooses the card for a payment.
///
/// Customers, for their own payments that wait for a card: one that they kept, or one that they type, which is kept for
/// next time if they want. Nothing is charged: the browser confirms the payment with the gateway afterwards.
#[utoipa::path(
    tag = "payments", operation_id = "choose_card", security(("bearer" = [])), request_body = ChooseCard,
    params(("id" = uuid::Uuid, Path, description = "The payment."), ("Idempotency-Key" = Option<String>, Header, description = "The same key and body answers the first result for 24 hours.")),
    responses(
        (status = 204, description = "Chosen."),
        answers::ForRole,
        answers::Absent,
        answers::State,
        answers::Body,
        answers::Always
    )
)]
#[post("/payments/{id}/card")]
pub async fn choose_card(
    state: web::Data<AppState>,
    customer: Customer,
    Id(id): Id,
    CreationId(new): CreationId,
    Json(body): Json<ChooseCard>,
) -> Result<HttpResponse, ApiError> {
    Box::pin(service::choose_card(&state, &customer, (id, new), body)).await?;
    Ok(HttpResponse::NoContent().finish())
}
