use crate::features::accounts::service::recovery;
use crate::http::answers;
use crate::http::body::Json;
use crate::http::problem::ApiError;
use crate::state::AppState;
use actix_web::{HttpResponse, post, web};
use pitlane_contract::accounts::{Accepted, ForgotPassword, ResetPassword};

/// Asks for a link to a new password.
///
/// Anybody; for the accounts of customers and providers alike. The answer is the same whether or not there is an account.
#[utoipa::path(
    tag = "accounts", operation_id = "forgot_password", request_body = ForgotPassword,
    responses(
        (status = 202, description = "Taken; a mail is on its way if there is an account.", body = Accepted),
        answers::Body, answers::Always
    )
)]
#[post("/customer/forgot-password")]
pub async fn forgot_password(
    state: web::Data<AppState>,
    Json(body): Json<ForgotPassword>,
) -> Result<HttpResponse, ApiError> {
    Ok(HttpResponse::Accepted().json(recovery::forgot(&state, &body.email).await?))
}

/// Sets a new password.
///
/// Anybody who has the token of the mail. It works once, for an hour. Every sign-in of the account ends.
#[utoipa::path(
    tag = "accounts", operation_id = "reset_password", request_body = ResetPassword,
    responses((status = 204, description = "The new password holds."), answers::Body, answers::Always)
)]
#[post("/customer/reset-password")]
pub async fn reset_password(
    state: web::Data<AppState>,
    Json(body): Json<ResetPassword>,
) -> Result<HttpResponse, ApiError> {
    recovery::reset(&state, &body.token, body.password).await?;
    Ok(HttpResponse::NoContent().finish())
}
