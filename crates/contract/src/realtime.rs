//! The messages of the WebSocket at `/api/v1/realtime`.

use crate::dispatch::{Offer, RequestEvent};
use crate::notifications::Notice;
use crate::sessions::Message;
use chrono::{DateTime, Utc};
use pitlane_domain::vocabulary::{
    OfferEnd, QuoteStatus, RepairPaymentStatus, RepairStatus, RequestStatus, SessionStatus,
};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// What a client sends.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case", deny_unknown_fields)]
pub enum ClientFrame {
    /// The first frame: who I am, and the last event that I have seen. Sent again when the token was renewed.
    Authenticate {
        /// The access token.
        token: String,
        /// The `seq` of the last event seen; none starts at the present.
        #[serde(default)]
        last_seq: Option<i64>,
    },
    /// Measures the round trip; answered by `pong` with the same number.
    Ping {
        /// Any number.
        n: u32,
    },
    /// I am in, or have left, the room of a session.
    Room {
        /// The session.
        session_id: Uuid,
        /// In the room or not.
        present: bool,
    },
    /// I am writing; passed to the other one, never stored.
    Typing {
        /// The session.
        session_id: Uuid,
    },
}

/// What the server sends.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum ServerFrame {
    /// Authenticated; events after `seq` follow.
    Ready {
        /// The last event that was there before.
        seq: i64,
    },
    /// Something happened. Stored: comes again after a drop.
    Event {
        /// Grows by one for each event of this person.
        seq: i64,
        /// When it happened.
        at: DateTime<Utc>,
        /// What happened.
        event: Event,
    },
    /// Answers `ping`.
    Pong {
        /// The number of the `ping`.
        n: u32,
    },
    /// The other one is writing. Not stored.
    Typing {
        /// The session.
        session_id: Uuid,
        /// Who.
        user_id: Uuid,
    },
    /// The other one came into, or left, the room. Not stored.
    Room {
        /// The session.
        session_id: Uuid,
        /// Who.
        user_id: Uuid,
        /// In the room or not.
        present: bool,
    },
    /// The token is wrong or too old: send `authenticate` with a new one within 30 seconds.
    TokenExpired,
    /// The server stops or cannot keep up: connect again after so many milliseconds.
    Reconnect {
        /// How long to wait, in milliseconds.
        after_ms: u32,
    },
    /// The frame could not be read.
    Error {
        /// Why, in one sentence.
        message: String,
    },
}

/// What happened, for one person.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Event {
    /// A mechanic got an offer, or got it again.
    OfferSent {
        /// The offer.
        offer: Box<Offer>,
    },
    /// An offer is no longer open.
    OfferClosed {
        /// The offer.
        offer_id: Uuid,
        /// Its request.
        request_id: Uuid,
        /// Why; none in what was told before reasons were.
        #[serde(default)]
        reason: Option<OfferEnd>,
    },
    /// A customer's request moved.
    RequestUpdated {
        /// The request.
        request_id: Uuid,
        /// Where it stands now.
        status: RequestStatus,
        /// The session it became.
        session_id: Option<Uuid>,
        /// The new line of its timeline.
        entry: Option<RequestEvent>,
    },
    /// A session moved, or its summary, its review or its files changed.
    SessionUpdated {
        /// The session.
        session_id: Uuid,
        /// Where it stands now.
        status: SessionStatus,
    },
    /// A chat message.
    MessageSent {
        /// The message.
        message: Box<Message>,
    },
    /// A quote was sent, decided, revised or taken back.
    QuoteUpdated {
        /// The quote.
        quote_id: Uuid,
        /// Where it stands now.
        status: QuoteStatus,
        /// The repair that it became or adds to.
        repair_id: Option<Uuid>,
    },
    /// A repair moved, or its photos, its notes or its money changed.
    RepairUpdated {
        /// The repair.
        repair_id: Uuid,
        /// Where it stands now.
        status: RepairStatus,
        /// How far it is paid.
        payment_status: RepairPaymentStatus,
    },
    /// A favorite came online or went offline.
    PresenceChanged {
        /// The seller.
        provider_id: Uuid,
        /// Online now.
        is_online: bool,
        /// When they were last seen.
        last_seen_at: Option<DateTime<Utc>>,
    },
    /// A notice inside the app.
    NoticeSent {
        /// The notice.
        notice: Box<Notice>,
    },
}
