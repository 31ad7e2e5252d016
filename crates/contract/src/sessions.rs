//! Sessions: the room, its messages and files, and the summary.

use chrono::{DateTime, Utc};
use pitlane_domain::vocabulary::{FileKind, ServiceKind, SessionStatus};
use uuid::Uuid;

request! {
    /// A chat message.
    pub struct NewMessage {
        /// 1 to 4,000 characters; may be empty where files are sent.
        pub text: String,
        /// Files that were uploaded to this session before, up to 5.
        #[serde(default)]
        pub file_ids: Vec<Uuid>,
        /// Made by the sender; the same id twice is one message.
        pub client_id: Uuid,
    }

    /// What the mechanic writes after the end.
    pub struct WriteSummary {
        /// What was found, 1 to 4,000 characters.
        pub findings: String,
        /// What was done, one step a line, up to 4,000 characters.
        #[serde(default)]
        pub steps_taken: String,
        /// Parts that are needed, up to 50.
        #[serde(default)]
        pub parts_needed: Vec<PartNeeded>,
        /// What the customer should do next, up to 4,000 characters.
        #[serde(default)]
        pub next_steps: String,
        /// Pictures of this session to show, up to 20.
        #[serde(default)]
        pub photo_ids: Vec<Uuid>,
        /// `true` hands it to the customer; `false` keeps it as a draft.
        pub submit: bool,
    }

    /// A part that is needed.
    pub struct PartNeeded {
        /// What it is, 1 to 120 characters.
        pub name: String,
        /// How many, 1 to 999.
        pub quantity: i32,
        /// The maker's number.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub part_number: Option<String>,
    }
}

response! {
    /// A session.
    pub struct Session {
        /// The session.
        pub id: Uuid,
        /// The request it came from.
        pub request_id: Uuid,
        /// Where it stands.
        pub status: SessionStatus,
        /// What was booked.
        pub service: ServiceKind,
        /// The customer's words.
        pub concern: String,
        /// The vehicle in words.
        pub vehicle: String,
        /// The customer.
        pub customer: Participant,
        /// The mechanic; `id` is that of their account.
        pub mechanic: Participant,
        /// The mechanic's profile.
        pub mechanic_id: Uuid,
        /// The seller.
        pub provider_id: Uuid,
        /// The seller's name.
        pub provider_name: String,
        /// In minor units.
        pub price_cents: i64,
        /// ISO 4217.
        pub currency: String,
        /// Planned length.
        pub planned_minutes: i32,
        /// When it was agreed.
        pub created_at: DateTime<Utc>,
        /// When it began.
        pub started_at: Option<DateTime<Utc>>,
        /// When it ended.
        pub ended_at: Option<DateTime<Utc>>,
        /// Whether the customer may ask for somebody else because it did not start.
        pub rematch_offered: bool,
        /// Whether a summary has been handed over.
        pub has_summary: bool,
        /// Whether the customer has reviewed it.
        pub reviewed: bool,
        /// Whether the seller is among the customer's favorites.
        pub is_favorite: bool,
        /// Whether the customer answered "save to favorites?" or was asked before.
        pub favorite_asked: bool,
        /// The server's time.
        pub now: DateTime<Utc>,
    }

    /// One of the two in a session.
    pub struct Participant {
        /// Their account.
        pub id: Uuid,
        /// Their name.
        pub name: String,
        /// Whether they are in the room.
        pub in_room: bool,
    }

    /// A chat message.
    pub struct Message {
        /// The message.
        pub id: Uuid,
        /// The session.
        pub session_id: Uuid,
        /// Who wrote it.
        pub sender_id: Uuid,
        /// Their name.
        pub sender_name: String,
        /// The text.
        pub text: String,
        /// Its files.
        pub files: Vec<SessionFile>,
        /// The id that the sender made.
        pub client_id: Uuid,
        /// When the server took it.
        pub sent_at: DateTime<Utc>,
    }

    /// A file of a session.
    pub struct SessionFile {
        /// The file.
        pub id: Uuid,
        /// Its name, as uploaded.
        pub name: String,
        /// What it is.
        pub kind: FileKind,
        /// Media type.
        pub content_type: String,
        /// In bytes.
        pub size: i64,
        /// In pixels; pictures only.
        pub width: Option<i32>,
        /// In pixels; pictures only.
        pub height: Option<i32>,
        /// Address that works until `url_expires_at`, without log-in.
        pub url: String,
        /// When the address ends.
        pub url_expires_at: DateTime<Utc>,
        /// When it was uploaded.
        pub created_at: DateTime<Utc>,
    }

    /// What the mechanic wrote after the session.
    pub struct Summary {
        /// The session.
        pub session_id: Uuid,
        /// What was found.
        pub findings: String,
        /// What was done.
        pub steps_taken: String,
        /// Parts that are needed.
        pub parts_needed: Vec<PartNeeded>,
        /// What the customer should do next.
        pub next_steps: String,
        /// Pictures.
        pub photos: Vec<SessionFile>,
        /// When it was handed over; none for a draft, which only the mechanic sees.
        pub submitted_at: Option<DateTime<Utc>>,
        /// When the customer first looked at it.
        pub first_viewed_at: Option<DateTime<Utc>>,
    }
}
