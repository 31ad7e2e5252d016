//! What follows from a completed repair: figures, the warranty, the wish for a review, and once the question whether to
//! save the provider.

use super::tell;
use crate::features::repairs::queries::repairs::{self, Whose};
use crate::features::{favorites, reviews, sessions};
use crate::http::actor::Customer;
use crate::http::problem::ApiError;
use crate::state::AppState;
use crate::work::Work;
use pitlane_entities::repairs::Model;
use uuid::Uuid;

/// Does what a completion leads to, in its transaction. A customer without an account has no figures.
pub async fn completed(work: &mut Work, repair: &Model) -> Result<(), ApiError> {
    let Some(customer) = repair.customer_id else { return Ok(()) };
    favorites::service::recompute(&work.tx, work.now, customer, repair.provider_id).await?;
    reviews::service::requests::plan_for_repair(work, repair).await
}

/// Follows a review: both sides see it.
pub async fn reviewed(work: &mut Work, repair: &Model) -> Result<(), ApiError> {
    tell(work, repair).await
}

/// Remembers that the customer was asked whether to save the provider.
pub async fn favorite_asked(state: &AppState, customer: &Customer, id: Uuid) -> Result<(), ApiError> {
    let found = repairs::find(&state.db, id, Whose::Customer(customer.id)).await?;
    let provider = found.ok_or_else(ApiError::not_found)?.repair.provider_id;
    Ok(sessions::service::asked_to_save(&state.db, state.clock.now(), provider, customer.id).await?)
}
