//! The operations of requests for reviews, of the pages elsewhere, and of the answers to reviews.

use super::service::{answers as said, requests};
use crate::http::actor::{Customer, Mechanic, Seller, User};
use crate::http::answers;
use crate::http::body::{Id, Json};
use crate::http::problem::ApiError;
use crate::http::routes::Routes;
use crate::state::AppState;
use actix_web::{HttpResponse, get, post, put, web};
use pitlane_contract::reviews::{
    ClickReviewLink, FlagReview, ReplyToReview, Review, ReviewLinks, ReviewRequest, ReviewStats,
    ReviewsRequested, WriteReviewLinks,
};

/// Registers the operations.
pub fn configure(config: &mut Routes) {
    config
        .service(get_review_request)
        .service(click_review_link)
        .service(skip_review_request)
        .service(request_reviews)
        .service(get_review_stats)
        .service(get_review_links)
        .service(set_review_links)
        .service(reply_to_review)
        .service(mark_review_helpful)
        .service(flag_review);
}

/// Shows a request for a review.
///
/// Customers, for their own. The links to other platforms are the same whatever the rating is.
#[utoipa::path(
    tag = "reviews", operation_id = "get_review_request", security(("bearer" = [])),
    params(("id" = uuid::Uuid, Path, description = "The request.")),
    responses(
        (status = 200, description = "The request.", body = ReviewRequest),
        answers::ForRole, answers::Absent, answers::Always
    )
)]
#[get("/review-requests/{id}")]
pub async fn get_review_request(
    state: web::Data<AppState>,
    customer: Customer,
    Id(id): Id,
) -> Result<web::Json<ReviewRequest>, ApiError> {
    requests::get(&state, customer.id, id).await.map(web::Json)
}

/// Notes that the customer looks at the provider's page elsewhere.
///
/// Customers, for their own. Each platform counts once for a request.
#[utoipa::path(
    tag = "reviews", operation_id = "click_review_link", security(("bearer" = [])), request_body = ClickReviewLink,
    params(("id" = uuid::Uuid, Path, description = "The request.")),
    responses(
        (status = 200, description = "The request.", body = ReviewRequest),
        answers::ForRole, answers::Absent, answers::Body, answers::Always
    )
)]
#[post("/review-requests/{id}/click")]
pub async fn click_review_link(
    state: web::Data<AppState>,
    customer: Customer,
    Id(id): Id,
    Json(body): Json<ClickReviewLink>,
) -> Result<web::Json<ReviewRequest>, ApiError> {
    requests::click(&state, customer.id, id, body).await.map(web::Json)
}

/// Leaves a request for a review alone.
///
/// Customers, for their own. A review may still be written later.
#[utoipa::path(
    tag = "reviews", operation_id = "skip_review_request", security(("bearer" = [])),
    params(("id" = uuid::Uuid, Path, description = "The request.")),
    responses(
        (status = 200, description = "The request.", body = ReviewRequest),
        answers::ForRole, answers::Absent, answers::State, answers::Always
    )
)]
#[post("/review-requests/{id}/skip")]
pub async fn skip_review_request(
    state: web::Data<AppState>,
    customer: Customer,
    Id(id): Id,
) -> Result<web::Json<ReviewRequest>, ApiError> {
    requests::skip(&state, customer.id, id).await.map(web::Json)
}

/// Has every customer asked whom nobody asked yet.
///
/// Independent mechanics, and owners and managers of workshops. Everybody is asked 24 hours after the work by itself; this
/// adds what was finished in the last 30 days and has neither a request nor a review. It names nobody, so nobody can be
/// picked or left out, and a second call does nothing.
#[utoipa::path(
    tag = "reviews", operation_id = "request_reviews", security(("bearer" = [])),
    responses(
        (status = 200, description = "How many are asked now.", body = ReviewsRequested),
        answers::ForRole, answers::Always
    )
)]
#[post("/reviews/request")]
pub async fn request_reviews(
    state: web::Data<AppState>,
    seller: Seller,
) -> Result<web::Json<ReviewsRequested>, ApiError> {
    requests::request_missing(&state, seller.provider_id).await.map(web::Json)
}

