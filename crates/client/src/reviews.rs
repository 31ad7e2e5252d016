use pitlane_contract::paging::Feed;
use pitlane_contract::reviews::{
    ClickReviewLink, FlagReview, NewReview, ReplyToReview, Review, ReviewLinks, ReviewQuery, ReviewRequest,
    ReviewStats, ReviewsRequested, WriteReviewLinks,
};
use uuid::Uuid;

use crate::{ApiError, Client, client::Call};

/// Reviews, the requests for them, and the answers to them.
impl Client {
    /// Reviews of a provider or a mechanic, newest first.
    pub async fn list_reviews(&self, query: &ReviewQuery) -> Result<Feed<Review>, ApiError> {
        self.fetch(Call::get("/reviews").query(query)).await
    }

    /// Reviews a finished session or a completed repair.
    pub async fn create_review(&self, body: &NewReview, key: Option<&str>) -> Result<Review, ApiError> {
        self.fetch(Call::post("/reviews").json(body).key(key)).await
    }

    /// A request for a review of one's own.
    pub async fn get_review_request(&self, id: Uuid) -> Result<ReviewRequest, ApiError> {
        self.fetch(Call::get(format!("/review-requests/{id}"))).await
    }

    /// Notes a look at a page on another platform.
    pub async fn click_review_link(
        &self,
        id: Uuid,
        body: &ClickReviewLink,
    ) -> Result<ReviewRequest, ApiError> {
        self.fetch(Call::post(format!("/review-requests/{id}/click")).json(body)).await
    }

    /// Leaves a request for a review alone.
    pub async fn skip_review_request(&self, id: Uuid) -> Result<ReviewRequest, ApiError> {
        self.fetch(Call::post(format!("/review-requests/{id}/skip"))).await
    }

    /// A provider answers a review.
    pub async fn reply_to_review(&self, id: Uuid, body: &ReplyToReview) -> Result<Review, ApiError> {
        self.fetch(Call::post(format!("/reviews/{id}/reply")).json(body)).await
    }

    /// Finds a review helpful.
    pub async fn mark_review_helpful(&self, id: Uuid) -> Result<Review, ApiError> {
        self.fetch(Call::post(format!("/reviews/{id}/helpful"))).await
    }

    /// Asks staff to look at a review.
    pub async fn flag_review(&self, id: Uuid, body: &FlagReview) -> Result<(), ApiError> {
        self.perform(Call::post(format!("/reviews/{id}/flag")).json(body)).await
    }

    /// Has everybody asked for a review whom nobody asked yet.
    pub async fn request_reviews(&self) -> Result<ReviewsRequested, ApiError> {
        self.fetch(Call::post("/reviews/request")).await
    }

    /// What became of a provider's requests for reviews.
    pub async fn review_stats(&self) -> Result<ReviewStats, ApiError> {
        self.fetch(Call::get("/provider/reviews/stats")).await
    }

    /// Where else customers may write about one's business.
    pub async fn review_links(&self) -> Result<ReviewLinks, ApiError> {
        self.fetch(Call::get("/provider/review-links")).await
    }

    /// Sets where else customers may write about one's business.
    pub async fn set_review_links(&self, body: &WriteReviewLinks) -> Result<ReviewLinks, ApiError> {
        self.fetch(Call::put("/provider/review-links").json(body)).await
    }
}
