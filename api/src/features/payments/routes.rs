//! The webhook of the payment gateway.

use super::service;
use crate::http::problem::ApiError;
use crate::http::routes::Routes;
use crate::state::AppState;
use actix_web::{HttpRequest, HttpResponse, post, web};
use pitlane_contract::problem::Problem;
use pitlane_gateways::webhooks::HEADER;

/// Mounts the feature.
pub fn configure(config: &mut Routes) {
    config.service(stripe_webhook);
    super::repair_routes::configure(config);
    super::card_routes::configure(config);
    super::export_routes::configure(config);
    super::fee_routes::configure(config);
    super::ledger_routes::configure(config);
    super::payout_routes::configure(config);
}

/// Take an event of the payment gateway
///
/// For the gateway alone, which signs the raw body in `Stripe-Signature`. Each event is kept by its id and takes effect
/// once, in whatever order and however often it comes; types that are not known are kept and answered 200.
#[utoipa::path(
    tag = "payments",
    operation_id = "receive_stripe_webhook",
    request_body(content = serde_json::Value, description = "The gateway's event.", content_type = "application/json"),
    params(("Stripe-Signature" = String, Header, description = "`t=<seconds>,v1=<hex>` over the raw body.")),
    responses(
        (status = 200, description = "Taken, now or before."),
        (status = 400, description = "The signature does not fit or is more than five minutes old, or the body is no event.", body = Problem, content_type = "application/problem+json"),
        (status = 413, description = "The body is too large.", body = Problem, content_type = "application/problem+json"),
        (status = 429, description = "Too many requests.", body = Problem, content_type = "application/problem+json"),
    )
)]
#[post("/webhooks/stripe")]
pub async fn stripe_webhook(
    state: web::Data<AppState>,
    request: HttpRequest,
    body: web::Bytes,
) -> Result<HttpResponse, ApiError> {
    let signature = request.headers().get(HEADER).and_then(|value| value.to_str().ok()).unwrap_or_default();
    service::receive(&state, signature, &body).await?;
    Ok(HttpResponse::Ok().json(serde_json::json!({ "received": true })))
}
