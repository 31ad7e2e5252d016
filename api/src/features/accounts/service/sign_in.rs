//! Signing in, staying signed in and signing out.

use crate::features::accounts::queries::tokens::{self, Refresh};
use crate::features::accounts::service::two_factor;
use crate::features::accounts::{passwords, queries, throttle};
use crate::http::problem::ApiError;
use crate::http::tokens as access;
use crate::state::AppState;
use chrono::TimeDelta;
use pitlane_contract::accounts::{LogIn, SignIn};
use pitlane_contract::problem::Code;
use pitlane_domain::accounts::Email;
use pitlane_domain::vocabulary::Role;
use uuid::Uuid;

/// A new pair of tokens.
#[derive(Debug)]
pub struct Issued {
    /// For `Authorization: Bearer`.
    pub access: String,
    /// For the next exchange.
    pub refresh: String,
}

/// Checks address and password at the log-in of one role, then the second factor of an account that has one. Unknown
/// address, wrong password and wrong role are told alike and take the same time.
pub async fn log_in(state: &AppState, role: Role, body: LogIn, user_agent: &str) -> Result<Issued, ApiError> {
    let LogIn { email, password, two_factor_code, .. } = body;
    // what cannot be an address has no account, and is counted and answered like one
    let email =
        Email::parse(&email).map_or_else(|_| email.trim().to_lowercase(), |email| email.as_str().to_owned());
    let key = throttle::key(&email);
    throttle::begin(state, &key).await?;
    let account = queries::by_email(&state.db, &email).await?.filter(|account| account.role == role.as_str());
    let hash = account.as_ref().map(|account| account.password_hash.clone());
    let good = passwords::verify(state, password, hash).await?;
    let Some(account) = account.filter(|_| good) else {
        return Err(ApiError::new(Code::InvalidCredentials));
    };
    let work = state.begin().await?;
    two_factor::at_log_in(state, &work, &account, two_factor_code.as_deref()).await?;
    throttle::clear(&work.tx, &key).await?;
    let agent: String = user_agent.chars().filter(|c| !c.is_control()).take(200).collect();
    let sign_in = tokens::insert_sign_in(&work.tx, work.now, account.id, agent).await?;
    let expires_at = work.now + TimeDelta::days(state.config.auth.refresh_days);
    let refresh = tokens::insert_refresh(&work.tx, work.now, sign_in, expires_at).await?;
    work.commit().await?;
    let access = access::issue(state, account.id, sign_in).map_err(ApiError::unexpected)?;
    Ok(Issued { access, refresh })
}

/// Tabs of one browser share its cookie: one that sends the old value this soon after another tab's exchange is late,
/// not a thief. It is told to send the new one, which the browser has by then, and gets no token for the old one.
const LATE_TAB: TimeDelta = TimeDelta::seconds(10);
/// How long an answer may be on its way to the browser. Whoever still sends the old cookie after that was left before the
/// answer came, and has no other.
const ON_ITS_WAY: TimeDelta = TimeDelta::seconds(1);

/// Exchanges a refresh token, once. A used one shows that somebody else has it: the whole sign-in ends. Of two exchanges
/// at the same instant one wins; the other, which began before the token was used or is another tab of the same
/// browser (`in_cookie`), is told to try with the new one. At no time do two tokens of a sign-in work.
pub async fn refresh(state: &AppState, token: &str, in_cookie: bool) -> Result<Issued, ApiError> {
    let at_once = || ApiError::because(Code::Conflict, "The token was exchanged this very moment.");
    let invalid = || ApiError::new(Code::InvalidRefreshToken);
    let found = tokens::find_refresh(&state.db, token).await?.ok_or_else(invalid)?;
    let now = state.clock.now();
    if found.revoked_at.is_some() || found.expires_at <= now {
        return Err(invalid());
    }
    let age = found.used_at.map(|used_at| now - used_at);
    match age {
        None => {}
        Some(age) if in_cookie && age < ON_ITS_WAY => return Err(at_once()),
        Some(age) if in_cookie && age < LATE_TAB => {}
        Some(_) => {
            tokens::revoke(&state.db, now, found.user_id, found.sign_in_id).await?;
            tracing::warn!(user = %found.user_id, sign_in = %found.sign_in_id, "a used refresh token came back");
            return Err(invalid());
        }
    }
    let work = state.begin().await?;
    let exchanged = if age.is_none() {
        tokens::use_refresh(&work.tx, work.now, &found).await?
    } else {
        // the answer to the exchange was lost, unless what it brought has been used
        tokens::replace_unused(&work.tx, work.now, &found).await?
    };
    if !exchanged {
        let Some(Refresh { used_at: Some(_), revoked_at: None, .. }) =
            tokens::find_refresh(&work.tx, token).await?
        else {
            return Err(invalid());
        };
        return Err(at_once());
    }
    let expires_at = work.now + TimeDelta::days(state.config.auth.refresh_days);
    let next = tokens::insert_refresh(&work.tx, work.now, found.sign_in_id, expires_at).await?;
    work.commit().await?;
    let access = access::issue(state, found.user_id, found.sign_in_id).map_err(ApiError::unexpected)?;
    Ok(Issued { access, refresh: next })
}

/// Ends the sign-in that a refresh token belongs to; an unknown token is no failure.
pub async fn log_out(state: &AppState, token: &str) -> Result<(), ApiError> {
    if let Some(found) = tokens::find_refresh(&state.db, token).await? {
        tokens::revoke(&state.db, state.clock.now(), found.user_id, found.sign_in_id).await?;
    }
    Ok(())
}

/// Where an account is signed in.
pub async fn list(state: &AppState, user: Uuid, current: Uuid) -> Result<Vec<SignIn>, ApiError> {
    let since = state.clock.now() - TimeDelta::days(state.config.auth.refresh_days);
    let rows = tokens::sign_ins(&state.db, user, since).await?;
    let sign_ins = rows.into_iter().map(|row| SignIn {
        id: row.id,
        created_at: row.created_at,
        last_used_at: row.last_used_at,
        user_agent: row.user_agent,
        current: row.id == current,
    });
    Ok(sign_ins.collect())
}

/// Ends one sign-in of an account.
pub async fn end(state: &AppState, user: Uuid, sign_in: Uuid) -> Result<(), ApiError> {
    let ended = tokens::revoke(&state.db, state.clock.now(), user, sign_in).await?;
    if ended { Ok(()) } else { Err(ApiError::not_found()) }
}
