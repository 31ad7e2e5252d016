//! How a session request finds its mechanic: who may see it, what each thing that happens makes of it,
//! how long each window is and in which order people are told.

use crate::vocabulary::{BroadcastCause, RequestStatus, RoutingType};
use chrono::{DateTime, TimeDelta, Utc};
use uuid::Uuid;

/// Minutes that a request may wait for its payment.
pub const PAYMENT_MINUTES: i64 = 30;
/// Most photos that a request may have.
pub const MOST_PHOTOS: usize = 6;
/// Minutes that everybody is asked before the request expires.
pub const BROADCAST_MINUTES: i64 = 60;
/// Missed offers in a row after which a mechanic gets no more.
pub const MISSED_OFFERS_PAUSE: i64 = 3;

/// How long the preferred provider is asked alone, in minutes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Windows {
    /// When the provider is online at the time of payment.
    pub online_minutes: i64,
    /// When the customer chose to notify and wait.
    pub wait_minutes: i64,
}

impl Default for Windows {
    fn default() -> Self {
        Self { online_minutes: 10, wait_minutes: 30 }
    }
}

/// The window of one request in minutes: the long one only where the customer chose to wait for somebody who is offline.
pub const fn window_minutes(windows: Windows, online: bool, notify_and_wait: bool) -> i64 {
    if notify_and_wait && !online { windows.wait_minutes } else { windows.online_minutes }
}

/// When unanswered offers are sent again: at one third and at two thirds of the window.
pub fn resend_times(from: DateTime<Utc>, until: DateTime<Utc>) -> [DateTime<Utc>; 2] {
    let third: TimeDelta = (until - from) / 3;
    [from + third, from + third * 2]
}

/// What is known of a request when something happens to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Request {
    /// Where it stands.
    pub status: RequestStatus,
    /// Whether somebody is asked first.
    pub routing: RoutingType,
    /// Whether the preferred provider is being asked alone right now.
    pub window_open: bool,
    /// Whether the customer's money is held.
    pub held: bool,
    /// The mechanic who took it.
    pub mechanic: Option<Uuid>,
    /// Whether the session has begun, after which the request is history.
    pub started: bool,
}

impl Request {
    /// A request as it is created.
    pub const fn new(routing: RoutingType) -> Self {
        Self {
            status: RequestStatus::AwaitingPayment,
            routing,
            window_open: false,
            held: false,
            mechanic: None,
            started: false,
        }
    }
}

/// Something that happens to a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Happening {
    /// The payment provider holds the price.
    Held,
    /// A mechanic accepts; `preferred` when they are, or work for, the preferred provider.
    Accept {
        /// Who.
        mechanic: Uuid,
        /// Whether the window is theirs.
        preferred: bool,
    },
    /// Every preferred mechanic has declined.
    AllDeclined,
    /// The window's end has come.
    WindowEnds,
    /// The preferred provider closed the account.
    PreferredGone,
    /// The customer wants everybody asked now.
    BroadcastNow,
    /// The mechanic gives it back.
    MechanicCancels(Uuid),
    /// The session did not start and the customer wants somebody else.
    Rematch,
    /// The customer calls it off.
    CustomerCancels,
    /// The payment did not come in time.
    PaymentTimeout,
    /// Everybody was asked and nobody came in time.
    SearchTimeout,
    /// The session begins.
    Starts,
}

/// What has to be done besides storing the new state.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Effect {
    /// Ask the preferred provider alone; the window starts now.
    OpenWindow,
    /// Ask everybody eligible.
    Broadcast(BroadcastCause),
    /// Give the held money back.
    ReleaseHold,
    /// Take the held money.
    Capture,
}

/// Why something cannot happen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusal {
    /// Not theirs to know about.
    Hidden,
    /// Somebody has it already.
    AlreadyAccepted,
    /// The request is not in a state where this can happen.
    NotNow,
}

