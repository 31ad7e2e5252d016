//! Reviews of finished sessions and repairs.

use crate::paging::{CursorQuery, Feed};
use chrono::{DateTime, Utc};
use uuid::Uuid;

request! {
    /// A review of a session or a repair, exactly one of them; one review for each.
    pub struct NewReview {
        /// The finished session.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub session_id: Option<Uuid>,
        /// The completed repair.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub repair_id: Option<Uuid>,
        /// 1 to 5.
        pub rating: i32,
        /// Up to 2,000 characters; may be empty.
        #[serde(default)]
        pub text: String,
    }
}

query! {
    /// Whose reviews, and where to read on.
    pub struct ReviewQuery {
        /// The seller.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub provider_id: Option<Uuid>,
        /// One mechanic.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub mechanic_id: Option<Uuid>,
        /// How many rows, 1 to 100.
        #[cfg_attr(feature = "openapi", param(minimum = 1, maximum = 100, default = 25))]
        #[serde(skip_serializing_if = "Option::is_none")]
        pub limit: Option<u32>,
        /// The `next_cursor` of the answer before.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub cursor: Option<String>,
    }
}

impl ReviewQuery {
    /// The part that pages.
    pub fn paging(&self) -> CursorQuery {
        CursorQuery { limit: self.limit, cursor: self.cursor.clone() }
    }
}

response! {
    /// A review.
    pub struct Review {
        /// The review.
        pub id: Uuid,
        /// The customer's first name; none when the account is closed.
        pub customer_name: Option<String>,
        /// Who did the work: a mechanic, or the workshop of a repair.
        pub mechanic_name: String,
        /// 1 to 5.
        pub rating: i32,
        /// The customer's words.
        pub text: String,
        /// When it was written.
        pub created_at: DateTime<Utc>,
    }
}

/// A stretch of reviews.
pub type Reviews = Feed<Review>;
