//! A mechanic who no longer works for the provider who was asked.

use super::moves::{lock, move_on};
use crate::features::dispatch::queries::offers;
use crate::http::problem::ApiError;
use crate::work::Work;
use pitlane_contract::realtime::Event;
use pitlane_domain::dispatch::Happening;
use pitlane_domain::vocabulary::{OfferEnd, OfferResponse};
use uuid::Uuid;

/// Takes back the offers that a mechanic of a workshop got because the workshop was asked first. Where nobody else of it
/// has one that is open, everybody is asked, as if the last one had declined.
pub async fn withdraw_priority(work: &mut Work, (mechanic, user): (Uuid, Uuid)) -> Result<(), ApiError> {
    for request in offers::asking_first(&work.tx, mechanic).await? {
        let Some(locked) = lock(work, request).await? else { continue };
        // answered meanwhile
        let Some(offer) = offers::open_priority(&work.tx, request, mechanic).await? else { continue };
        offers::answer(&work.tx, work.now, offer, OfferResponse::Closed, None).await?;
        let reason = Some(OfferEnd::Withdrawn);
        work.emit(user, Event::OfferClosed { offer_id: offer, request_id: request, reason });
        if offers::open_of(&work.tx, request).await?.is_empty() {
            // refused where the window is over already: everybody is being asked then
            let _ = move_on(work, locked, Happening::AllDeclined, Vec::new()).await?;
        }
    }
    Ok(())
}
