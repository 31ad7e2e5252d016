//! The second factor of an account: the codes of an authenticator app (TOTP, RFC 6238), and recovery codes for when it
//! is lost.

use crate::features::accounts::queries::{self, tokens, two_factor};
use crate::features::accounts::{passwords, sealing, throttle};
use crate::http::actor::User;
use crate::http::problem::ApiError;
use crate::state::AppState;
use crate::work::Work;
use pitlane_contract::accounts::{RecoveryCodes, StopTwoFactor, TwoFactor, TwoFactorSecret};
use pitlane_contract::problem::Code;
use pitlane_domain::vocabulary::Role;
use pitlane_entities::users;
use pitlane_platform::ids::{new_secret, random_bytes};
use totp_rs::{Builder, Totp};

/// Who authenticator apps say the code is for.
const ISSUER: &str = "Pitlane";
/// Bytes of a secret: what RFC 4226 recommends.
const SECRET_BYTES: usize = 20;
/// Recovery codes of an account.
const RECOVERY_CODES: usize = 10;
/// Digits of a recovery code, in groups of four; 64 bits, so that nobody guesses one.
const RECOVERY_DIGITS: usize = 16;

/// Six digits, a new code every 30 seconds; one step early or late is good, as clocks differ.
fn totp(secret: Vec<u8>, email: &str) -> Result<Totp, ApiError> {
    Builder::new()
        .with_secret(secret)
        .with_account_name(email)
        .with_issuer(Some(ISSUER))
        .build()
        .map_err(ApiError::unexpected)
}

/// Whether the account has a second factor.
pub async fn get(state: &AppState, user: &User) -> Result<TwoFactor, ApiError> {
    let account = queries::by_id(&state.db, user.id).await?.ok_or_else(ApiError::not_found)?;
    let left = two_factor::recovery_codes_left(&state.db, user.id).await?;
    Ok(TwoFactor {
        since: account.two_factor_at,
        required: user.role == Role::Admin && state.config.auth.staff_two_factor,
        recovery_codes_left: i64::try_from(left).unwrap_or(i64::MAX),
    })
}

/// Proposes a second factor; it holds once a code of it was sent back.
pub async fn start(state: &AppState, user: &User, password: String) -> Result<TwoFactorSecret, ApiError> {
    let account = checked(state, user, password).await?;
    let bytes = random_bytes::<SECRET_BYTES>().to_vec();
    let sealed = sealing::seal(state, user.id, &bytes)?;
    let totp = totp(bytes, &account.email)?;
    let work = state.begin().await?;
    if !two_factor::propose(&work.tx, work.now, user.id, sealed).await? {
        return Err(ApiError::because(Code::Conflict, "The account has a second factor already."));
    }
    throttle::clear(&work.tx, &throttle::key(&account.email)).await?;
    work.commit().await?;
    let otpauth_uri = totp.to_url().map_err(ApiError::unexpected)?;
    Ok(TwoFactorSecret { secret: totp.secret().to_base32(), otpauth_uri })
}

/// Lets the proposed second factor hold, and ends every other sign-in: they began without it.
pub async fn confirm(state: &AppState, user: &User, code: &str) -> Result<RecoveryCodes, ApiError> {
    let account = counted(state, user).await?;
    let work = state.begin().await?;
    if !two_factor::hold(&work.tx, work.now, user.id).await? {
        return Err(ApiError::because(Code::Conflict, "The account has a second factor already."));
    }
    if !take_step(state, &work, &account, code).await? {
        return Err(wrong_code());
    }
    tokens::revoke_others(&work.tx, work.now, user.id, user.sign_in).await?;
    finish_with_codes(work, &account).await
}

/// Puts new recovery codes in place of the old ones.
pub async fn renew(state: &AppState, user: &User, code: &str) -> Result<RecoveryCodes, ApiError> {
    let account = counted(state, user).await?;
    let work = state.begin().await?;
    if !take(state, &work, &account, code).await? {
        return Err(wrong_code());
    }
    finish_with_codes(work, &account).await
}

/// Gives the second factor up. Staff may do nothing else then before there is another.
pub async fn stop(state: &AppState, user: &User, body: StopTwoFactor) -> Result<(), ApiError> {
    let account = checked(state, user, body.password).await?;
    let work = state.begin().await?;
    if !take(state, &work, &account, &body.code).await? {
        return Err(wrong_code());
    }
    two_factor::remove(&work.tx, work.now, user.id).await?;
    throttle::clear(&work.tx, &throttle::key(&account.email)).await?;
    Ok(work.commit().await?)
}

