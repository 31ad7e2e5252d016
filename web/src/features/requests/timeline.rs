use pitlane_contract::dispatch::{RequestEvent, SessionRequestDetail};
use pitlane_domain::vocabulary::{BroadcastCause, RequestEventKind as Kind};

use crate::{text::t, ui::Entry};

/// The timeline of a request in plain sentences, oldest first.
pub fn entries(detail: &SessionRequestDetail) -> Vec<Entry> {
    let preferred = detail.request.preferred_provider.as_ref().map(|provider| provider.name.as_str());
    detail.timeline.iter().map(|event| Entry { at: event.at, what: sentence(event, preferred) }).collect()
}

fn sentence(event: &RequestEvent, preferred: Option<&str>) -> String {
    let words = &t().request;
    // an offer's reader is a mechanic by name, or one of many
    let who = event.actor.as_deref().unwrap_or(words.somebody);
    let first = event.actor.as_deref().or(preferred).unwrap_or(words.somebody);
    match event.kind {
        Kind::Created => words.ev_created.to_owned(),
        Kind::Paid => words.ev_paid.to_owned(),
        Kind::PaymentFailed => words.ev_payment_failed.to_owned(),
        Kind::PriorityStarted => (words.ev_priority)(first),
        Kind::OfferSent => (words.ev_offer_sent)(who),
        Kind::OfferResent => (words.ev_offer_resent)(who),
        Kind::OfferSeen => (words.ev_offer_seen)(who),
        Kind::OfferDeclined => (words.ev_offer_declined)(who),
        Kind::WindowEnded => (words.ev_window_ended)(first),
        Kind::BroadcastStarted => why_everybody(event.cause, preferred.unwrap_or(words.somebody)),
        Kind::Accepted => (words.ev_accepted)(who),
        Kind::MechanicCancelled => (words.ev_mechanic_cancelled)(who),
        Kind::CustomerCancelled => words.ev_customer_cancelled.to_owned(),
        Kind::Expired => words.ev_expired.to_owned(),
        Kind::PaymentReleased => words.ev_released.to_owned(),
        Kind::Nudged => words.ev_nudged.to_owned(),
        Kind::SupportAlerted => words.ev_support.to_owned(),
        Kind::SessionStarted => words.ev_started.to_owned(),
        Kind::SessionEnded => words.ev_ended.to_owned(),
    }
}

/// Why everybody is being asked.
pub fn why_everybody(cause: Option<BroadcastCause>, preferred: &str) -> String {
    let words = &t().request;
    match cause {
        None | Some(BroadcastCause::NoPreference) => words.ev_broadcast.to_owned(),
        Some(BroadcastCause::CustomerChoice) => words.ev_broadcast_choice.to_owned(),
        Some(BroadcastCause::Declined) => (words.ev_broadcast_declined)(preferred),
        Some(BroadcastCause::WindowEnded) => (words.ev_broadcast_window)(preferred),
        Some(BroadcastCause::MechanicCancelled) => words.ev_broadcast_cancelled.to_owned(),
        Some(BroadcastCause::ProviderGone) => (words.ev_broadcast_gone)(preferred),
        Some(BroadcastCause::Rematch) => words.ev_broadcast_rematch.to_owned(),
    }
}
