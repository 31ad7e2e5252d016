//! What was sent to an address before it had an account becomes that of the account that confirms it.

use super::tell;
use crate::features::quotes::queries::{people, quotes};
use crate::features::repairs;
use crate::http::problem::ApiError;
use crate::state::AppState;
use crate::work::Work;
use uuid::Uuid;

/// Gives a customer what was sent to their confirmed address since they last looked.
pub async fn claim(state: &AppState, customer: Uuid) -> Result<(), ApiError> {
    if quotes::has_unclaimed(&state.db, customer).await? {
        let mut work = state.begin().await?;
        claim_within(&mut work, customer).await?;
        work.commit().await?;
    }
    Ok(())
}

/// Gives a customer what was sent to their confirmed address, with everything that follows, in the transaction of `work`.
pub async fn claim_within(work: &mut Work, customer: Uuid) -> Result<(), ApiError> {
    let Some(email) = people::confirmed_email(&work.tx, customer).await? else { return Ok(()) };
    for quote in quotes::claim(&work.tx, work.now, customer, &email).await? {
        tell(work, &quote).await?;
    }
    repairs::service::claim(work, customer, &email).await
}
