//! Access tokens: signed, short-lived, naming the account and the sign-in.

use crate::state::AppState;
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation};
use secrecy::ExposeSecret;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// What an access token says.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Claims {
    /// The account.
    pub sub: Uuid,
    /// The sign-in.
    pub sid: Uuid,
    /// When it ends, in seconds since 1970.
    pub exp: i64,
}

/// Why a token is not accepted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BadToken {
    /// Forged, damaged or of another server.
    Invalid,
    /// Was good once.
    Expired,
}

/// Makes an access token for a sign-in.
pub fn issue(state: &AppState, user: Uuid, sign_in: Uuid) -> Result<String, jsonwebtoken::errors::Error> {
    let exp = (state.clock.now() + chrono::TimeDelta::minutes(state.config.auth.access_minutes)).timestamp();
    let key = EncodingKey::from_secret(state.secrets.jwt.expose_secret().as_bytes());
    jsonwebtoken::encode(&Header::new(Algorithm::HS256), &Claims { sub: user, sid: sign_in, exp }, &key)
}

/// Reads a token and checks its signature and its end against our own clock.
pub fn read(state: &AppState, token: &str) -> Result<Claims, BadToken> {
    let mut validation = Validation::new(Algorithm::HS256);
    validation.validate_exp = false;
    validation.required_spec_claims.clear();
    let key = DecodingKey::from_secret(state.secrets.jwt.expose_secret().as_bytes());
    let claims =
        jsonwebtoken::decode::<Claims>(token, &key, &validation).map_err(|_| BadToken::Invalid)?.claims;
    if claims.exp <= state.clock.now().timestamp() { Err(BadToken::Expired) } else { Ok(claims) }
}
