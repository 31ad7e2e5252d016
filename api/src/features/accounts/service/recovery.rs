//! A forgotten password.

use crate::features::accounts::queries::tokens::{self, Purpose};
use crate::features::accounts::{fields, passwords, queries, throttle};
use crate::features::notifications::{Content, Notification, notify};
use crate::features::providers::service::{Sellers, relist};
use crate::http::problem::ApiError;
use crate::http::validate::Check;
use crate::sql::hashed;
use crate::state::AppState;
use chrono::TimeDelta;
use pitlane_contract::accounts::Accepted;
use pitlane_contract::problem::Code;
use pitlane_platform::jobs::NewJob;
use sea_orm::DbErr;
use serde_json::json;

/// Minutes that the link of the mail works.
const RESET_MINUTES: i64 = 60;
/// Most links that one account is sent in an hour.
const RESETS_AN_HOUR: u64 = 3;
/// The job that looks for the account.
pub const FORGOT: &str = "accounts.forgot_password";

/// Takes the wish for a new password. Whether there is an account is looked up by a job, so that neither the answer nor
/// its time tells.
pub async fn forgot(state: &AppState, email: &str) -> Result<Accepted, ApiError> {
    let mut check = Check::new();
    let email = fields::email(&mut check, email);
    check.done()?;
    let mut work = state.begin().await?;
    let payload = json!({ "email": email.as_ref().map(pitlane_domain::accounts::Email::as_str) });
    work.enqueue(NewJob::new(FORGOT, payload, work.now));
    work.commit().await?;
    Ok(Accepted {
        message: "If there is an account with this address, we have sent a link to a new password."
            .to_owned(),
    })
}

/// Sends the link, if there is an account.
pub async fn send_link(state: &AppState, email: &str) -> Result<(), DbErr> {
    let mut work = state.begin().await?;
    let Some(account) = queries::by_email(&work.tx, email).await? else { return Ok(()) };
    let hour_ago = work.now - TimeDelta::hours(1);
    let sent = tokens::one_time_since(&work.tx, account.id, Purpose::ResetPassword, hour_ago).await?;
    if sent >= RESETS_AN_HOUR {
        return Ok(());
    }
    let expires_at = work.now + TimeDelta::minutes(RESET_MINUTES);
    let token =
        tokens::insert_one_time(&work.tx, work.now, account.id, Purpose::ResetPassword, expires_at).await?;
    let key = format!("reset_password:{}", hashed(&token));
    let mail = Notification::to_user(account.id, key, Content::ResetPassword { token });
    notify(&mut work, vec![mail]).await?;
    work.commit().await
}

/// Sets a new password by the token of the mail and ends every sign-in. The link came to the address, so it is confirmed
/// as well.
pub async fn reset(state: &AppState, token: &str, password: String) -> Result<(), ApiError> {
    let invalid = || ApiError::new(Code::InvalidLink);
    let now = state.clock.now();
    let user = tokens::peek_one_time(&state.db, now, token, Purpose::ResetPassword).await?;
    let account = queries::by_id(&state.db, user.ok_or_else(invalid)?).await?.ok_or_else(invalid)?;
    let mut check = Check::new();
    fields::password(&mut check, &password, &account.email, &account.name);
    check.done()?;
    let hash = passwords::hash(state, password).await?;
    let work = state.begin().await?;
    if !tokens::use_one_time(&work.tx, work.now, account.id, token, Purpose::ResetPassword).await? {
        return Err(invalid());
    }
    queries::me::set_password(&work.tx, work.now, account.id, hash).await?;
    queries::me::set_verified(&work.tx, work.now, account.id).await?;
    relist(&work.tx, Sellers::OfUser(account.id)).await?;
    tokens::revoke_all(&work.tx, work.now, account.id).await?;
    throttle::clear(&work.tx, &throttle::key(&account.email)).await?;
    Ok(work.commit().await?)
}
