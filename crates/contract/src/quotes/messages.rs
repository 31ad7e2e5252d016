//! What the two sides of a quote write each other.

use chrono::{DateTime, Utc};
use pitlane_domain::vocabulary::QuoteSide;
use uuid::Uuid;

request! {
    /// A question about a quote, or the answer to one.
    pub struct WriteQuoteMessage {
        /// In words, 1 to 1,000 characters.
        pub text: String,
    }
}

response! {
    /// A message about a quote.
    pub struct QuoteMessage {
        /// The message.
        pub id: Uuid,
        /// Which side wrote it.
        pub author: QuoteSide,
        /// Who wrote it, by name.
        pub name: String,
        /// In words.
        pub text: String,
        /// When.
        pub at: DateTime<Utc>,
    }
}