/// What `happening` makes of `request`: the new state and what has to be done, or why not.
pub fn decide(request: Request, happening: Happening) -> Result<(Request, Option<Effect>), Refusal> {
    use RequestStatus::{Accepted, AwaitingPayment, Cancelled, Expired, Pending};
    let open = matches!(request.status, Pending | Accepted) && !request.started;
    let close = |status| {
        let effect = request.held.then_some(Effect::ReleaseHold);
        Ok((Request { status, window_open: false, held: false, mechanic: None, ..request }, effect))
    };
    let broadcast = |cause| {
        let next = Request { status: Pending, window_open: false, mechanic: None, ..request };
        Ok((next, Some(Effect::Broadcast(cause))))
    };
    match happening {
        Happening::Held => match request.status {
            AwaitingPayment => {
                let priority = request.routing == RoutingType::PriorityBroadcast;
                let effect = if priority {
                    Effect::OpenWindow
                } else {
                    Effect::Broadcast(BroadcastCause::NoPreference)
                };
                Ok((Request { status: Pending, held: true, window_open: priority, ..request }, Some(effect)))
            }
            // the money came after the end: it goes back
            Cancelled | Expired => Ok((request, Some(Effect::ReleaseHold))),
            Pending | Accepted => Err(Refusal::NotNow),
        },
        Happening::Accept { mechanic, preferred } => match request.status {
            Pending if request.window_open && !preferred => Err(Refusal::Hidden),
            Pending => Ok((
                Request { status: Accepted, window_open: false, mechanic: Some(mechanic), ..request },
                None,
            )),
            Accepted => Err(Refusal::AlreadyAccepted),
            AwaitingPayment | Cancelled | Expired => Err(Refusal::NotNow),
        },
        Happening::AllDeclined if request.window_open => broadcast(BroadcastCause::Declined),
        Happening::WindowEnds if request.window_open => broadcast(BroadcastCause::WindowEnded),
        Happening::PreferredGone if request.window_open => broadcast(BroadcastCause::ProviderGone),
        Happening::BroadcastNow if request.window_open => broadcast(BroadcastCause::CustomerChoice),
        Happening::MechanicCancels(who) if open && request.mechanic == Some(who) => {
            broadcast(BroadcastCause::MechanicCancelled)
        }
        Happening::Rematch if open && request.status == Accepted => broadcast(BroadcastCause::Rematch),
        Happening::CustomerCancels if open || request.status == AwaitingPayment => close(Cancelled),
        Happening::PaymentTimeout if request.status == AwaitingPayment => close(Expired),
        Happening::SearchTimeout if request.status == Pending && !request.window_open => close(Expired),
        Happening::Starts if open && request.status == Accepted => {
            Ok((Request { started: true, held: false, ..request }, Some(Effect::Capture)))
        }
        _ => Err(Refusal::NotNow),
    }
}

/// What decides the order in which eligible mechanics are told.
#[derive(Debug, Clone, PartialEq)]
pub struct Candidate {
    /// Who.
    pub mechanic: Uuid,
    /// What they are good at.
    pub specialties: Vec<String>,
    /// Mean of their reviews, 1 to 5; none before the first.
    pub avg_rating: Option<f64>,
    /// Median minutes to answer an offer; none before the first.
    pub response_minutes: Option<f64>,
}

/// Orders candidates, the best first: specialties that the concern names, then rating, then response time.
pub fn best_first(concern: &str, mut candidates: Vec<Candidate>) -> Vec<Candidate> {
    let concern = concern.to_lowercase();
    let matches =
        |c: &Candidate| c.specialties.iter().filter(|s| concern.contains(&s.to_lowercase())).count();
    candidates.sort_by(|a, b| {
        matches(b)
            .cmp(&matches(a))
            .then(b.avg_rating.unwrap_or(0.0).total_cmp(&a.avg_rating.unwrap_or(0.0)))
            .then(a.response_minutes.unwrap_or(f64::MAX).total_cmp(&b.response_minutes.unwrap_or(f64::MAX)))
            .then(a.mechanic.cmp(&b.mechanic))
    });
    candidates
}

#[cfg(test)]
#[path = "dispatch_tests.rs"]
mod tests;
