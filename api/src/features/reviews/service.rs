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
use pitlane_contract::repairs::ReviewLinkedRepair;
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
    if body.session_id.is_some() == body.repair_id.is_some() {
        check.refuse("session_id", "invalid", "Name either the session or the repair.");
    }
    let said = said(check, body.rating, &body.text)?;
    let work = state.begin().await?;
    let subject = match (body.session_id, body.repair_id) {
        (Some(session), _) => of_session(&work, customer, session).await?,
        (None, repair) => {
            let found = repair_service::of_customer(&work.tx, customer, repair.unwrap_or_default()).await?;
            of_repair(&work, found.ok_or_else(ApiError::not_found)?).await?
        }
    };
    write(work, subject, (id, Some(customer)), said).await
}

/// Reviews a completed repair under `id`, for whoever holds a link to it.
pub async fn create_for_repair(
    state: &AppState,
    repair: Uuid,
    id: Uuid,
    body: ReviewLinkedRepair,
) -> Result<Review, ApiError> {
    let said = said(Check::new(), body.rating, &body.text)?;
    let work = state.begin().await?;
    let repair = repair_service::lock(&work.tx, repair).await?.ok_or_else(ApiError::not_found)?;
    let customer = repair.customer_id;
    let subject = of_repair(&work, repair).await?;
    write(work, subject, (id, customer), said).await
}

/// Stars and words that were checked.
fn said(mut check: Check, rating: i32, text: &str) -> Result<(i32, String), ApiError> {
    let rating = check.number("rating", rating, 1..=5);
    let text = check.text("text", text, 0..=2_000);
    check.done()?;
    rating.zip(text).ok_or_else(|| ApiError::unexpected("a checked field has no value"))
}

async fn write(
    mut work: Work,
    subject: Subject,
    (id, customer): (Uuid, Option<Uuid>),
    (rating, text): (i32, String),
) -> Result<Review, ApiError> {
    let is_new = queries::insert(&work.tx, row(&subject, (id, customer), rating, text, work.now)).await?;
    let of = Of { review: Some(id), ..Of::default() };
    let cursor = Cursor { limit: 1, before: None };
    let written = queries::list(&work.tx, of, cursor).await?.pop();
    // not new and not under this id: reviewed before
    let written = written.ok_or_else(|| ApiError::new(Code::AlreadyReviewed))?;
    if is_new {
        queries::recompute(&work.tx, Some((subject.mechanic_id, subject.workshop_id))).await?;
        if let Some(customer) = customer {
            favorites::service::recompute(&work.tx, work.now, customer, subject.provider_id).await?;
        }
        let about = match (subject.session_id, &subject.repair) {
            (Some(session), _) => About::Session(session),
            (None, repair) => About::Repair(repair.as_ref().map(|repair| repair.id).unwrap_or_default()),
        };
        if let (Some(session_id), Some(customer)) = (subject.session_id, customer) {
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

async fn of_repair(work: &Work, repair: repairs::Model) -> Result<Subject, ApiError> {
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
    (id, customer): (Uuid, Option<Uuid>),
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
        customer_id: Set(customer),
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
