//! Reading and writing reviews.

pub mod answers;
mod messages;
pub mod requests;

use super::queries::{self, Of, Row};
use crate::features::repairs::service as repair_service;
use crate::features::{dispatch, favorites};
use crate::http::paging::Cursor;
use crate::http::problem::ApiError;
use crate::http::validate::Check;
use crate::state::AppState;
use crate::work::Work;
use pitlane_contract::problem::Code;
use pitlane_contract::realtime::Event;
use pitlane_contract::reviews::{NewReview, Review, ReviewQuery, Reviews};
use pitlane_domain::vocabulary::{RepairStatus, SessionStatus};
use pitlane_entities::mechanic_reviews::ActiveModel;
use pitlane_entities::repairs;
use requests::About;
use sea_orm::ActiveValue::Set;
use sea_orm::{ConnectionTrait, DbErr};
use uuid::Uuid;

fn review(row: Row) -> Review {
    Review {
        id: row.id,
        customer_name: row.customer_name.map(|name| dispatch::service::first_name(&name)),
        mechanic_name: row.mechanic_name,
        rating: row.rating,
        text: row.text,
        helpful_count: row.helpful_count,
        reply: row.reply,
        replied_at: row.replied_at,
        created_at: row.created_at,
    }
}

/// The reviews of a provider or a mechanic, newest first.
pub async fn list(state: &AppState, query: ReviewQuery) -> Result<Reviews, ApiError> {
    let cursor = Cursor::read(&query.paging())?;
    if query.provider_id.is_none() && query.mechanic_id.is_none() {
        return Err(ApiError::field("provider_id", "required", "Name a provider or a mechanic."));
    }
    let of = Of { provider: query.provider_id, mechanic: query.mechanic_id, review: None };
    let rows = queries::list(&state.db, of, cursor).await?;
    Ok(cursor.feed(rows.into_iter().map(review).collect(), |review: &Review| review.id))
}

/// One review, as it is listed.
async fn shown(state: &AppState, id: Uuid) -> Result<Review, ApiError> {
    let of = Of { review: Some(id), ..Of::default() };
    let found = queries::list(&state.db, of, Cursor { limit: 1, before: None }).await?.pop();
    found.map(review).ok_or_else(ApiError::not_found)
}

/// What a review is about.
struct Subject {
    session_id: Option<Uuid>,
    repair: Option<repairs::Model>,
    mechanic_id: Option<Uuid>,
    workshop_id: Option<Uuid>,
    provider_id: Uuid,
}

/// Reviews a customer's own finished session or completed repair under `id`; one review for each. The ratings and the
/// relation are computed anew in the same transaction.
pub async fn create(state: &AppState, customer: Uuid, id: Uuid, body: NewReview) -> Result<Review, ApiError> {
    let mut check = Check::new();
    let rating = check.number("rating", body.rating, 1..=5);
    let text = check.text("text", &body.text, 0..=2_000);
    if body.session_id.is_some() == body.repair_id.is_some() {
        check.refuse("session_id", "invalid", "Name either the session or the repair.");
    }
    check.done()?;
    let (Some(rating), Some(text)) = (rating, text) else {
        return Err(ApiError::unexpected("a checked field has no value"));
    };
    let mut work = state.begin().await?;
    let subject = match (body.session_id, body.repair_id) {
        (Some(session), _) => of_session(&work, customer, session).await?,
        (None, repair) => of_repair(&work, customer, repair.unwrap_or_default()).await?,
    };
    let is_new = queries::insert(&work.tx, row(&subject, (id, customer), rating, text, work.now)).await?;
    let of = Of { review: Some(id), ..Of::default() };
    let cursor = Cursor { limit: 1, before: None };
    let written = queries::list(&work.tx, of, cursor).await?.pop();
    // not new and not under this id: reviewed before
    let written = written.ok_or_else(|| ApiError::new(Code::AlreadyReviewed))?;
    if is_new {
        queries::recompute(&work.tx, Some((subject.mechanic_id, subject.workshop_id))).await?;
        favorites::service::recompute(&work.tx, work.now, customer, subject.provider_id).await?;
        let about = match (subject.session_id, body.repair_id) {
            (Some(session), _) => About::Session(session),
            (None, repair) => About::Repair(repair.unwrap_or_default()),
        };
        if let Some(session_id) = subject.session_id {
            work.emit(customer, Event::SessionUpdated { session_id, status: SessionStatus::Ended });
        }
        if let Some(repair) = &subject.repair {
            repair_service::reviewed(&mut work, repair).await?;
        }
        requests::fulfil(&work, about, rating).await?;
        messages::received(&mut work, &subject, &written).await?;
        work.commit().await?;
    }
    Ok(review(written))
}

async fn of_session(work: &Work, customer: Uuid, id: Uuid) -> Result<Subject, ApiError> {
    let session = queries::session(&work.tx, customer, id).await?.ok_or_else(ApiError::not_found)?;
    if session.status != SessionStatus::Ended.as_str() {
        return Err(ApiError::because(Code::InvalidTransition, "Review the session once it has ended."));
    }
    Ok(Subject {
        session_id: Some(session.id),
        repair: None,
        mechanic_id: Some(session.mechanic_id),
        workshop_id: session.workshop_id,
        provider_id: session.provider_id,
    })
}

async fn of_repair(work: &Work, customer: Uuid, id: Uuid) -> Result<Subject, ApiError> {
    let found = repair_service::of_customer(&work.tx, customer, id).await?;
    let repair = found.ok_or_else(ApiError::not_found)?;
    if repair.status != RepairStatus::Completed.as_str() {
        return Err(ApiError::because(Code::InvalidTransition, "Review the repair once it is completed."));
    }
    let behind = queries::behind(&work.tx, repair.provider_id).await?.ok_or_else(ApiError::not_found)?;
    Ok(Subject {
        session_id: None,
        mechanic_id: behind.mechanic_id,
        workshop_id: behind.workshop_id,
        provider_id: repair.provider_id,
        repair: Some(repair),
    })
}

fn row(
    subject: &Subject,
    (id, customer): (Uuid, Uuid),
    rating: i32,
    text: String,
    now: chrono::DateTime<chrono::Utc>,
) -> ActiveModel {
    ActiveModel {
        id: Set(id),
        session_id: Set(subject.session_id),
        repair_id: Set(subject.repair.as_ref().map(|repair| repair.id)),
        mechanic_id: Set(subject.mechanic_id),
        workshop_id: Set(subject.workshop_id),
        provider_id: Set(subject.provider_id),
        customer_id: Set(Some(customer)),
        rating: Set(rating),
        text: Set(text),
        helpful_count: Set(0),
        reply: Set(None),
        replied_at: Set(None),
        flagged_at: Set(None),
        hidden_by: Set(None),
        created_at: Set(now),
        updated_at: Set(now),
    }
}

/// Computes every rating from the reviews, with the same statements.
pub async fn recompute_all(tx: &impl ConnectionTrait) -> Result<(), DbErr> {
    queries::recompute(tx, None).await
}
