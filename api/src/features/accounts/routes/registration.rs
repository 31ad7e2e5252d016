use crate::features::accounts::service::registration;
use crate::http::actor::User;
use crate::http::answers;
use crate::http::body::Json;
use crate::http::idempotency::CreationId;
use crate::http::problem::ApiError;
use crate::state::AppState;
use actix_web::{HttpResponse, post, web};
use pitlane_contract::accounts::{Accepted, RegisterCustomer, RegisterProvider, VerifyEmail};

/// Registers a customer.
///
/// Anybody. Sends a mail with a link that confirms the address. Where there is an account with this address already, the
/// answer is the same and the owner is told by mail. Until the address is confirmed the customer can sign in and not book.
#[utoipa::path(
    tag = "accounts", operation_id = "register_customer", request_body = RegisterCustomer,
    params(("Idempotency-Key" = Option<String>, Header, description = "The same key and body answers the first result.")),
    responses((status = 202, description = "Taken; a mail is on its way.", body = Accepted), answers::Body, answers::Always)
)]
#[post("/customer/register")]
pub async fn register_customer(
    state: web::Data<AppState>,
    CreationId(id): CreationId,
    Json(body): Json<RegisterCustomer>,
) -> Result<HttpResponse, ApiError> {
    Ok(HttpResponse::Accepted().json(registration::customer(&state, id, body).await?))
}

/// Registers a provider.
///
/// Anybody. An independent mechanic, or the owner of a new workshop. Answers like the registration of customers. Providers
/// are listed and receive requests once their address is confirmed.
#[utoipa::path(
    tag = "accounts", operation_id = "register_provider", request_body = RegisterProvider,
    params(("Idempotency-Key" = Option<String>, Header, description = "The same key and body answers the first result.")),
    responses((status = 202, description = "Taken; a mail is on its way.", body = Accepted), answers::Body, answers::Always)
)]
#[post("/provider/register")]
pub async fn register_provider(
    state: web::Data<AppState>,
    CreationId(id): CreationId,
    Json(body): Json<RegisterProvider>,
) -> Result<HttpResponse, ApiError> {
    Ok(HttpResponse::Accepted().json(registration::provider(&state, id, body).await?))
}

/// Confirms an e-mail address.
///
/// Anybody who has the token of the mail. It works once, for 24 hours.
#[utoipa::path(
    tag = "accounts", operation_id = "verify_email", request_body = VerifyEmail,
    responses((status = 204, description = "Confirmed."), answers::Body, answers::Always)
)]
#[post("/auth/verify-email")]
pub async fn verify_email(
    state: web::Data<AppState>,
    Json(body): Json<VerifyEmail>,
) -> Result<HttpResponse, ApiError> {
    registration::verify_email(&state, &body.token).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Sends the confirmation link once more.
///
/// Anybody who is signed in; at most five times an hour.
#[utoipa::path(
    tag = "accounts", operation_id = "resend_verification", security(("bearer" = [])),
    responses(
        (status = 202, description = "A mail is on its way, or the address is confirmed already.", body = Accepted),
        answers::SignedIn, answers::Absent, answers::Always
    )
)]
#[post("/auth/resend-verification")]
pub async fn resend_verification(state: web::Data<AppState>, user: User) -> Result<HttpResponse, ApiError> {
    Ok(HttpResponse::Accepted().json(registration::resend_verification(&state, user.id).await?))
}
