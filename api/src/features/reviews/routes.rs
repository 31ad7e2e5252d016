//! The operations of reviews.

use super::service;
use crate::http::actor::Customer;
use crate::http::answers;
use crate::http::body::{Json, Query};
use crate::http::idempotency::CreationId;
use crate::http::problem::ApiError;
use crate::http::routes::Routes;
use crate::state::AppState;
use actix_web::{HttpResponse, get, post, web};
use pitlane_contract::reviews::{NewReview, Review, ReviewQuery, Reviews};

/// Registers the operations.
pub fn configure(config: &mut Routes) {
    config.service(list_reviews).service(create_review);
}

/// Lists the reviews of a provider or a mechanic.
///
/// Anybody. Newest first; name a provider, a mechanic or both.
#[utoipa::path(
    tag = "reviews", operation_id = "list_reviews", params(ReviewQuery),
    responses(
        (status = 200, description = "A stretch of reviews.", body = pitlane_contract::paging::Feed<Review>),
        answers::Parameters, answers::Always
    )
)]
#[get("/reviews")]
pub async fn list_reviews(
    state: web::Data<AppState>,
    Query(query): Query<ReviewQuery>,
) -> Result<web::Json<Reviews>, ApiError> {
    service::list(&state, query).await.map(web::Json)
}

/// Reviews a finished session or a completed repair.
///
/// Customers, for their own, once each; name one of the two: a second review answers 409 `already_reviewed`.
#[utoipa::path(
    tag = "reviews", operation_id = "create_review", security(("bearer" = [])),
    request_body(content = NewReview, example = json!({
        "session_id": "01938f5e-7b1c-7c53-9d2a-4f0c6b1e2a90", "rating": 5, "text": "Told me what can wait."
    })),
    params(("Idempotency-Key" = Option<String>, Header, description = "The same key and body answers the first result.")),
    responses(
        (status = 201, description = "Written.", body = Review),
        answers::ForRole, answers::Absent, answers::State, answers::Body, answers::Always
    )
)]
#[post("/reviews")]
pub async fn create_review(
    state: web::Data<AppState>,
    customer: Customer,
    CreationId(id): CreationId,
    Json(body): Json<NewReview>,
) -> Result<HttpResponse, ApiError> {
    Ok(HttpResponse::Created().json(service::create(&state, customer.id, id, body).await?))
}
