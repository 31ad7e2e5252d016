//! Notices inside the app, and the outbox of the demo.

use chrono::{DateTime, Utc};
use pitlane_domain::vocabulary::{Channel, NotificationKind};
use uuid::Uuid;

request! {
    /// Marks notices as read.
    pub struct MarkRead {
        /// Which; empty means all.
        #[serde(default)]
        pub ids: Vec<Uuid>,
    }

    /// A text that a phone of the demo sends.
    pub struct SandboxText {
        /// The phone's number.
        pub from: String,
        /// The words.
        pub body: String,
    }
}

query! {
    /// Which messages of the demo's outbox are asked for.
    pub struct OutboxQuery {
        /// Only messages to this address, number or browser.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub recipient: Option<String>,
        /// Only messages of this channel.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub channel: Option<Channel>,
        /// How many rows, 1 to 100.
        #[cfg_attr(feature = "openapi", param(minimum = 1, maximum = 100, default = 25))]
        #[serde(skip_serializing_if = "Option::is_none")]
        pub limit: Option<u32>,
        /// The `next_cursor` of the answer before.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub cursor: Option<String>,
    }
}

response! {
    /// A notice inside the app.
    pub struct Notice {
        /// The notice.
        pub id: Uuid,
        /// What it is about.
        pub kind: NotificationKind,
        /// One line.
        pub title: String,
        /// One sentence.
        pub body: String,
        /// The page to open, as a path of the web app.
        pub path: Option<String>,
        /// Why it comes, in one short sentence.
        pub reason: String,
        /// The page that ends messages about its topic, as a path of the web app; none where they cannot be ended.
        pub stop: Option<String>,
        /// When it was read.
        pub read_at: Option<DateTime<Utc>>,
        /// When it was written.
        pub created_at: DateTime<Utc>,
    }

    /// How much waits to be read.
    pub struct UnreadNotices {
        /// Notices that were not read yet.
        pub unread: i64,
    }

    /// A message in the demo's outbox.
    pub struct OutboxMessage {
        /// The message.
        pub id: Uuid,
        /// How it went.
        pub channel: Channel,
        /// To whom: an address, a number, or the endpoint of a browser.
        pub recipient: String,
        /// Its subject or title; empty for a text message.
        pub subject: String,
        /// The text part.
        pub text: String,
        /// The HTML part; empty for anything but a mail.
        pub html: String,
        /// When it was sent.
        pub sent_at: DateTime<Utc>,
    }

    /// What a phone of the demo gets back.
    pub struct SandboxReply {
        /// The words, if any.
        pub reply: Option<String>,
    }

    /// What a browser needs to hand a card to Stripe.
    pub struct StripeInBrowser {
        /// The key that may be seen.
        pub publishable_key: String,
        /// The script that shows the card's fields in a frame of Stripe's own.
        pub script_url: String,
    }

    /// What this installation offers, for the web app.
    pub struct Platform {
        /// `sandbox` or `stripe`.
        pub payment_gateway: String,
        /// Where the sandbox gateway takes cards; none with a real gateway.
        pub sandbox_url: Option<String>,
        /// What the browser needs to hand a card to Stripe; none with the sandbox.
        pub stripe: Option<StripeInBrowser>,
        /// Whether the outbox can be read in the browser.
        pub outbox: bool,
        /// Minutes that a provider who is away has for themselves, when the customer chooses to wait for them.
        pub wait_window_minutes: i64,
        /// Version of the server.
        pub version: String,
    }
}
