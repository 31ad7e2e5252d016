//! Offers of the window in which the preferred provider is asked alone.

use super::messages;
use super::moves::lock;
use super::timeline::{Line, note};
use super::view::offers_to_tell;
use crate::features::dispatch::queries::{mechanics, offers};
use crate::features::notifications::service::notify;
use crate::http::problem::ApiError;
use crate::state::AppState;
use crate::work::Work;
use pitlane_contract::realtime::Event;
use pitlane_domain::vocabulary::RequestEventKind;
use uuid::Uuid;

/// Sends the offers that were written just now, on every channel.
async fn tell(work: &mut Work, request: Uuid, minutes: i64, try_number: &str) -> Result<(), ApiError> {
    let mut written = Vec::new();
    for (user, offer) in offers_to_tell(work, request).await? {
        written.push(messages::priority_request(user, &offer, minutes, try_number));
        work.emit(user, Event::OfferSent { offer: Box::new(offer) });
    }
    Ok(notify(work, written).await?)
}

/// Sends offers once more that were not delivered or not looked at, while the window is open.
pub async fn resend(state: &AppState, request: Uuid, try_number: i32) -> Result<(), ApiError> {
    let mut work = state.begin().await?;
    let Some(locked) = lock(&work, request).await? else { return Ok(()) };
    let Some(until) = locked.request.priority_expires_at.filter(|_| locked.request.window_open) else {
        return Ok(());
    };
    let again = offers::send_again(&work.tx, work.now, request, try_number).await?;
    if again.is_empty() || until <= work.now {
        return Ok(());
    }
    let names = mechanics::names(&work.tx, &again).await?;
    let lines = names.into_iter().map(|name| Line::new(RequestEventKind::OfferResent).about(name)).collect();
    note(&mut work, &locked.request, None, lines).await?;
    let minutes = (until - work.now).num_minutes().max(1);
    tell(&mut work, request, minutes, &try_number.to_string()).await?;
    Ok(work.commit().await?)
}
