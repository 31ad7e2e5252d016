//! Offers that come to an end without an acceptance, and what missing them leads to.

use super::messages;
use crate::features::dispatch::queries::{mechanics, offers};
use crate::http::problem::ApiError;
use crate::work::Work;
use pitlane_contract::problem::Code;
use pitlane_contract::realtime::Event;
use pitlane_domain::dispatch::Refusal;
use pitlane_domain::vocabulary::{OfferEnd, OfferResponse};
use uuid::Uuid;

/// Closes every open offer of a request and tells their mechanics.
pub async fn close_offers(work: &mut Work, request: Uuid, why: OfferEnd) -> Result<(), ApiError> {
    let response = if why == OfferEnd::Missed { OfferResponse::Missed } else { OfferResponse::Closed };
    let open = offers::open_of(&work.tx, request).await?;
    if open.is_empty() {
        return Ok(());
    }
    offers::close(&work.tx, work.now, request, response).await?;
    for offer in &open {
        work.emit(
            offer.user_id,
            Event::OfferClosed { offer_id: offer.id, request_id: request, reason: Some(why) },
        );
    }
    if response == OfferResponse::Missed {
        let missed: Vec<Uuid> = open.iter().map(|offer| offer.mechanic_id).collect();
        missed_by(work, &missed).await?;
    }
    Ok(())
}

/// Counts a missed offer; three in a row pause the mechanic, who is told.
async fn missed_by(work: &mut Work, missed: &[Uuid]) -> Result<(), ApiError> {
    for paused in mechanics::count_missed(&work.tx, work.now, missed).await? {
        messages::offers_paused(work, paused).await?;
    }
    Ok(())
}

/// The answer to somebody who asked for what cannot happen in the present state.
pub fn refusal(status: &str, refusal: Refusal) -> ApiError {
    match refusal {
        Refusal::Hidden => ApiError::not_found(),
        Refusal::AlreadyAccepted => ApiError::new(Code::AlreadyAccepted),
        Refusal::NotNow => {
            let allowed: &[&str] = match status {
                "awaiting_payment" | "accepted" => &["cancel"],
                "pending" => &["cancel", "broadcast_now"],
                _ => &[],
            };
            ApiError::transition(format!("The request is {}.", status.replace('_', " ")), allowed)
        }
    }
}
