//! What the mechanic writes after the session.

use super::access::{Who, enter, take_part};
use super::files::view as file_view;
use crate::features::notifications::content::Content;
use crate::features::notifications::service::{Notification, notify};
use crate::features::sessions::queries::sessions::SessionRow;
use crate::features::sessions::queries::{files, summaries};
use crate::http::actor::User;
use crate::http::problem::ApiError;
use crate::http::validate::Check;
use crate::state::AppState;
use chrono::{DateTime, Utc};
use pitlane_contract::problem::Code;
use pitlane_contract::realtime::Event;
use pitlane_contract::sessions::{PartNeeded, Summary, WriteSummary};
use pitlane_domain::vocabulary::{FileKind, FollowUpType, SessionStatus};
use pitlane_entities::session_files;
use pitlane_entities::session_summaries::{ActiveModel, Model};
use pitlane_platform::new_id;
use sea_orm::ActiveValue::Set;
use serde_json::json;
use uuid::Uuid;

/// The summary: the mechanic's draft, or what was handed over. The customer's first look is kept.
pub async fn read(state: &AppState, user: &User, id: Uuid) -> Result<Summary, ApiError> {
    let (row, who) = enter(state, user, id, "session.summary.read").await?;
    let found = summaries::find(&state.db, id).await?;
    let mut found = found
        .filter(|summary| who == Who::Mechanic || summary.submitted_at.is_some())
        .ok_or_else(ApiError::not_found)?;
    if who == Who::Customer && found.first_viewed_at.is_none() {
        let mut work = state.begin().await?;
        if summaries::mark_viewed(&work.tx, work.now, id).await? {
            found.first_viewed_at = Some(work.now);
            let status = row.session.status.parse()?;
            work.emit(row.mechanic_user_id, Event::SessionUpdated { session_id: id, status });
            work.commit().await?;
        }
    }
    let photos = files::of_session(&state.db, id).await?;
    view(state, found, photos)
}

fn view(state: &AppState, row: Model, photos: Vec<session_files::Model>) -> Result<Summary, ApiError> {
    let ids: Vec<Uuid> = serde_json::from_value(row.photo_ids).map_err(ApiError::unexpected)?;
    let parts_needed = serde_json::from_value(row.parts_needed).map_err(ApiError::unexpected)?;
    let chosen = photos.into_iter().filter(|file| ids.contains(&file.id));
    Ok(Summary {
        session_id: row.session_id,
        findings: row.findings,
        steps_taken: row.steps_taken,
        parts_needed,
        next_steps: row.next_steps,
        photos: chosen.map(|file| file_view(state, file)).collect::<Result<_, _>>()?,
        submitted_at: row.submitted_at,
        first_viewed_at: row.first_viewed_at,
    })
}

/// Keeps a draft, or hands the summary over: then the customer is told, and it stays as it is.
pub async fn write(state: &AppState, user: &User, id: Uuid, body: WriteSummary) -> Result<Summary, ApiError> {
    let (row, who) = take_part(state, user, id).await?;
    if who != Who::Mechanic {
        return Err(ApiError::because(Code::Forbidden, "The mechanic writes the summary."));
    }
    if row.session.status != SessionStatus::Ended.as_str() {
        let allowed: &[&str] = if row.session.status == "live" { &["end"] } else { &[] };
        return Err(ApiError::transition("A summary follows the end of the session.", allowed));
    }
    let photos = files::of_session(&state.db, id).await?;
    check(&body, &photos)?;
    let mut work = state.begin().await?;
    // under the lock of its request, so that a draft does not overwrite what is handed over at the same time
    let locked = crate::features::dispatch::service::lock(&work, row.session.request_id).await?;
    let before = summaries::find(&work.tx, id).await?;
    if before.as_ref().is_some_and(|summary| summary.submitted_at.is_some()) {
        let none: [&str; 0] = [];
        return Err(ApiError::transition("The summary has been handed over.", none));
    }
    summaries::upsert(&work.tx, written(work.now, id, body.clone())).await?;
    if body.submit {
        let asked = locked.and_then(|locked| locked.request.follow_up_type);
        hand_over(&mut work, &row, asked.as_deref()).await?;
    }
    let stored = summaries::find(&work.tx, id).await?.ok_or_else(ApiError::not_found)?;
    work.commit().await?;
    view(state, stored, photos)
}

/// Tells both sides. To whoever came back with a question the summary is its answer.
async fn hand_over(
    work: &mut crate::work::Work,
    row: &SessionRow,
    follow_up: Option<&str>,
) -> Result<(), ApiError> {
    let (id, mechanic) = (row.session.id, row.mechanic_name.clone());
    let content = if follow_up == Some(FollowUpType::QuickQuestion.as_str()) {
        Content::FollowUpAnswered { session_id: id, mechanic }
    } else {
        Content::SummaryReady { session_id: id, mechanic }
    };
    let letter = Notification::to_user(row.session.customer_id, format!("summary_ready:{id}"), content);
    notify(work, vec![letter]).await?;
    for person in [row.session.customer_id, row.mechanic_user_id] {
        work.emit(person, Event::SessionUpdated { session_id: id, status: SessionStatus::Ended });
    }
    Ok(())
}

fn written(now: DateTime<Utc>, session: Uuid, body: WriteSummary) -> ActiveModel {
    ActiveModel {
        id: Set(new_id()),
        session_id: Set(session),
        findings: Set(body.findings.trim().to_owned()),
        steps_taken: Set(body.steps_taken.trim().to_owned()),
        parts_needed: Set(json!(body.parts_needed)),
        next_steps: Set(body.next_steps.trim().to_owned()),
        photo_ids: Set(json!(body.photo_ids)),
        submitted_at: Set(body.submit.then_some(now)),
        first_viewed_at: Set(None),
        created_at: Set(now),
        updated_at: Set(now),
    }
}

/// A draft may be empty; what is handed over says at least what was found.
fn check(body: &WriteSummary, photos: &[session_files::Model]) -> Result<(), ApiError> {
    let mut check = Check::new();
    check.text("findings", &body.findings, usize::from(body.submit)..=4_000);
    check.text("steps_taken", &body.steps_taken, 0..=4_000);
    check.text("next_steps", &body.next_steps, 0..=4_000);
    if body.parts_needed.len() > 50 {
        check.refuse("parts_needed", "too_many", "Name up to 50 parts.");
    }
    for (position, part) in body.parts_needed.iter().enumerate() {
        let PartNeeded { name, quantity, part_number } = part;
        check.text(&format!("parts_needed.{position}.name"), name, 1..=120);
        check.number(&format!("parts_needed.{position}.quantity"), *quantity, 1..=999);
        if let Some(number) = part_number {
            check.text(&format!("parts_needed.{position}.part_number"), number, 0..=60);
        }
    }
    let is_photo =
        |id: &Uuid| photos.iter().any(|file| file.id == *id && file.kind == FileKind::Image.as_str());
    if body.photo_ids.len() > 20 || !body.photo_ids.iter().all(is_photo) {
        check.refuse("photo_ids", "unknown", "Choose up to 20 pictures of this session.");
    }
    check.done()
}
