//! Keeps the secrets of second factors unreadable for whoever has the database alone: AES-256-GCM with a key made from
//! the server's own secret, and the account as associated data, so that a secret fits its own account only.

use crate::http::problem::ApiError;
use crate::state::AppState;
use aes_gcm::aead::{Aead as _, Payload};
use aes_gcm::{Aes256Gcm, KeyInit as _, Nonce};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD_NO_PAD as BASE64;
use pitlane_platform::ids::random_bytes;
use secrecy::ExposeSecret as _;
use sha2::{Digest as _, Sha256};
use uuid::Uuid;

/// Bytes of the number that no two seals of one key share.
const NONCE: usize = 12;

fn cipher(state: &AppState) -> Aes256Gcm {
    let key = Sha256::new()
        .chain_update(b"pitlane second factor\0")
        .chain_update(state.secrets.two_factor.expose_secret().as_bytes())
        .finalize();
    Aes256Gcm::new(&key)
}

/// Seals the secret of an account.
pub fn seal(state: &AppState, user: Uuid, secret: &[u8]) -> Result<String, ApiError> {
    let nonce = random_bytes::<NONCE>();
    let payload = Payload { msg: secret, aad: user.as_bytes() };
    let sealed = cipher(state)
        .encrypt(&Nonce::from(nonce), payload)
        .map_err(|_| ApiError::unexpected("a second factor could not be sealed"))?;
    Ok(BASE64.encode([nonce.as_slice(), &sealed].concat()))
}

/// Opens what was sealed for the account. It fails when the server's secret is another one now.
pub fn open(state: &AppState, user: Uuid, sealed: &str) -> Result<Vec<u8>, ApiError> {
    let broken =
        || ApiError::unexpected("the secret of a second factor cannot be opened with auth.two_factor_key");
    let bytes = BASE64.decode(sealed).map_err(|_| broken())?;
    let (nonce, sealed) = bytes.split_first_chunk::<NONCE>().ok_or_else(broken)?;
    let payload = Payload { msg: sealed, aad: user.as_bytes() };
    cipher(state).decrypt(&Nonce::from(*nonce), payload).map_err(|_| broken())
}