/// Removes the second factor of somebody of the staff who lost it, and ends their sign-ins; false when they have none.
pub async fn reset(state: &AppState, email: &str) -> Result<bool, ApiError> {
    let account = queries::by_email(&state.db, &email.trim().to_lowercase()).await?;
    let Some(account) = account.filter(|account| account.role == Role::Admin.as_str()) else {
        return Err(ApiError::not_found());
    };
    let work = state.begin().await?;
    let held = two_factor::remove(&work.tx, work.now, account.id).await?;
    tokens::revoke_all(&work.tx, work.now, account.id).await?;
    work.commit().await?;
    tracing::warn!(user = %account.id, "a second factor was removed on the server");
    Ok(held)
}

/// Checks the code that comes with a password, where the account has a second factor.
pub async fn at_log_in(
    state: &AppState,
    work: &Work,
    account: &users::Model,
    code: Option<&str>,
) -> Result<(), ApiError> {
    if account.two_factor_at.is_none() {
        return Ok(());
    }
    let code = code.filter(|code| !code.trim().is_empty());
    let code = code.ok_or_else(|| ApiError::new(Code::TwoFactorRequired))?;
    if take(state, work, account, code).await? {
        return Ok(());
    }
    Err(ApiError::new(Code::InvalidTwoFactorCode))
}

fn wrong_code() -> ApiError {
    ApiError::field("code", "wrong_code", "This code is wrong or was used. Wait for the next one.")
}

/// The account, with one more try counted against it.
async fn counted(state: &AppState, user: &User) -> Result<users::Model, ApiError> {
    let account = queries::by_id(&state.db, user.id).await?.ok_or_else(ApiError::not_found)?;
    throttle::begin(state, &throttle::key(&account.email)).await?;
    Ok(account)
}

/// The account, if it is its password.
async fn checked(state: &AppState, user: &User, password: String) -> Result<users::Model, ApiError> {
    let account = counted(state, user).await?;
    passwords::confirm(state, password, &account).await?;
    Ok(account)
}

/// Takes a code of the app or a recovery code, once, from an account whose second factor holds.
async fn take(state: &AppState, work: &Work, account: &users::Model, code: &str) -> Result<bool, ApiError> {
    let code: String = code.chars().filter(char::is_ascii_alphanumeric).collect();
    if code.len() == RECOVERY_DIGITS {
        let code = code.to_ascii_lowercase();
        return Ok(two_factor::take_recovery_code(&work.tx, work.now, account.id, &code).await?);
    }
    take_step(state, work, account, &code).await
}

/// Takes a code of the app, once.
async fn take_step(
    state: &AppState,
    work: &Work,
    account: &users::Model,
    code: &str,
) -> Result<bool, ApiError> {
    let Some(sealed) = two_factor::secret(&work.tx, account.id).await? else { return Ok(false) };
    let totp = totp(sealing::open(state, account.id, &sealed)?, &account.email)?;
    let digits: String = code.chars().filter(|c| !c.is_whitespace()).collect();
    let seconds = u64::try_from(work.now.timestamp()).unwrap_or_default();
    let Some(step) = totp.check(&digits, seconds) else { return Ok(false) };
    let step = i64::try_from(step).unwrap_or(i64::MAX);
    Ok(two_factor::take_step(&work.tx, work.now, account.id, step).await?)
}

/// Makes new recovery codes, ends the work and shows them.
async fn finish_with_codes(work: Work, account: &users::Model) -> Result<RecoveryCodes, ApiError> {
    let codes: Vec<String> =
        (0..RECOVERY_CODES).map(|_| new_secret().chars().take(RECOVERY_DIGITS).collect()).collect();
    two_factor::replace_recovery_codes(&work.tx, work.now, account.id, &codes).await?;
    throttle::clear(&work.tx, &throttle::key(&account.email)).await?;
    work.commit().await?;
    Ok(RecoveryCodes { codes: codes.iter().map(|code| grouped(code)).collect() })
}

/// A recovery code as people read it: groups of four.
fn grouped(code: &str) -> String {
    let digits: Vec<char> = code.chars().collect();
    digits.chunks(4).map(|group| group.iter().collect::<String>()).collect::<Vec<_>>().join("-")
}
