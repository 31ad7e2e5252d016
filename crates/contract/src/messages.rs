//! What a person wants to be told, and through which channels.

use chrono::{DateTime, Utc};
use pitlane_domain::vocabulary::{Channel, ConsentHow, SuppressionCause, Topic};

request! {
    /// The channels of one topic. Inside the app everything is told.
    pub struct TopicChannels {
        /// The topic.
        pub topic: Topic,
        /// Whether by e-mail.
        pub email: bool,
        /// Whether to browsers that take push messages.
        pub push: bool,
        /// Whether by text message, once one has agreed to those.
        pub sms: bool,
    }

    /// Hours in which one does not want to be disturbed, by the clock of one's own zone; they may span midnight.
    pub struct QuietHours {
        /// When they begin, `HH:MM`.
        pub from: String,
        /// When they end, `HH:MM`.
        pub until: String,
    }

    /// Changes what one is told.
    pub struct UpdateMessagePreferences {
        /// The channels by topic; topics that are not named stay as they are.
        pub topics: Vec<TopicChannels>,
        /// Quiet hours, or none.
        pub quiet_hours: Option<QuietHours>,
        /// Whether what is worth nothing an hour later may disturb all the same.
        pub urgent_anyway: bool,
        /// Whether what can wait comes in one mail each morning.
        pub digest: bool,
        /// Whether one agrees to text messages to one's own number, by the wording that was shown.
        pub texts_agreed: bool,
        /// The zone of one's own clock, by its IANA name; left out, it stays as it is.
        pub time_zone: Option<String>,
    }

    /// A browser that takes push messages, as it describes itself.
    pub struct PushSubscription {
        /// Where its push service takes messages.
        pub endpoint: String,
        /// Its public key, base64url.
        pub p256dh: String,
        /// The secret it shares with the server, base64url.
        pub auth: String,
    }
}

query! {
    /// Which browser takes no more push messages.
    pub struct PushEndpoint {
        /// Where its push service takes messages.
        pub endpoint: String,
    }

    /// The link of a mail.
    pub struct UnsubscribeQuery {
        /// From the mail.
        pub token: String,
        /// Whether everything on its channel ends, not its topic alone.
        pub everything: Option<bool>,
    }
}

response! {
    /// What one is told.
    pub struct MessagePreferences {
        /// The channels by topic, as far as nothing is ended for one's addresses.
        pub topics: Vec<TopicChannels>,
        /// Quiet hours, if any.
        pub quiet_hours: Option<QuietHours>,
        /// Whether what is worth nothing an hour later may disturb all the same.
        pub urgent_anyway: bool,
        /// Whether what can wait comes in one mail each morning.
        pub digest: bool,
        /// The zone of the quiet hours and of the times in messages, as in the account.
        pub time_zone: String,
        /// Where text messages stand.
        pub texts: Texts,
        /// What a browser needs to take push messages: the server's public key, base64url.
        pub push_key: String,
        /// How many browsers take push messages.
        pub push_browsers: i64,
        /// What is ended for one's own addresses, and why.
        pub ended: Vec<Ended>,
        /// What was agreed to and ended, newest first.
        pub history: Vec<ConsentEntry>,
    }

    /// Where text messages stand.
    pub struct Texts {
        /// One's own number.
        pub phone: Option<String>,
        /// Whether one agreed to text messages to it.
        pub agreed: bool,
        /// What one agrees to, word for word.
        pub wording: String,
    }

    /// Something that is sent no more.
    pub struct Ended {
        /// On which channel.
        pub channel: Channel,
        /// About what; none means everything.
        pub topic: Option<Topic>,
        /// Why.
        pub cause: SuppressionCause,
    }

    /// An entry of the log of consent.
    pub struct ConsentEntry {
        /// On which channel.
        pub channel: Channel,
        /// About what; none means everything.
        pub topic: Option<Topic>,
        /// Whether it was agreed to; else it was ended.
        pub granted: bool,
        /// How.
        pub how: ConsentHow,
        /// For which address or number.
        pub address: String,
        /// What was agreed to, word for word.
        pub wording: String,
        /// When.
        pub created_at: DateTime<Utc>,
    }

    /// What the link of a mail ends.
    pub struct Subscription {
        /// About what.
        pub topic: Topic,
        /// About what else, where the mail gathered several messages.
        #[serde(default)]
        pub more: Vec<Topic>,
        /// On which channel.
        pub channel: Channel,
        /// Whether such messages still go out.
        pub active: bool,
    }
}
