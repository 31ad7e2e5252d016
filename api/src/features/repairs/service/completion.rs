//! What follows from a completed repair: figures, the warranty, the wish for a review, and once the question whether to
//! save the provider.

use super::{messages, tell};
use crate::features::repairs::jobs;
use crate::features::repairs::queries::repairs::{self, Whose};
use crate::features::repairs::queries::reviews;
use crate::features::{favorites, sessions};
use crate::http::actor::Customer;
use crate::http::problem::ApiError;
use crate::state::AppState;
use crate::work::Work;
use chrono::TimeDelta;
use pitlane_domain::repairs::REVIEW_AFTER_HOURS;
use pitlane_entities::repairs::Model;
use uuid::Uuid;

/// Does what a completion leads to, in its transaction. A customer without an account has no figures.
pub async fn completed(work: &mut Work, repair: &Model) -> Result<(), ApiError> {
    let Some(customer) = repair.customer_id else { return Ok(()) };
    favorites::service::recompute(&work.tx, work.now, customer, repair.provider_id).await?;
    let due = work.now + TimeDelta::hours(REVIEW_AFTER_HOURS);
    reviews::plan(&work.tx, work.now, repair, (customer, due)).await?;
    work.enqueue(jobs::ask_review(repair.id, due));
    Ok(())
}

/// Asks for a review, once.
pub async fn ask_review(state: &AppState, repair: Uuid) -> Result<(), ApiError> {
    let mut work = state.begin().await?;
    let Some(wish) = reviews::take(&work.tx, work.now, repair).await? else { return Ok(()) };
    let found = repairs::find(&work.tx, repair, Whose::Provider(wish.provider_id)).await?;
    if let Some(row) = found {
        messages::ask_review(&mut work, &row, wish.customer_id).await?;
        tell(&mut work, &row.repair).await?;
    }
    Ok(work.commit().await?)
}

/// Follows a review: nobody is asked for another one.
pub async fn reviewed(work: &mut Work, repair: &Model, rating: i32) -> Result<(), ApiError> {
    reviews::fulfil(&work.tx, work.now, repair.id, rating).await?;
    tell(work, repair).await
}

/// Remembers that the customer was asked whether to save the provider.
pub async fn favorite_asked(state: &AppState, customer: &Customer, id: Uuid) -> Result<(), ApiError> {
    let found = repairs::find(&state.db, id, Whose::Customer(customer.id)).await?;
    let provider = found.ok_or_else(ApiError::not_found)?.repair.provider_id;
    Ok(sessions::service::asked_to_save(&state.db, state.clock.now(), provider, customer.id).await?)
}
