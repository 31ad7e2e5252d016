//! Everybody whose work is done is asked for a review once, a day later, in the same words; nobody picks who.

use super::answers::links_of;
use crate::features::notifications::content::Content;
use crate::features::notifications::service::{Notification, notify};
use crate::features::repairs::service as repair_service;
use crate::features::reviews::jobs;
use crate::features::reviews::queries::answers;
use crate::features::reviews::queries::requests::{self, Finished, Row};
use crate::http::problem::ApiError;
use crate::state::AppState;
use crate::work::Work;
use chrono::{DateTime, TimeDelta, Utc};
use pitlane_contract::problem::Code;
use pitlane_contract::reviews::{
    ClickReviewLink, PlatformClicks, ReviewRequest, ReviewStats, ReviewsRequested, StarCount,
};
use pitlane_domain::reviews::{ASK_BACK_DAYS, REVIEW_AFTER_HOURS};
use pitlane_domain::vocabulary::{ReviewPlatform, ReviewRequestStatus};
use pitlane_entities::{repairs, sessions};
use uuid::Uuid;

/// What a request is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum About {
    /// A finished session.
    Session(Uuid),
    /// A completed repair.
    Repair(Uuid),
}

/// The customer of a session that ends now is asked a day later.
pub async fn plan_for_session(work: &mut Work, session: &sessions::Model) -> Result<(), ApiError> {
    let finished = Finished {
        session_id: Some(session.id),
        repair_id: None,
        provider_id: session.provider_id,
        customer_id: Some(session.customer_id),
        completed_at: work.now,
    };
    plan(work, &finished).await.map(drop)
}

/// The customer of a completed repair is asked a day later, without an account by a link.
pub async fn plan_for_repair(work: &mut Work, repair: &repairs::Model) -> Result<(), ApiError> {
    let finished = Finished {
        session_id: None,
        repair_id: Some(repair.id),
        provider_id: repair.provider_id,
        customer_id: repair.customer_id,
        completed_at: repair.work_completed_at.unwrap_or(work.now),
    };
    plan(work, &finished).await.map(drop)
}

async fn plan(work: &mut Work, finished: &Finished) -> Result<bool, ApiError> {
    let due: DateTime<Utc> = (finished.completed_at + TimeDelta::hours(REVIEW_AFTER_HOURS)).max(work.now);
    let is_new = requests::plan(&work.tx, work.now, finished, due).await?;
    let about = match (finished.session_id, finished.repair_id) {
        (Some(id), _) => About::Session(id),
        (None, id) => About::Repair(id.unwrap_or_default()),
    };
    if is_new {
        work.enqueue(jobs::ask(about, due));
    }
    Ok(is_new)
}

/// Plans the requests that are missing for what a provider finished lately. Who is asked follows from the work alone, so
/// a second call does nothing.
pub async fn request_missing(state: &AppState, provider: Uuid) -> Result<ReviewsRequested, ApiError> {
    let mut work = state.begin().await?;
    let since = work.now - TimeDelta::days(ASK_BACK_DAYS);
    let mut planned = 0;
    for finished in requests::unasked(&work.tx, provider, since).await? {
        planned += i64::from(plan(&mut work, &finished).await?);
    }
    work.commit().await?;
    Ok(ReviewsRequested { planned })
}

/// Sends a request that is due, once. One whose customer has left is closed.
pub async fn ask(state: &AppState, about: About) -> Result<(), ApiError> {
    let mut work = state.begin().await?;
    let Some(taken) = requests::take(&work.tx, work.now, about).await? else { return Ok(()) };
    let row = requests::find(&work.tx, taken.id, None).await?.ok_or_else(ApiError::not_found)?;
    let content =
        Content::ReviewRequested { request_id: taken.id, provider: row.provider_name, vehicle: row.vehicle };
    let key = format!("review_requested:{}", taken.id);
    let letter = match (taken.customer_id, taken.repair_id) {
        (Some(customer), _) => row.has_customer.then(|| Notification::to_user(customer, key, content)),
        (None, Some(repair)) => to_guest(&work, repair, key, content).await?,
        (None, None) => None,
    };
    match letter {
        Some(letter) => notify(&mut work, vec![letter]).await?,
        None => requests::skip(&work.tx, work.now, taken.id, true).await?,
    }
    Ok(work.commit().await?)
}

