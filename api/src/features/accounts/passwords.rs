//! Hashes and checks passwords with argon2id, away from the threads that answer requests.

use crate::http::problem::ApiError;
use crate::state::AppState;
use actix_web::web;
use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use argon2::{Algorithm, Argon2, Params, Version};
use pitlane_entities::users;
use std::sync::atomic::{AtomicU64, Ordering};
use tokio::sync::Semaphore;

/// Most hashes at one time: each takes its memory, so a rush of log-ins waits instead of exhausting the machine.
const AT_ONCE: usize = 4;

/// Whose turn it is to hash.
#[derive(Debug)]
pub struct Turns {
    running: Semaphore,
    begun: AtomicU64,
}

impl Default for Turns {
    fn default() -> Self {
        Self { running: Semaphore::new(AT_ONCE), begun: AtomicU64::new(0) }
    }
}

impl Turns {
    /// How many hashes were worked out so far; the work that tells nobody whether there is an account.
    pub fn begun(&self) -> u64 {
        self.begun.load(Ordering::Relaxed)
    }
}

fn argon2(memory_kib: u32) -> Result<Argon2<'static>, argon2::Error> {
    Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, Params::new(memory_kib, 2, 1, None)?))
}

async fn apart<T: Send + 'static>(
    state: &AppState,
    work: impl FnOnce() -> Result<T, String> + Send + 'static,
) -> Result<T, ApiError> {
    let _turn = state.hashing.running.acquire().await.map_err(ApiError::unexpected)?;
    state.hashing.begun.fetch_add(1, Ordering::Relaxed);
    web::block(work).await.map_err(ApiError::unexpected)?.map_err(ApiError::unexpected)
}

/// The hash of a new password, with its salt and parameters.
pub async fn hash(state: &AppState, password: String) -> Result<String, ApiError> {
    let memory = state.config.auth.argon2_memory_kib;
    apart(state, move || {
        let argon2 = argon2(memory).map_err(|error| error.to_string())?;
        argon2
            .hash_password(password.as_bytes())
            .map(|hash| hash.to_string())
            .map_err(|error| error.to_string())
    })
    .await
}

/// Refuses a password that is not the account's own, where it is asked for once more.
pub async fn confirm(state: &AppState, password: String, account: &users::Model) -> Result<(), ApiError> {
    if verify(state, password, Some(account.password_hash.clone())).await? {
        return Ok(());
    }
    Err(ApiError::field("password", "wrong_password", "This is not the password of the account."))
}

/// Whether `password` belongs to `hash`. Without a hash the same work is done and the answer is no, so that the time
/// does not tell whether there is an account.
pub async fn verify(state: &AppState, password: String, hash: Option<String>) -> Result<bool, ApiError> {
    let Some(hash) = hash else {
        self::hash(state, password).await?;
        return Ok(false);
    };
    let memory = state.config.auth.argon2_memory_kib;
    apart(state, move || {
        let argon2 = argon2(memory).map_err(|error| error.to_string())?;
        // what is no hash, such as that of a closed account, fits no password
        Ok(PasswordHash::new(&hash)
            .is_ok_and(|hash| argon2.verify_password(password.as_bytes(), &hash).is_ok()))
    })
    .await
}
