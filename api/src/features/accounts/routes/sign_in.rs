use crate::features::accounts::service::sign_in::{self, Issued};
use crate::http::actor::bearer;
use crate::http::answers;
use crate::http::body::Json;
use crate::http::problem::ApiError;
use crate::http::tokens as access;
use crate::state::AppState;
use actix_web::cookie::{Cookie, SameSite, time::Duration};
use actix_web::http::header;
use actix_web::{HttpRequest, HttpResponse, post, web};
use pitlane_contract::accounts::{LogIn, Refresh, Tokens};
use pitlane_contract::problem::Code;
use pitlane_domain::vocabulary::Role;

/// Name of the cookie with the refresh token; scripts cannot read it and other sites cannot send it.
const COOKIE: &str = "pitlane_refresh";
/// Where the cookie is sent.
const COOKIE_PATH: &str = "/api/v1/auth";

/// Signs a customer in.
///
/// Anybody. Address and password of a customer. The refresh token comes as an `HttpOnly` cookie, or in the body when asked
/// for. After five failures the account is blocked for a while, whether it exists or not.
#[utoipa::path(
    tag = "accounts", operation_id = "log_in_customer", request_body = LogIn,
    responses(
        (status = 200, description = "Signed in.", body = Tokens),
        (status = 401, description = "Address or password is wrong (`invalid_credentials`), or the code of the second \
         factor is missing (`two_factor_required`) or wrong (`invalid_two_factor_code`).",
         body = pitlane_contract::problem::Problem, content_type = "application/problem+json"),
        answers::Body, answers::Always
    )
)]
#[post("/customer/login")]
pub async fn log_in_customer(
    state: web::Data<AppState>,
    request: HttpRequest,
    Json(body): Json<LogIn>,
) -> Result<HttpResponse, ApiError> {
    log_in(&state, &request, Role::Customer, body).await
}

/// Signs a provider in.
///
/// Anybody. Like the log-in of customers, for mechanics and the people of workshops.
#[utoipa::path(
    tag = "accounts", operation_id = "log_in_provider", request_body = LogIn,
    responses(
        (status = 200, description = "Signed in.", body = Tokens),
        (status = 401, description = "Address or password is wrong (`invalid_credentials`), or the code of the second \
         factor is missing (`two_factor_required`) or wrong (`invalid_two_factor_code`).",
         body = pitlane_contract::problem::Problem, content_type = "application/problem+json"),
        answers::Body, answers::Always
    )
)]
#[post("/provider/login")]
pub async fn log_in_provider(
    state: web::Data<AppState>,
    request: HttpRequest,
    Json(body): Json<LogIn>,
) -> Result<HttpResponse, ApiError> {
    log_in(&state, &request, Role::Provider, body).await
}

/// Signs a member of the platform's staff in.
///
/// Anybody. Like the log-in of customers, for the platform's staff. Whoever has no second factor yet can do nothing
/// but set one up: everything else answers 403 `two_factor_missing`.
#[utoipa::path(
    tag = "accounts", operation_id = "log_in_admin", request_body = LogIn,
    responses(
        (status = 200, description = "Signed in.", body = Tokens),
        (status = 401, description = "Address or password is wrong (`invalid_credentials`), or the code of the second \
         factor is missing (`two_factor_required`) or wrong (`invalid_two_factor_code`).",
         body = pitlane_contract::problem::Problem, content_type = "application/problem+json"),
        answers::Body, answers::Always
    )
)]
#[post("/admin/login")]
pub async fn log_in_admin(
    state: web::Data<AppState>,
    request: HttpRequest,
    Json(body): Json<LogIn>,
) -> Result<HttpResponse, ApiError> {
    log_in(&state, &request, Role::Admin, body).await
}

async fn log_in(
    state: &AppState,
    request: &HttpRequest,
    role: Role,
    body: LogIn,
) -> Result<HttpResponse, ApiError> {
    let agent = request.headers().get(header::USER_AGENT).and_then(|value| value.to_str().ok());
    let in_body = body.refresh_token_in_body;
    let issued = sign_in::log_in(state, role, body, agent.unwrap_or_default()).await?;
    Ok(answer(state, issued, in_body))
}

/// Exchanges the refresh token for a new pair.
///
/// Anybody who has one, in the cookie or in the body; the new one comes the same way. Each token works once: a used one
/// that comes back ends the whole sign-in. Of two exchanges at the same instant one wins, the other is answered 409 and
/// may try again with the new token. A browser that was left before its new cookie came and sends the old one for another
/// second, though not longer than ten, gets one in place of that.
#[utoipa::path(
    tag = "accounts", operation_id = "refresh_tokens", request_body = Refresh,
    responses(
        (status = 200, description = "A new pair.", body = Tokens),
        (status = 401, description = "The token is unknown, used, too old or revoked.",
         body = pitlane_contract::problem::Problem, content_type = "application/problem+json"),
        answers::State, answers::Body, answers::Always
    )
)]
#[post("/auth/refresh")]
pub async fn refresh(
    state: web::Data<AppState>,
    request: HttpRequest,
    Json(body): Json<Refresh>,
) -> Result<HttpResponse, ApiError> {
    let in_body = body.refresh_token.is_some();
    let token =
        given(&request, body.refresh_token).ok_or_else(|| ApiError::new(Code::InvalidRefreshToken))?;
    let issued = sign_in::refresh(&state, &token, !in_body).await?;
    Ok(answer(&state, issued, in_body))
}

/// Signs out.
///
/// Anybody. Ends the sign-in of the refresh token (cookie or body) or of the access token, and removes the cookie.
#[utoipa::path(
    tag = "accounts", operation_id = "log_out", request_body = Refresh,
    responses((status = 204, description = "Signed out."), answers::Body, answers::Always)
)]
#[post("/auth/logout")]
pub async fn log_out(
    state: web::Data<AppState>,
    request: HttpRequest,
    Json(body): Json<Refresh>,
) -> Result<HttpResponse, ApiError> {
    if let Some(token) = given(&request, body.refresh_token) {
        sign_in::log_out(&state, &token).await?;
    }
    if let Some(Ok(claims)) = bearer(&request).map(|token| access::read(&state, token)) {
        // it may have ended with the refresh token just now
        let _ = sign_in::end(&state, claims.sub, claims.sid).await;
    }
    let mut gone = cookie(&state, String::new());
    gone.make_removal();
    Ok(HttpResponse::NoContent().cookie(gone).finish())
}

fn given(request: &HttpRequest, body: Option<String>) -> Option<String> {
    body.or_else(|| request.cookie(COOKIE).map(|cookie| cookie.value().to_owned()))
        .filter(|token| !token.is_empty())
}

fn answer(state: &AppState, issued: Issued, in_body: bool) -> HttpResponse {
    let mut response = HttpResponse::Ok();
    let refresh_token = if in_body {
        Some(issued.refresh)
    } else {
        response.cookie(cookie(state, issued.refresh));
        None
    };
    response.json(Tokens {
        access_token: issued.access,
        token_type: "Bearer".to_owned(),
        expires_in: state.config.auth.access_minutes * 60,
        refresh_token,
    })
}

fn cookie(state: &AppState, value: String) -> Cookie<'static> {
    Cookie::build(COOKIE, value)
        .path(COOKIE_PATH)
        .http_only(true)
        .same_site(SameSite::Strict)
        .secure(state.config.auth.secure_cookie)
        .max_age(Duration::days(state.config.auth.refresh_days))
        .finish()
}