async fn to_guest(
    work: &Work,
    repair: Uuid,
    key: String,
    content: Content,
) -> Result<Option<Notification>, ApiError> {
    match repair_service::lock(&work.tx, repair).await? {
        Some(repair) => repair_service::to_customer(work, &repair, key, content).await,
        None => Ok(None),
    }
}

/// Gives what a guest was asked and what they answered to the account that they made since.
pub async fn claim(work: &Work, repair: Uuid, customer: Uuid) -> Result<(), ApiError> {
    Ok(requests::claim(&work.tx, work.now, repair, customer).await?)
}

/// Follows a review: nobody is asked for another one.
pub async fn fulfil(work: &Work, about: About, rating: i32) -> Result<(), ApiError> {
    Ok(requests::fulfil(&work.tx, work.now, about, rating).await?)
}

/// A request as its customer sees it.
pub async fn get(state: &AppState, customer: Uuid, id: Uuid) -> Result<ReviewRequest, ApiError> {
    let row = requests::find(&state.db, id, Some(customer)).await?.ok_or_else(ApiError::not_found)?;
    let links = links_of(answers::links(&state.db, row.request.provider_id).await?)?;
    shown(row, links)
}

fn shown(row: Row, links: Vec<pitlane_contract::reviews::ReviewLink>) -> Result<ReviewRequest, ApiError> {
    Ok(ReviewRequest {
        id: row.request.id,
        session_id: row.request.session_id,
        repair_id: row.request.repair_id,
        provider_name: row.provider_name,
        vehicle: row.vehicle,
        completed_at: row.completed_at.unwrap_or(row.request.created_at),
        status: row.request.status.parse()?,
        rating: row.request.rating,
        links,
    })
}

/// Notes a look at a page elsewhere. The provider must have named it.
pub async fn click(
    state: &AppState,
    customer: Uuid,
    id: Uuid,
    body: ClickReviewLink,
) -> Result<ReviewRequest, ApiError> {
    let request = get(state, customer, id).await?;
    if !request.links.iter().any(|link| link.platform == body.platform) {
        return Err(ApiError::field("platform", "not_linked", "The provider has no page there."));
    }
    requests::click(&state.db, state.clock.now(), id, body.platform).await?;
    Ok(request)
}

/// The customer leaves a request alone; one that was answered stays so.
pub async fn skip(state: &AppState, customer: Uuid, id: Uuid) -> Result<ReviewRequest, ApiError> {
    let request = get(state, customer, id).await?;
    if request.status == ReviewRequestStatus::Completed {
        return Err(ApiError::new(Code::AlreadyReviewed));
    }
    requests::skip(&state.db, state.clock.now(), id, false).await?;
    get(state, customer, id).await
}

/// What became of a provider's requests and reviews.
pub async fn stats(state: &AppState, provider: Uuid) -> Result<ReviewStats, ApiError> {
    let statuses = requests::statuses(&state.db, provider).await?;
    let clicks = requests::clicks(&state.db, provider).await?;
    let stars = answers::stars(&state.db, provider).await?;
    let count = |rows: &[requests::Count], word: &str| {
        rows.iter().find(|row| row.word == word).map_or(0, |row| row.number)
    };
    let status = |status: ReviewRequestStatus| count(&statuses, status.as_str());
    let by_rating = |rating: i32| {
        let reviews = stars.iter().find(|row| row.rating == rating).map_or(0, |row| row.number);
        StarCount { rating, reviews }
    };
    Ok(ReviewStats {
        scheduled: status(ReviewRequestStatus::Scheduled),
        requested: count(&statuses, "sent"),
        completed: status(ReviewRequestStatus::Completed),
        skipped: status(ReviewRequestStatus::Skipped),
        by_platform: ReviewPlatform::ALL
            .iter()
            .map(|platform| PlatformClicks {
                platform: *platform,
                customers: count(&clicks, platform.as_str()),
            })
            .collect(),
        by_rating: (1..=5).rev().map(by_rating).collect(),
        total_reviews: stars.iter().map(|row| row.number).sum(),
        unanswered: stars.iter().map(|row| row.unanswered).sum(),
    })
}
