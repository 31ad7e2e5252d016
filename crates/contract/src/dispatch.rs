//! Session requests, offers and their timeline.

use crate::payments::Payment;
use chrono::{DateTime, Utc};
use pitlane_domain::vocabulary::{
    BroadcastCause, FollowUpType, OfferKind, OfferResponse, RequestEventKind, RequestStatus, RoutingType,
    ServiceKind,
};
use uuid::Uuid;

request! {
    /// Asks for a session.
    pub struct NewSessionRequest {
        /// One of the customer's vehicles.
        pub vehicle_id: Uuid,
        /// What is booked; `in_person` cannot be booked this way.
        pub service: ServiceKind,
        /// What is wrong, in the customer's words, 3 to 4,000 characters.
        pub concern: String,
        /// Photos that the customer uploaded for it, at most six.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        pub photo_ids: Vec<Uuid>,
        /// Who is asked first; none asks everybody.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub preferred_provider_id: Option<Uuid>,
        /// The preferred provider is offline and the customer wants to wait for them (the long window).
        #[serde(default)]
        pub notify_and_wait: bool,
        /// The finished session that this continues.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub parent_session_id: Option<Uuid>,
        /// How it continues it; needed with `parent_session_id`.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub follow_up_type: Option<FollowUpType>,
    }

    /// Declines an offer.
    pub struct DeclineOffer {
        /// Why, for the platform's own statistics, up to 200 characters.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub reason: Option<String>,
    }
}

query! {
    /// Which of a mechanic's offers to list.
    pub struct OffersQuery {
        /// Also those of the last seven days that can no longer be answered.
        #[cfg_attr(feature = "openapi", param(default = false))]
        #[serde(skip_serializing_if = "Option::is_none")]
        pub history: Option<bool>,
    }
}

response! {
    /// A session request as its customer sees it.
    pub struct SessionRequest {
        /// The request.
        pub id: Uuid,
        /// Where it stands.
        pub status: RequestStatus,
        /// What was booked.
        pub service: ServiceKind,
        /// The vehicle.
        pub vehicle_id: Uuid,
        /// The vehicle in words.
        pub vehicle: String,
        /// The customer's words.
        pub concern: String,
        /// In minor units.
        pub price_cents: i64,
        /// ISO 4217.
        pub currency: String,
        /// Who is told.
        pub routing_type: RoutingType,
        /// Who is asked first.
        pub preferred_provider: Option<PreferredProvider>,
        /// How long they are asked alone, in minutes.
        pub priority_window_minutes: Option<i32>,
        /// When they were told.
        pub priority_notified_at: Option<DateTime<Utc>>,
        /// When their window ends; set only while it is open.
        pub priority_expires_at: Option<DateTime<Utc>>,
        /// When everybody was asked for the first time.
        pub fallback_broadcast_at: Option<DateTime<Utc>>,
        /// Why everybody is being asked.
        pub broadcast_cause: Option<BroadcastCause>,
        /// When the present state ends by itself: the payment, the window or the search.
        pub expires_at: Option<DateTime<Utc>>,
        /// When a mechanic took it.
        pub accepted_at: Option<DateTime<Utc>>,
        /// Who took it.
        pub mechanic: Option<AssignedMechanic>,
        /// The session it became.
        pub session_id: Option<Uuid>,
        /// The server's time, so that a countdown is right on a wrong clock.
        pub now: DateTime<Utc>,
        /// When it was made.
        pub created_at: DateTime<Utc>,
    }

    /// A session request with its payment and its timeline.
    pub struct SessionRequestDetail {
        /// The request.
        pub request: SessionRequest,
        /// Its payment.
        pub payment: Payment,
        /// What happened when, oldest first.
        pub timeline: Vec<RequestEvent>,
    }

    /// A photo that shows the problem.
    pub struct RequestPhoto {
        /// The photo.
        pub id: Uuid,
        /// Opens it without log-in, until `url_expires_at`.
        pub url: String,
        /// When the address ends.
        pub url_expires_at: DateTime<Utc>,
        /// In pixels.
        pub width: i32,
        /// In pixels.
        pub height: i32,
        /// When it was uploaded.
        pub created_at: DateTime<Utc>,
    }

    /// Who is asked first.
    pub struct PreferredProvider {
        /// The seller.
        pub provider_id: Uuid,
        /// Their name.
        pub name: String,
    }

    /// Who took a request.
    pub struct AssignedMechanic {
        /// The mechanic.
        pub id: Uuid,
        /// Their name.
        pub name: String,
        /// The seller: themselves or their workshop.
        pub provider_id: Uuid,
    }

    /// One line of a request's timeline.
    pub struct RequestEvent {
        /// When.
        pub at: DateTime<Utc>,
        /// What.
        pub kind: RequestEventKind,
        /// Who, by name, where it may be told.
        pub actor: Option<String>,
        /// Why everybody is being asked; only with `broadcast_started`.
        pub cause: Option<BroadcastCause>,
        /// How many were told; only with `broadcast_started`.
        pub told: Option<i64>,
    }

    /// An offer as its mechanic sees it.
    pub struct Offer {
        /// The offer.
        pub id: Uuid,
        /// The request.
        pub request_id: Uuid,
        /// Why they got it.
        pub kind: OfferKind,
        /// What was booked.
        pub service: ServiceKind,
        /// The customer's first name.
        pub customer_name: String,
        /// The vehicle in words.
        pub vehicle: String,
        /// The customer's words.
        pub concern: String,
        /// How many photos show the problem.
        pub photo_count: i64,
        /// What the customer pays, in minor units.
        pub price_cents: i64,
        /// ISO 4217.
        pub currency: String,
        /// When it was sent last.
        pub sent_at: DateTime<Utc>,
        /// When it was looked at.
        pub seen_at: Option<DateTime<Utc>>,
        /// When it ends: the window or the search.
        pub expires_at: Option<DateTime<Utc>>,
        /// What became of it; none while it is open.
        pub response: Option<OfferResponse>,
        /// Whether the customer saved this provider as a favorite.
        pub from_favorite: bool,
        /// The server's time, so that a countdown is right on a wrong clock.
        pub now: DateTime<Utc>,
    }

    /// What an acceptance led to.
    pub struct AcceptedOffer {
        /// The session that now waits.
        pub session_id: Uuid,
    }
}
