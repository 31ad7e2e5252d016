//! Reviews of finished sessions and repairs, the requests for them, and the answers to them.

use crate::paging::{CursorQuery, Feed};
use chrono::{DateTime, Utc};
use pitlane_domain::vocabulary::{ReviewPlatform, ReviewRequestStatus};
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
        /// How many people found it helpful.
        pub helpful_count: i64,
        /// The provider's answer.
        pub reply: Option<String>,
        /// When the provider answered.
        pub replied_at: Option<DateTime<Utc>>,
        /// When it was written.
        pub created_at: DateTime<Utc>,
    }
}

request! {
    /// A provider's answer to a review.
    pub struct ReplyToReview {
        /// 1 to 2,000 characters.
        pub text: String,
    }

    /// Why somebody thinks that a review should not be shown.
    pub struct FlagReview {
        /// 1 to 500 characters.
        pub reason: String,
    }

    /// A look at a page on another platform.
    pub struct ClickReviewLink {
        /// Which one.
        pub platform: ReviewPlatform,
    }

    /// Where else customers may write about a provider; what is left out or empty is taken away.
    pub struct WriteReviewLinks {
        /// The page on Google.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub google: Option<String>,
        /// The page on Yelp.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub yelp: Option<String>,
        /// The page on Facebook.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub facebook: Option<String>,
    }
}

response! {
    /// Where else customers may write about a provider.
    pub struct ReviewLinks {
        /// The page on Google.
        pub google: Option<String>,
        /// The page on Yelp.
        pub yelp: Option<String>,
        /// The page on Facebook.
        pub facebook: Option<String>,
    }

    /// A page on another platform.
    pub struct ReviewLink {
        /// Which one.
        pub platform: ReviewPlatform,
        /// Its address.
        pub url: String,
    }

    /// A request for a review, as its customer sees it.
    pub struct ReviewRequest {
        /// The request.
        pub id: Uuid,
        /// The finished session, where it is about one.
        pub session_id: Option<Uuid>,
        /// The completed repair, where it is about one.
        pub repair_id: Option<Uuid>,
        /// Who did the work.
        pub provider_name: String,
        /// The vehicle in words.
        pub vehicle: String,
        /// When the work was done.
        pub completed_at: DateTime<Utc>,
        /// Where it stands.
        pub status: ReviewRequestStatus,
        /// The stars that the customer gave.
        pub rating: Option<i32>,
        /// Where else to write, the same for every rating.
        pub links: Vec<ReviewLink>,
    }

    /// How many customers are now asked whom nobody asked before.
    pub struct ReviewsRequested {
        /// How many requests were written.
        pub planned: i64,
    }

    /// How many customers looked at a page.
    pub struct PlatformClicks {
        /// Which page.
        pub platform: ReviewPlatform,
        /// How many customers.
        pub customers: i64,
    }

    /// How many reviews gave so many stars.
    pub struct StarCount {
        /// 1 to 5.
        pub rating: i32,
        /// How many.
        pub reviews: i64,
    }

    /// What became of a provider's requests for reviews, and of its reviews.
    pub struct ReviewStats {
        /// Requests that are not due yet.
        pub scheduled: i64,
        /// Requests that were sent; each of them waits, was completed or was skipped.
        pub requested: i64,
        /// Requests that a review followed, before or after they were sent.
        pub completed: i64,
        /// Requests that the customer skipped, or that had nobody to go to.
        pub skipped: i64,
        /// Clicks on the pages elsewhere, one a customer and request.
        pub by_platform: Vec<PlatformClicks>,
        /// Reviews by stars, five first.
        pub by_rating: Vec<StarCount>,
        /// All reviews.
        pub total_reviews: i64,
        /// Reviews that wait for an answer.
        pub unanswered: i64,
    }
}

/// A stretch of reviews.
pub type Reviews = Feed<Review>;
