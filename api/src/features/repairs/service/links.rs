//! Signed links: whoever holds one follows its one repair without an account, reads its receipt and reviews it, until it
//! ends. Each message to a guest has a link of its own, because the secret of the one before is not kept.

use super::{receipt, view};
use crate::features::repairs::queries::repairs::{self, RepairRow, Whose};
use crate::features::reviews;
use crate::http::problem::ApiError;
use crate::sql::hashed;
use crate::state::AppState;
use crate::work::Work;
use chrono::TimeDelta;
use pitlane_contract::problem::Code;
use pitlane_contract::repairs::{LinkedRepair, Receipt, ReviewLinkedRepair};
use pitlane_contract::reviews::Review;
use pitlane_domain::repairs::LINK_DAYS;
use pitlane_entities::repair_links;
use pitlane_platform::ids::new_secret;
use pitlane_platform::new_id;
use sea_orm::ActiveValue::Set;
use uuid::Uuid;

/// Makes a link to a repair; the secret goes into the message and is kept nowhere.
pub async fn make(work: &Work, repair: Uuid) -> Result<String, ApiError> {
    let token = new_secret();
    let link = repair_links::ActiveModel {
        id: Set(new_id()),
        repair_id: Set(repair),
        hash: Set(hashed(&token)),
        expires_at: Set(work.now + TimeDelta::days(LINK_DAYS)),
        created_at: Set(work.now),
    };
    repairs::insert_link(&work.tx, link).await?;
    Ok(token)
}

async fn opened(state: &AppState, token: &str) -> Result<RepairRow, ApiError> {
    let id = repairs::of_link(&state.db, &hashed(token), state.clock.now()).await?;
    let id = id.ok_or_else(ApiError::not_found)?;
    let found = repairs::find(&state.db, id, Whose::Linked(id)).await?;
    found.ok_or_else(ApiError::not_found)
}

/// The repair of a link.
pub async fn read_by_link(state: &AppState, token: &str) -> Result<LinkedRepair, ApiError> {
    let row = opened(state, token).await?;
    let (provider, has_receipt) = (row.repair.provider_id, row.repair.charged_cents > 0);
    Ok(LinkedRepair {
        review_links: reviews::service::answers::links_of_provider(state, provider).await?,
        has_receipt,
        repair: Box::pin(view::linked(state, row)).await?,
    })
}

/// The receipt of a link's repair, once something was charged.
pub async fn receipt_by_link(state: &AppState, token: &str) -> Result<Receipt, ApiError> {
    let row = opened(state, token).await?;
    let none = || ApiError::because(Code::NotFound, "Nothing is paid yet, so there is no receipt.");
    receipt::of_row(state, &row).await?.ok_or_else(none)
}

/// Reviews a link's repair under `id`.
pub async fn review_by_link(
    state: &AppState,
    token: &str,
    id: Uuid,
    body: ReviewLinkedRepair,
) -> Result<Review, ApiError> {
    let repair = opened(state, token).await?.repair;
    reviews::service::create_for_repair(state, repair.id, id, body).await
}
