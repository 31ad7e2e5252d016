//! What some contents are made of.

use pitlane_domain::vocabulary::Topic;
use serde::{Deserialize, Serialize};

/// What happened to the money of a session.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "what", rename_all = "snake_case")]
pub enum MoneyMoved {
    /// What was held is charged.
    Charged,
    /// It goes back to the customer.
    Refunded {
        /// Why.
        reason: String,
    },
    /// It is no longer held, because the request was called off.
    Released,
}

/// One message of a digest.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DigestItem {
    /// One line.
    pub title: String,
    /// One sentence.
    pub summary: String,
    /// The page that it leads to, as a path of the web app.
    pub path: Option<String>,
    /// What the person ends to get no more of it.
    #[serde(default)]
    pub topic: Option<Topic>,
}
