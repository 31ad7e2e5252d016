//! The sandbox gateway as the browser meets it: outside the API, as a real gateway would be on a host of its own.

use super::jobs::delivery;
use crate::http::body::Json;
use crate::http::problem::ApiError;
use crate::state::AppState;
use actix_web::{post, web};
use pitlane_contract::payments::{SandboxAnswer, SandboxAuthentication, SandboxCard, SandboxSaved};
use pitlane_contract::problem::Code;
use pitlane_gateways::payments::GatewayError;
use pitlane_gateways::sandbox_cards::Card;
use pitlane_gateways::sandbox_payments::{self, Confirmation};

/// Mounts the sandbox at `/sandbox`.
pub fn configure(config: &mut web::ServiceConfig) {
    config.service(web::scope("/sandbox").service(confirm).service(confirm_saved).service(authenticate));
}

#[post("/intents/{intent}/confirm")]
async fn confirm(
    state: web::Data<AppState>,
    intent: web::Path<String>,
    Json(typed): Json<SandboxCard>,
) -> Result<web::Json<SandboxAnswer>, ApiError> {
    only_sandbox(&state)?;
    let work = state.begin().await?;
    let card = Card { number: typed.number, expiry: typed.expiry, cvc: typed.cvc };
    let outcome = sandbox_payments::confirm(&work.tx, work.now, &intent, &typed.client_secret, &card).await;
    finish(work, outcome).await
}

#[post("/intents/{intent}/confirm-saved")]
async fn confirm_saved(
    state: web::Data<AppState>,
    intent: web::Path<String>,
    Json(said): Json<SandboxSaved>,
) -> Result<web::Json<SandboxAnswer>, ApiError> {
    only_sandbox(&state)?;
    let work = state.begin().await?;
    let card = sandbox_payments::chosen(&work.tx, &intent).await.map_err(refusal)?;
    let card = card.ok_or_else(ApiError::not_found)?;
    let outcome = sandbox_payments::confirm(&work.tx, work.now, &intent, &said.client_secret, &card).await;
    finish(work, outcome).await
}

#[post("/intents/{intent}/authenticate")]
async fn authenticate(
    state: web::Data<AppState>,
    intent: web::Path<String>,
    Json(said): Json<SandboxAuthentication>,
) -> Result<web::Json<SandboxAnswer>, ApiError> {
    only_sandbox(&state)?;
    let work = state.begin().await?;
    let outcome =
        sandbox_payments::authenticate(&work.tx, work.now, &intent, &said.client_secret, said.confirmed)
            .await;
    finish(work, outcome).await
}

/// Commits the change of the intent together with the webhook that tells of it.
async fn finish(
    mut work: crate::work::Work,
    outcome: Result<Confirmation, GatewayError>,
) -> Result<web::Json<SandboxAnswer>, ApiError> {
    let done = outcome.map_err(refusal)?;
    let now = work.now;
    if let Some(event) = done.event {
        work.enqueue(delivery(event, now));
    }
    work.commit().await?;
    Ok(web::Json(SandboxAnswer { status: done.intent.status.as_str().to_owned(), failure: done.failure }))
}

fn only_sandbox(state: &AppState) -> Result<(), ApiError> {
    if state.config.payments.gateway == "sandbox" { Ok(()) } else { Err(ApiError::not_found()) }
}

fn refusal(error: GatewayError) -> ApiError {
    match error {
        GatewayError::NotFound => ApiError::not_found(),
        GatewayError::InvalidState(_) | GatewayError::Declined { .. } => {
            ApiError::because(Code::Conflict, "This payment is not waiting for a card.")
        }
        GatewayError::Unavailable(_) => ApiError { retry_after: Some(1), ..ApiError::new(Code::Unavailable) },
    }
}
