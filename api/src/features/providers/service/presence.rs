//! A mechanic's switch and heartbeat, and who is told of a change.

use crate::features::providers::jobs;
use crate::features::providers::queries::status;
use crate::features::{dispatch, favorites};
use crate::http::problem::ApiError;
use crate::state::AppState;
use crate::work::Work;
use pitlane_contract::providers::Presence;
use pitlane_contract::realtime::Event;
use pitlane_domain::presence::{is_online, seen_after};
use sea_orm::DbErr;
use uuid::Uuid;

/// Sets the switch. Whoever comes online gets the offers that wait for them.
pub async fn set(state: &AppState, mechanic: Uuid, online: bool) -> Result<Presence, ApiError> {
    let mut work = state.begin().await?;
    let before = status::lock_switch(&work.tx, mechanic).await?.ok_or_else(ApiError::not_found)?;
    let was_online = is_online(before.is_online, before.last_seen_at, work.now);
    status::set_switch(&work.tx, work.now, mechanic, online).await?;
    let waiting_offers = status::waiting_offers(&work.tx, mechanic).await?;
    if online {
        dispatch::service::mechanic_came_online(&mut work, mechanic);
    }
    if online != was_online {
        tell(&mut work, mechanic).await?;
    }
    let now = work.now;
    if online && !was_online {
        work.enqueue(favorites::jobs::available(mechanic, now));
    }
    if online {
        work.enqueue(jobs::quiet(mechanic, now));
    }
    work.commit().await?;
    Ok(Presence { is_online: online, last_seen_at: Some(now), waiting_offers })
}

/// Notes that a mechanic's browser was heard of. One whose switch is on and who was silent for long is online again.
pub async fn heartbeat(state: &AppState, mechanic: Uuid) -> Result<(), DbErr> {
    let mut work = state.begin().await?;
    let Some(before) = status::lock_switch(&work.tx, mechanic).await? else { return Ok(()) };
    status::touch(&work.tx, work.now, mechanic).await?;
    if before.is_online && !is_online(true, before.last_seen_at, work.now) {
        dispatch::service::mechanic_came_online(&mut work, mechanic);
        let now = work.now;
        work.enqueue(favorites::jobs::available(mechanic, now));
        tell(&mut work, mechanic).await?;
    }
    work.commit().await
}

/// A mechanic's browser is gone: unless it comes back, whoever saved them is told once they count as offline.
pub async fn went_quiet(state: &AppState, mechanic: Uuid) -> Result<(), DbErr> {
    let mut work = state.begin().await?;
    let now = work.now;
    work.enqueue(jobs::quiet(mechanic, now));
    work.commit().await
}

/// Tells whoever saved a mechanic who has been silent for long.
pub async fn tell_if_quiet(state: &AppState, mechanic: Uuid) -> Result<(), DbErr> {
    let mut work = state.begin().await?;
    let Some(now_is) = status::lock_switch(&work.tx, mechanic).await? else { return Ok(()) };
    if !now_is.is_online || is_online(true, now_is.last_seen_at, work.now) {
        return Ok(());
    }
    tell(&mut work, mechanic).await?;
    work.commit().await
}

/// Tells the customers who saved the mechanic's seller how it is now.
async fn tell(work: &mut Work, mechanic: Uuid) -> Result<(), DbErr> {
    for watched in status::watchers(&work.tx, mechanic, seen_after(work.now)).await? {
        if let Some(customer) = watched.customer_id {
            work.emit(
                customer,
                Event::PresenceChanged {
                    provider_id: watched.provider_id,
                    is_online: watched.is_online,
                    last_seen_at: watched.last_seen_at,
                },
            );
        }
    }
    Ok(())
}
