//! What was sent to whom, for staff, and how each kind of message reads.

use chrono::{DateTime, Utc};
use pitlane_domain::vocabulary::{Channel, MessageEventKind, NotificationKind, NotificationStatus, Topic};
use uuid::Uuid;

query! {
    /// Which of the sent messages are asked for.
    pub struct SentMessageQuery {
        /// Only messages to this address or number, or to the account that has it.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub recipient: Option<String>,
        /// Only messages of this kind.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub kind: Option<NotificationKind>,
        /// Only messages on this channel.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub channel: Option<Channel>,
        /// Only messages that stand there.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub status: Option<NotificationStatus>,
        /// Which page, 1 to 1,000,000.
        #[cfg_attr(feature = "openapi", param(minimum = 1, maximum = 1_000_000, default = 1))]
        #[serde(skip_serializing_if = "Option::is_none")]
        pub page: Option<u32>,
        /// Rows on a page, 1 to 100.
        #[cfg_attr(feature = "openapi", param(minimum = 1, maximum = 100, default = 25))]
        #[serde(skip_serializing_if = "Option::is_none")]
        pub page_size: Option<u32>,
        /// `created_at`, `-` before it for descending, which it is when left out.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub ordering: Option<String>,
    }

    /// With what a kind of message is shown.
    pub struct TemplateQuery {
        /// Stands wherever a person's or a vehicle's name does, 1 to 300 characters.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub name: Option<String>,
    }
}

request! {
    /// Ends messages for somebody who asked support to.
    pub struct NewSuppression {
        /// `email` or `sms`.
        pub channel: Channel,
        /// The address or number.
        pub address: String,
        /// About what; left out, nothing goes there any more but mails about the account.
        pub topic: Option<Topic>,
    }

    /// A text that staff writes.
    pub struct NewText {
        /// The number, with its country code.
        pub to: String,
        /// What it says, 1 to 160 characters; 70 where the phones' own alphabet lacks one of them.
        pub text: String,
        /// Whether it may go out in quiet hours, where its reader lets urgent messages through; not when left out.
        pub urgent: Option<bool>,
    }
}

response! {
    /// A message on one channel.
    pub struct SentMessage {
        /// The message.
        pub id: Uuid,
        /// The account that it is for, if any.
        pub user_id: Option<Uuid>,
        /// What the account is called.
        pub user_name: Option<String>,
        /// Where it went, or will go; empty inside the app and for browsers.
        pub recipient: String,
        /// What it is about.
        pub kind: NotificationKind,
        /// What the person switches to get less of it.
        pub topic: Topic,
        /// How it goes.
        pub channel: Channel,
        /// Where it stands.
        pub status: NotificationStatus,
        /// Its subject.
        pub title: String,
        /// Why it was given up.
        pub error: Option<String>,
        /// When it was written.
        pub created_at: DateTime<Utc>,
        /// It is held back until then.
        pub not_before: Option<DateTime<Utc>>,
        /// When the gateway took it.
        pub sent_at: Option<DateTime<Utc>>,
        /// When the gateway said that it arrived.
        pub delivered_at: Option<DateTime<Utc>>,
        /// When its reader saw it inside the app.
        pub read_at: Option<DateTime<Utc>>,
    }

    /// Something that became of a message.
    pub struct SentMessageEvent {
        /// What.
        pub kind: MessageEventKind,
        /// In the words of the gateway, or the channel that took over.
        pub detail: String,
        /// When.
        pub created_at: DateTime<Utc>,
    }

    /// The life of a message.
    pub struct SentMessageLife {
        /// The message.
        pub message: SentMessage,
        /// What became of it, oldest first.
        pub events: Vec<SentMessageEvent>,
        /// The same on other channels, oldest first.
        pub others: Vec<SentMessage>,
    }

    /// A kind of message.
    pub struct MessageTemplate {
        /// Which.
        pub kind: NotificationKind,
        /// What the person switches to get less of it.
        pub topic: Topic,
        /// Its subject, with made-up content.
        pub name: String,
    }

    /// How a kind of message reads, with made-up content.
    pub struct TemplatePreview {
        /// Which.
        pub kind: NotificationKind,
        /// It reads otherwise from case to case: one of each.
        pub cases: Vec<TemplateCase>,
    }

    /// One case of a kind of message.
    pub struct TemplateCase {
        /// How it can go.
        pub channels: Vec<Channel>,
        /// The subject.
        pub subject: String,
        /// One sentence, as browsers and the app show it.
        pub summary: String,
        /// The text part of the mail; empty where there is no mail.
        pub text: String,
        /// The HTML part of the mail; empty where there is no mail.
        pub html: String,
        /// The text message; none where there is none.
        pub sms: Option<String>,
    }
}
