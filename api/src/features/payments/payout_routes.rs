//! How providers get paid: their account with the gateway.

use super::service;
use crate::http::actor::{Seller, User};
use crate::http::answers;
use crate::http::idempotency::CreationId;
use crate::http::problem::ApiError;
use crate::http::routes::Routes;
use crate::state::AppState;
use actix_web::{HttpResponse, get, post, web};
use pitlane_contract::ledger::{Onboarding, PayoutAccount};

/// Registers the operations.
pub fn configure(config: &mut Routes) {
    config.service(get_payout_account).service(start_onboarding).service(refresh_payout_account);
}

/// Shows the provider's account with the payment gateway.
///
/// Whoever runs the provider: how far they are with getting paid, and what the gateway still wants to know. While
/// `charges_enabled` is true, customers' payments go to that account with the charge, less the platform's fee.
#[utoipa::path(
    tag = "ledger", operation_id = "get_payout_account", security(("bearer" = [])),
    responses(
        (status = 200, description = "The account, or that there is none yet.", body = PayoutAccount),
        answers::ForRole,
        answers::Always
    )
)]
#[get("/provider/payout-account")]
pub async fn get_payout_account(
    state: web::Data<AppState>,
    seller: Seller,
) -> Result<web::Json<PayoutAccount>, ApiError> {
    Ok(web::Json(service::account(&state, &seller).await?))
}

/// Starts or goes on with getting paid.
///
/// Independent mechanics and owners of workshops. Opens the account with the payment gateway, once, and answers the
/// address of the gateway's own pages, where the owner answers its questions; the address works once, for a short time.
/// The way back leads to `/provider/balance`.
#[utoipa::path(
    tag = "ledger", operation_id = "start_onboarding", security(("bearer" = [])),
    params(("Idempotency-Key" = Option<String>, Header, description = "The same key answers the first result for 24 hours.")),
    responses(
        (status = 201, description = "Where to go on.", body = Onboarding),
        answers::ForRole,
        answers::State,
        answers::Always
    )
)]
#[post("/provider/payout-account")]
pub async fn start_onboarding(
    state: web::Data<AppState>,
    user: User,
    CreationId(new): CreationId,
) -> Result<HttpResponse, ApiError> {
    Ok(HttpResponse::Created().json(Box::pin(service::onboard(&state, &user, new)).await?))
}

/// Looks how the account stands now.
///
/// For whoever runs the provider and comes back from the payment gateway's pages: asks the gateway instead of waiting for
/// its news. Where the gateway does not answer, this is what was known before.
#[utoipa::path(
    tag = "ledger", operation_id = "refresh_payout_account", security(("bearer" = [])),
    responses(
        (status = 200, description = "The account as it stands now, or that there is none yet.", body = PayoutAccount),
        answers::ForRole,
        answers::Always
    )
)]
#[post("/provider/payout-account/refresh")]
pub async fn refresh_payout_account(
    state: web::Data<AppState>,
    seller: Seller,
) -> Result<web::Json<PayoutAccount>, ApiError> {
    Ok(web::Json(Box::pin(service::look_again(&state, &seller)).await?))
}
