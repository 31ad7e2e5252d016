//! Accounts of the platform's staff: made on the server, never over the network.

use crate::features::accounts::fields::{self, LOCALE, NewAccount, TIME_ZONE};
use crate::features::accounts::{passwords, queries};
use crate::http::problem::{ApiError, is_duplicate};
use crate::http::validate::Check;
use crate::state::AppState;
use pitlane_contract::problem::Code;
use pitlane_domain::vocabulary::Role;
use pitlane_platform::new_id;

/// Makes an account of the staff with a confirmed address.
pub async fn create(state: &AppState, email: &str, name: &str, password: String) -> Result<(), ApiError> {
    let mut check = Check::new();
    fields::password(&mut check, &password, email, name);
    let (email, name) = (fields::email(&mut check, email), fields::name(&mut check, name));
    check.done()?;
    let (Some(email), Some(name)) = (email, name) else {
        return Err(ApiError::unexpected("a checked field has no value"));
    };
    let hash = passwords::hash(state, password.clone()).await?;
    let account = NewAccount {
        id: new_id(),
        role: Role::Admin,
        email,
        name,
        password,
        phone: None,
        locale: LOCALE.to_owned(),
        time_zone: TIME_ZONE.to_owned(),
    };
    let work = state.begin().await?;
    match queries::insert_user(&work.tx, work.now, &account, hash, true).await {
        Ok(_) => Ok(work.commit().await?),
        Err(error) if is_duplicate(&error) => {
            Err(ApiError::because(Code::Conflict, "There is an account with this address already."))
        }
        Err(error) => Err(error.into()),
    }
}
