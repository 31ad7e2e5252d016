//! Paying for repairs, and giving money back.

use super::service;
use crate::http::actor::{Customer, User};
use crate::http::answers;
use crate::http::body::{Id, Json};
use crate::http::idempotency::CreationId;
use crate::http::problem::ApiError;
use crate::http::routes::Routes;
use crate::state::AppState;
use actix_web::{HttpResponse, post, web};
use pitlane_contract::repairs::{NewRefund, NewRepairPayment, Refund, RepairPayment};

/// Registers the operations.
pub fn configure(config: &mut Routes) {
    config.service(create_repair_payment).service(give_up_payment).service(refund_payment);
}

/// Makes a payment for a repair.
///
/// Customers, for their own: the deposit, a part or the rest, never above what is left of what they approved
/// (`not_authorized`). The answer has what the browser needs to pay; the amount is set aside for half an hour.
#[utoipa::path(
    tag = "payments", operation_id = "create_repair_payment", security(("bearer" = [])), request_body = NewRepairPayment,
    params(("id" = uuid::Uuid, Path, description = "The repair."), ("Idempotency-Key" = Option<String>, Header, description = "The same key and body answers the first result for 24 hours.")),
    responses(
        (status = 201, description = "The payment.", body = RepairPayment),
        answers::ForRole,
        answers::Absent,
        answers::State,
        answers::Body,
        answers::Always
    )
)]
#[post("/customer/repairs/{id}/payment-intent")]
pub async fn create_repair_payment(
    state: web::Data<AppState>,
    customer: Customer,
    Id(id): Id,
    CreationId(new): CreationId,
    Json(body): Json<NewRepairPayment>,
) -> Result<HttpResponse, ApiError> {
    Ok(HttpResponse::Created().json(Box::pin(service::pay_repair(&state, &customer, (id, new), body)).await?))
}

/// Gives a payment up that is not made yet.
///
/// Customers, for their own payments of repairs. The amount is free again.
#[utoipa::path(
    tag = "payments", operation_id = "give_up_payment", security(("bearer" = [])),
    params(("id" = uuid::Uuid, Path, description = "The payment.")),
    responses(
        (status = 204, description = "Given up."),
        answers::ForRole,
        answers::Absent,
        answers::State,
        answers::Always
    )
)]
#[post("/payments/{id}/cancel")]
pub async fn give_up_payment(
    state: web::Data<AppState>,
    customer: Customer,
    Id(id): Id,
) -> Result<HttpResponse, ApiError> {
    Box::pin(service::give_up(&state, &customer, id)).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Gives money back.
///
/// Whoever runs the provider that was paid, and the platform's staff: all that is left of a payment, or a part. Never
/// more than was paid (`not_authorized`).
#[utoipa::path(
    tag = "payments", operation_id = "refund_payment", security(("bearer" = [])), request_body = NewRefund,
    params(("id" = uuid::Uuid, Path, description = "The payment."), ("Idempotency-Key" = Option<String>, Header, description = "The same key and body answers the first result for 24 hours.")),
    responses(
        (status = 201, description = "The refund; the gateway is asked at once.", body = Refund),
        answers::ForRole,
        answers::Absent,
        answers::State,
        answers::Body,
        answers::Always
    )
)]
#[post("/payments/{id}/refunds")]
pub async fn refund_payment(
    state: web::Data<AppState>,
    user: User,
    Id(id): Id,
    CreationId(new): CreationId,
    Json(body): Json<NewRefund>,
) -> Result<HttpResponse, ApiError> {
    Ok(HttpResponse::Created().json(Box::pin(service::refund(&state, &user, (id, new), body)).await?))
}
