//! What people are written about their requests.

use super::view::vehicle_words;
use crate::features::dispatch::queries::requests;
use crate::features::dispatch::queries::views::Facts;
use crate::features::notifications::content::{Content, MoneyMoved};
use crate::features::notifications::service::{Notification, notify};
use crate::http::problem::ApiError;
use crate::work::Work;
use pitlane_contract::dispatch::Offer;
use pitlane_entities::session_requests::Model;
use uuid::Uuid;

/// The request is paid for.
pub fn booking_confirmed(request: &Model, facts: &Facts) -> Result<Notification, ApiError> {
    let content = Content::BookingConfirmed {
        request_id: request.id,
        service: request.service.parse()?,
        vehicle: vehicle_words(facts.year, &facts.make, &facts.model),
        price_cents: request.price_cents,
        currency: request.currency.clone(),
        preferred: facts.preferred_name.clone(),
    };
    Ok(Notification::to_user(request.customer_id, format!("booking_confirmed:{}", request.id), content))
}

/// The mechanic is asked first; each try is a message of its own.
pub fn priority_request(
    mechanic_user: Uuid,
    offer: &Offer,
    window_minutes: i64,
    try_number: &str,
) -> Notification {
    let content = Content::PriorityRequest {
        customer: offer.customer_name.clone(),
        service: offer.service,
        vehicle: offer.vehicle.clone(),
        concern: offer.concern.clone(),
        window_minutes,
    };
    let key = format!("priority_request:{}:{try_number}", offer.id);
    Notification::to_user(mechanic_user, key, content).until(offer.expires_at)
}

/// A mechanic took the request.
pub async fn mechanic_assigned(
    work: &mut Work,
    request: &Model,
    session_id: Uuid,
    mechanic: &str,
) -> Result<(), ApiError> {
    let vehicle = requests::vehicle_words(&work.tx, request.vehicle_id).await?;
    let content = Content::MechanicAssigned { session_id, mechanic: mechanic.to_owned(), vehicle };
    send(work, request.customer_id, format!("mechanic_assigned:{session_id}"), content).await
}

/// The mechanic gave the request back.
pub async fn mechanic_cancelled(
    work: &mut Work,
    request: &Model,
    session: Uuid,
    mechanic: &str,
) -> Result<(), ApiError> {
    let content = Content::MechanicCancelled { request_id: request.id, mechanic: mechanic.to_owned() };
    send(work, request.customer_id, format!("mechanic_cancelled:{session}"), content).await
}

/// Nobody was found, or it was not paid, in time.
pub async fn request_expired(work: &mut Work, request: &Model, paid: bool) -> Result<(), ApiError> {
    let content = Content::RequestExpired { request_id: request.id, paid };
    send(work, request.customer_id, format!("request_expired:{}", request.id), content).await
}

/// Three offers in a row were missed.
pub async fn offers_paused(work: &mut Work, mechanic_user: Uuid) -> Result<(), ApiError> {
    let key = format!("offers_paused:{mechanic_user}:{}", work.now.timestamp_micros());
    send(work, mechanic_user, key, Content::OffersPaused).await
}

/// Money of a session moved: so much in minor units, told once for each payment or refund.
pub async fn session_money(
    work: &mut Work,
    request: &Model,
    (about, amount_cents): (Uuid, i64),
    moved: MoneyMoved,
) -> Result<(), ApiError> {
    let key = match &moved {
        MoneyMoved::Charged => format!("session_paid:{about}"),
        MoneyMoved::Refunded { .. } => format!("refund_issued:{about}"),
        MoneyMoved::Released => format!("hold_released:{about}"),
    };
    let content = Content::SessionMoney {
        request_id: request.id,
        service: request.service.parse()?,
        vehicle: requests::vehicle_words(&work.tx, request.vehicle_id).await?,
        amount_cents,
        currency: request.currency.clone(),
        moved,
    };
    send(work, request.customer_id, key, content).await
}

async fn send(work: &mut Work, user: Uuid, key: String, content: Content) -> Result<(), ApiError> {
    Ok(notify(work, vec![Notification::to_user(user, key, content)]).await?)
}