/// Shows what became of the requests for reviews.
///
/// Mechanics, for their own business or their workshop.
#[utoipa::path(
    tag = "reviews", operation_id = "get_review_stats", security(("bearer" = [])),
    responses(
        (status = 200, description = "The figures.", body = ReviewStats),
        answers::ForRole, answers::Always
    )
)]
#[get("/provider/reviews/stats")]
pub async fn get_review_stats(
    state: web::Data<AppState>,
    mechanic: Mechanic,
) -> Result<web::Json<ReviewStats>, ApiError> {
    requests::stats(&state, mechanic.provider_id).await.map(web::Json)
}

/// Shows where else customers may write.
///
/// Mechanics, for their own business or their workshop.
#[utoipa::path(
    tag = "reviews", operation_id = "get_review_links", security(("bearer" = [])),
    responses((status = 200, description = "The pages.", body = ReviewLinks), answers::ForRole, answers::Always)
)]
#[get("/provider/review-links")]
pub async fn get_review_links(
    state: web::Data<AppState>,
    mechanic: Mechanic,
) -> Result<web::Json<ReviewLinks>, ApiError> {
    said::links(&state, mechanic.provider_id).await.map(web::Json)
}

/// Sets where else customers may write.
///
/// Independent mechanics, and owners and managers of workshops. Each address must be one of its platform; what is left out
/// is taken away.
#[utoipa::path(
    tag = "reviews", operation_id = "set_review_links", security(("bearer" = [])),
    request_body(content = WriteReviewLinks, example = json!({
        "google": "https://g.page/r/harbor-garage/review", "yelp": "https://www.yelp.com/biz/harbor-garage"
    })),
    responses(
        (status = 200, description = "The pages.", body = ReviewLinks),
        answers::ForRole, answers::Body, answers::Always
    )
)]
#[put("/provider/review-links")]
pub async fn set_review_links(
    state: web::Data<AppState>,
    seller: Seller,
    Json(body): Json<WriteReviewLinks>,
) -> Result<web::Json<ReviewLinks>, ApiError> {
    said::set_links(&state, seller.provider_id, body).await.map(web::Json)
}

/// Answers a review.
///
/// Mechanics, for reviews of their own business or their workshop. A second answer replaces the first; the customer is
/// told once.
#[utoipa::path(
    tag = "reviews", operation_id = "reply_to_review", security(("bearer" = [])),
    request_body(content = ReplyToReview, example = json!({ "text": "Thank you, Dana. See you at the next service." })),
    params(("id" = uuid::Uuid, Path, description = "The review.")),
    responses(
        (status = 200, description = "The review with the answer.", body = Review),
        answers::ForRole, answers::Absent, answers::Body, answers::Always
    )
)]
#[post("/reviews/{id}/reply")]
pub async fn reply_to_review(
    state: web::Data<AppState>,
    mechanic: Mechanic,
    Id(id): Id,
    Json(body): Json<ReplyToReview>,
) -> Result<web::Json<Review>, ApiError> {
    said::reply(&state, &mechanic, id, body).await.map(web::Json)
}

/// Finds a review helpful.
///
/// Anybody signed in; each person counts once, its writer and its provider not at all.
#[utoipa::path(
    tag = "reviews", operation_id = "mark_review_helpful", security(("bearer" = [])),
    params(("id" = uuid::Uuid, Path, description = "The review.")),
    responses(
        (status = 200, description = "The review.", body = Review),
        answers::SignedIn, answers::Absent, answers::Always
    )
)]
#[post("/reviews/{id}/helpful")]
pub async fn mark_review_helpful(
    state: web::Data<AppState>,
    user: User,
    Id(id): Id,
) -> Result<web::Json<Review>, ApiError> {
    said::helpful(&state, &user, id).await.map(web::Json)
}

/// Asks staff to look at a review.
///
/// Anybody signed in. The review stays until somebody has looked at it.
#[utoipa::path(
    tag = "reviews", operation_id = "flag_review", security(("bearer" = [])),
    request_body(content = FlagReview, example = json!({ "reason": "It names a person who does not work there." })),
    params(("id" = uuid::Uuid, Path, description = "The review.")),
    responses(
        (status = 204, description = "Noted."),
        answers::SignedIn, answers::Absent, answers::Body, answers::Always
    )
)]
#[post("/reviews/{id}/flag")]
pub async fn flag_review(
    state: web::Data<AppState>,
    user: User,
    Id(id): Id,
    Json(body): Json<FlagReview>,
) -> Result<HttpResponse, ApiError> {
    said::flag(&state, &user, id, body).await?;
    Ok(HttpResponse::NoContent().finish())
}
