//! What a person is told: their choices, and the page behind the link of a mail that ends a topic.

mod browser;
mod history;
mod preferences;
mod stop_topic;
mod topics;
mod unsubscribe;

pub use preferences::Preferences;
pub use unsubscribe::Unsubscribe;

use pitlane_domain::vocabulary::{Channel, Topic};

use crate::text::t;

/// What a topic is called, and what it is about.
pub fn topic_words(topic: Topic) -> (&'static str, &'static str) {
    let words = &t().messages;
    match topic {
        Topic::Account => (words.account, words.account_about),
        Topic::Bookings => (words.bookings, words.bookings_about),
        Topic::Requests => (words.requests, words.requests_about),
        Topic::Quotes => (words.quotes, words.quotes_about),
        Topic::Repairs => (words.repairs, words.repairs_about),
        Topic::Money => (words.money, words.money_about),
        Topic::Reviews => (words.reviews, words.reviews_about),
        Topic::Reminders => (words.reminders, words.reminders_about),
        Topic::Favorites => (words.favorites, words.favorites_about),
    }
}

/// What a channel is called.
pub fn channel_word(channel: Channel) -> &'static str {
    let words = &t().messages;
    match channel {
        Channel::Email | Channel::InApp => words.email,
        Channel::Push => words.push,
        Channel::Sms => words.sms,
    }
}

/// How a channel is named in a sentence.
pub fn by_channel(channel: Channel) -> &'static str {
    let words = &t().messages;
    match channel {
        Channel::Email | Channel::InApp => words.by_email,
        Channel::Push => words.by_push,
        Channel::Sms => words.by_sms,
    }
}
