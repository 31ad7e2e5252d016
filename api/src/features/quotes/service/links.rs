//! Signed links: whoever holds one may read and decide on its one quote, without an account, until it ends.

use super::decisions::{Given, Origin, authorize, lock_sent, refuse};
use super::view;
use crate::features::quotes::queries::approvals;
use crate::features::quotes::queries::quotes::{self, Whose};
use crate::http::problem::ApiError;
use crate::sql::hashed;
use crate::state::AppState;
use pitlane_contract::quotes::{ApproveQuote, DeclineQuote, Quote};
use pitlane_domain::vocabulary::AuthorizationMethod;
use uuid::Uuid;

/// The quote that a link opens now.
pub async fn quote_of(state: &AppState, token: &str) -> Result<Uuid, ApiError> {
    let found = approvals::quote_of_link(&state.db, &hashed(token), state.clock.now()).await?;
    found.ok_or_else(ApiError::not_found)
}

/// The quote of a link.
pub async fn read_by_link(state: &AppState, token: &str) -> Result<Quote, ApiError> {
    let id = quote_of(state, token).await?;
    view::first_look(state, id).await?;
    let row = quotes::find(&state.db, id, Whose::Holder).await?.ok_or_else(ApiError::not_found)?;
    view::full(state, row).await
}

/// An approval by link.
pub async fn approve_by_link(
    state: &AppState,
    token: &str,
    body: ApproveQuote,
    origin: Origin,
) -> Result<Quote, ApiError> {
    let id = quote_of(state, token).await?;
    let mut work = state.begin().await?;
    let given = Given::typed(body, AuthorizationMethod::Link, work.now, origin)?;
    let quote = lock_sent(&work, id).await?;
    authorize(&mut work, quote, given).await?;
    work.commit().await?;
    read_by_link(state, token).await
}

/// A refusal by link.
pub async fn decline_by_link(state: &AppState, token: &str, body: DeclineQuote) -> Result<Quote, ApiError> {
    let id = quote_of(state, token).await?;
    let mut work = state.begin().await?;
    let quote = lock_sent(&work, id).await?;
    refuse(&mut work, quote, body).await?;
    work.commit().await?;
    read_by_link(state, token).await
}
