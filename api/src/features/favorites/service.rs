//! Saving and forgetting providers, and the figures between a customer and a provider.

use super::queries::{self, Row};
use crate::features::notifications::content::Content;
use crate::features::notifications::service::{Notification, notify};
use crate::http::problem::ApiError;
use crate::http::validate::Check;
use crate::state::AppState;
use chrono::{DateTime, TimeDelta, Utc};
use pitlane_contract::favorites::{AddFavorite, Favorite};
use pitlane_contract::problem::Code;
use pitlane_domain::money::CURRENCY;
use pitlane_domain::presence::seen_after;
use sea_orm::{ConnectionTrait, DbErr};
use uuid::Uuid;

fn favorite(row: Row) -> Result<Favorite, ApiError> {
    Ok(Favorite {
        id: row.id,
        provider_id: row.provider_id,
        provider_type: row.kind.parse()?,
        profile_id: row.profile_id,
        name: row.name,
        label: row.label,
        is_online: row.is_online,
        last_seen_at: row.last_seen_at,
        added_at: row.added_at,
        last_service_at: row.last_service_at,
        total_services: row.total_services,
        total_spent_cents: row.total_spent_cents,
        currency: CURRENCY.to_owned(),
    })
}

/// The saved providers of a customer, the last served first.
pub async fn list(state: &AppState, customer: Uuid) -> Result<Vec<Favorite>, ApiError> {
    let rows = queries::list(&state.db, customer, None, seen_after(state.clock.now())).await?;
    rows.into_iter().map(favorite).collect()
}

/// Saves a provider under `id`, with the figures of what was before.
pub async fn add(
    state: &AppState,
    customer: Uuid,
    id: Uuid,
    body: AddFavorite,
) -> Result<Favorite, ApiError> {
    let mut check = Check::new();
    let label = body.label.as_deref().and_then(|label| check.text("label", label, 0..=40));
    check.done()?;
    let work = state.begin().await?;
    let seller = queries::seller(&work.tx, body.provider_id).await?.ok_or_else(ApiError::not_found)?;
    if seller.closed {
        return Err(ApiError::new(Code::ProviderGone));
    }
    if !seller.listed {
        return Err(ApiError::not_found());
    }
    let pair = (customer, body.provider_id);
    let label = label.filter(|label| !label.is_empty());
    let is_new = queries::insert(&work.tx, work.now, id, pair, label).await?;
    queries::recompute_favorites(&work.tx, Some(pair)).await?;
    let row = queries::list(&work.tx, customer, Some(id), seen_after(work.now)).await?.pop();
    // not new and not under this id: saved before
    let row = row.ok_or_else(|| ApiError::new(Code::AlreadyFavorited))?;
    if is_new {
        work.commit().await?;
    }
    favorite(row)
}

/// Forgets a saved provider.
pub async fn remove(state: &AppState, customer: Uuid, id: Uuid) -> Result<(), ApiError> {
    let gone = queries::delete(&state.db, customer, id).await?;
    if gone { Ok(()) } else { Err(ApiError::not_found()) }
}

/// Forgets a provider that has closed the account, for one customer or for everybody.
pub async fn forget(db: &impl ConnectionTrait, customer: Option<Uuid>, provider: Uuid) -> Result<(), DbErr> {
    queries::forget(db, customer, provider).await
}

/// Computes what is between a customer and a provider from the facts: after a session ended, a payment was captured or
/// refunded, or a review was written.
pub async fn recompute(
    tx: &impl ConnectionTrait,
    now: DateTime<Utc>,
    customer: Uuid,
    provider: Uuid,
) -> Result<(), DbErr> {
    queries::recompute_favorites(tx, Some((customer, provider))).await?;
    queries::recompute_relations(tx, now, Some((customer, provider))).await
}

/// Computes the same for everybody, with the same statements.
pub async fn recompute_all(tx: &impl ConnectionTrait, now: DateTime<Utc>) -> Result<(), DbErr> {
    queries::recompute_favorites(tx, None).await?;
    queries::recompute_relations(tx, now, None).await
}

/// For so long a customer who waited for a favorite in vain is told when it is there.
const REMEMBERED: TimeDelta = TimeDelta::days(7);

/// Tells the customers who waited for a mechanic's seller in vain that it is there: once for a request, and no more than
/// once a day.
pub async fn available(state: &AppState, mechanic: Uuid) -> Result<(), ApiError> {
    let mut work = state.begin().await?;
    let now = work.now;
    let mut letters = Vec::new();
    for waited in queries::waited(&work.tx, mechanic, now - REMEMBERED).await? {
        if queries::tell_once(&work.tx, now, &waited, now - TimeDelta::days(1)).await? {
            let key = format!("favorite_available:{}:{}", waited.customer_id, waited.request_id);
            let content = Content::FavoriteAvailable { favorite: waited.name };
            letters.push(Notification::to_user(waited.customer_id, key, content));
        }
    }
    notify(&mut work, letters).await?;
    Ok(work.commit().await?)
}
