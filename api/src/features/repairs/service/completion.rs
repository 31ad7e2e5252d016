//! What follows from a completed repair: figures, the warranty, the wish for a review, and once the question whether to
//! save the provider.

use super::{messages, tell};
use crate::features::repairs::jobs;
use crate::features::repairs::queries::repairs::{self, Whose};
use crate::features::{favorites, reviews, sessions};
use crate::http::actor::Customer;
use crate::http::problem::ApiError;
use crate::state::AppState;
use crate::work::Work;
use chrono::{DateTime, TimeDelta, Utc};
use pitlane_domain::repairs::WARRANTY_REMINDER_DAYS;
use pitlane_domain::reviews::ASK_BACK_DAYS;
use pitlane_entities::repairs::Model;
use std::collections::BTreeSet;
use uuid::Uuid;

/// Does what a completion leads to, in its transaction. A customer without an account has no figures yet.
pub async fn completed(work: &mut Work, repair: &Model) -> Result<(), ApiError> {
    if let Some(customer) = repair.customer_id {
        favorites::service::recompute(&work.tx, work.now, customer, repair.provider_id).await?;
    }
    if let Some(ends_at) = repair.warranty_expires_at {
        work.enqueue(jobs::warranty_ending(repair.id, ends_at, reminded_at(ends_at)));
    }
    reviews::service::requests::plan_for_repair(work, repair).await
}

/// Gives the repairs that belong to an address to the customer who has confirmed it, and does what their completion did
/// not do while there was no account.
pub async fn claim(work: &mut Work, customer: Uuid, email: &str) -> Result<(), ApiError> {
    let claimed = repairs::claim(&work.tx, work.now, customer, email).await?;
    for repair in &claimed {
        reviews::service::requests::claim(work, repair.id, customer).await?;
    }
    let providers: BTreeSet<Uuid> = claimed.iter().map(|repair| repair.provider_id).collect();
    for provider in providers {
        favorites::service::recompute(&work.tx, work.now, customer, provider).await?;
    }
    for repair in &claimed {
        let ahead = repair.warranty_expires_at.filter(|end| *end > work.now);
        if let Some(ends_at) = ahead {
            // planned by the completion already, unless that was before guests were reminded
            work.enqueue(jobs::warranty_ending(repair.id, ends_at, reminded_at(ends_at).max(work.now)));
        }
        if repair.work_completed_at.is_some_and(|at| at > work.now - TimeDelta::days(ASK_BACK_DAYS)) {
            reviews::service::requests::plan_for_repair(work, repair).await?;
        }
        tell(work, repair).await?;
    }
    Ok(())
}

fn reminded_at(ends_at: DateTime<Utc>) -> DateTime<Utc> {
    ends_at - TimeDelta::days(WARRANTY_REMINDER_DAYS)
}

/// Reminds the customer of the end of a warranty, by what the repair says now; the key names the end, so once.
pub async fn warranty_ending(state: &AppState, id: Uuid) -> Result<(), ApiError> {
    let mut work = state.begin().await?;
    let Some(repair) = repairs::lock(&work.tx, id).await? else { return Ok(()) };
    let whose = Whose::Provider(repair.provider_id);
    let Some(row) = repairs::find(&work.tx, id, whose).await? else { return Ok(()) };
    let Some(ends_at) = row.repair.warranty_expires_at.filter(|end| *end > work.now) else { return Ok(()) };
    if reminded_at(ends_at) > work.now {
        work.enqueue(jobs::warranty_ending(id, ends_at, reminded_at(ends_at)));
    } else {
        messages::warranty_ending(&mut work, &row, ends_at).await?;
    }
    Ok(work.commit().await?)
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
