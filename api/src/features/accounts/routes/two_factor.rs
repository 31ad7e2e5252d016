use crate::features::accounts::service::two_factor;
use crate::http::actor::SignedIn;
use crate::http::answers;
use crate::http::body::Json;
use crate::http::problem::ApiError;
use crate::state::AppState;
use actix_web::{HttpResponse, delete, get, post, web};
use pitlane_contract::accounts::{
    RecoveryCodes, StartTwoFactor, StopTwoFactor, TwoFactor, TwoFactorCode, TwoFactorSecret,
};

/// Whether one's account has a second factor.
///
/// Anybody who is signed in, also staff who still has to set one up.
#[utoipa::path(
    tag = "accounts", operation_id = "get_two_factor", security(("bearer" = [])),
    responses(
        (status = 200, description = "What there is.", body = TwoFactor),
        answers::SignedIn, answers::Absent, answers::Always
    )
)]
#[get("/me/two-factor")]
pub async fn get_two_factor(
    state: web::Data<AppState>,
    SignedIn(user): SignedIn,
) -> Result<web::Json<TwoFactor>, ApiError> {
    two_factor::get(&state, &user).await.map(web::Json)
}

/// Proposes a second factor.
///
/// Anybody who is signed in, with the password once more. The answer is a new secret for an authenticator app (TOTP, RFC
/// 6238: SHA-1, six digits, 30 seconds). It holds once a code of it was sent to the confirmation; until then another call
/// replaces it.
#[utoipa::path(
    tag = "accounts", operation_id = "start_two_factor", security(("bearer" = [])), request_body = StartTwoFactor,
    responses(
        (status = 200, description = "The secret, shown this once.", body = TwoFactorSecret),
        answers::SignedIn, answers::Absent, answers::State, answers::Body, answers::Always
    )
)]
#[post("/me/two-factor")]
pub async fn start_two_factor(
    state: web::Data<AppState>,
    SignedIn(user): SignedIn,
    Json(body): Json<StartTwoFactor>,
) -> Result<web::Json<TwoFactorSecret>, ApiError> {
    two_factor::start(&state, &user, body.password).await.map(web::Json)
}

/// Lets the proposed second factor hold.
///
/// Anybody who is signed in, with a code of the proposed secret. From now on each log-in asks for a code; every other
/// sign-in of the account ends.
#[utoipa::path(
    tag = "accounts", operation_id = "confirm_two_factor", security(("bearer" = [])), request_body = TwoFactorCode,
    responses(
        (status = 200, description = "Recovery codes, shown this once.", body = RecoveryCodes),
        answers::SignedIn, answers::Absent, answers::State, answers::Body, answers::Always
    )
)]
#[post("/me/two-factor/confirm")]
pub async fn confirm_two_factor(
    state: web::Data<AppState>,
    SignedIn(user): SignedIn,
    Json(body): Json<TwoFactorCode>,
) -> Result<web::Json<RecoveryCodes>, ApiError> {
    two_factor::confirm(&state, &user, &body.code).await.map(web::Json)
}

/// Makes new recovery codes.
///
/// Anybody who is signed in and has a second factor, with a code. The old recovery codes end.
#[utoipa::path(
    tag = "accounts", operation_id = "renew_recovery_codes", security(("bearer" = [])), request_body = TwoFactorCode,
    responses(
        (status = 200, description = "Recovery codes, shown this once.", body = RecoveryCodes),
        answers::SignedIn, answers::Absent, answers::Body, answers::Always
    )
)]
#[post("/me/two-factor/recovery-codes")]
pub async fn renew_recovery_codes(
    state: web::Data<AppState>,
    SignedIn(user): SignedIn,
    Json(body): Json<TwoFactorCode>,
) -> Result<web::Json<RecoveryCodes>, ApiError> {
    two_factor::renew(&state, &user, &body.code).await.map(web::Json)
}

/// Gives the second factor up.
///
/// Anybody who is signed in and has one, with the password and a code. Staff can do nothing else then before there is
/// another.
#[utoipa::path(
    tag = "accounts", operation_id = "stop_two_factor", security(("bearer" = [])), request_body = StopTwoFactor,
    responses(
        (status = 204, description = "Log-ins ask for the password alone."),
        answers::SignedIn, answers::Absent, answers::Body, answers::Always
    )
)]
#[delete("/me/two-factor")]
pub async fn stop_two_factor(
    state: web::Data<AppState>,
    SignedIn(user): SignedIn,
    Json(body): Json<StopTwoFactor>,
) -> Result<HttpResponse, ApiError> {
    two_factor::stop(&state, &user, body).await?;
    Ok(HttpResponse::NoContent().finish())
}
