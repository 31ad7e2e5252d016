//! How a repair moves along its timeline.

use super::completion::completed;
use super::{messages, read, tell};
use crate::features::payments;
use crate::features::repairs::queries::events;
use crate::features::repairs::queries::repairs::{self, RepairRow, Whose};
use crate::http::actor::Mechanic;
use crate::http::problem::ApiError;
use crate::http::validate::Check;
use crate::state::AppState;
use crate::work::Work;
use pitlane_contract::repairs::{Repair, UpdateRepairStatus};
use pitlane_domain::limits;
use pitlane_domain::repairs::{is_over, may_become, transitions, warranty_until};
use pitlane_domain::vocabulary::RepairStatus;
use pitlane_entities::repair_status_events;
use pitlane_entities::repairs::{ActiveModel, Model};
use pitlane_platform::new_id;
use sea_orm::ActiveValue::Set;
use uuid::Uuid;

/// A change that was checked.
struct Change {
    to: RepairStatus,
    moves: bool,
    slips: bool,
    note: String,
    reason: Option<String>,
}

/// Moves a repair on, sets its promised time, or writes a note.
pub async fn update_status(
    state: &AppState,
    mechanic: &Mechanic,
    id: Uuid,
    body: UpdateRepairStatus,
) -> Result<Repair, ApiError> {
    let mut work = state.begin().await?;
    repairs::lock(&work.tx, id).await?;
    let found = repairs::find(&work.tx, id, Whose::Provider(mechanic.provider_id)).await?;
    let row = found.ok_or_else(ApiError::not_found)?;
    let change = check(&work, &row.repair, &body)?;
    let repair = write(&work, &row.repair, &change, &body).await?;
    note(&mut work, &row, &repair, (mechanic.user_id, &change, &body)).await?;
    if change.moves && change.to == RepairStatus::Completed {
        completed(&mut work, &repair).await?;
    }
    if change.moves && change.to == RepairStatus::Cancelled {
        payments::service::release_open(&mut work, id).await?;
    }
    tell(&mut work, &repair).await?;
    work.commit().await?;
    read(state, mechanic, id).await
}

fn check(work: &Work, repair: &Model, body: &UpdateRepairStatus) -> Result<Change, ApiError> {
    let mut check = Check::new();
    let note = check.text("note", body.note.as_deref().unwrap_or_default(), limits::REPAIR_NOTE);
    let reason = check.text("reason", body.reason.as_deref().unwrap_or_default(), limits::SLIP_REASON);
    let reason = reason.filter(|reason| !reason.is_empty());
    let slips = body.promised_at.zip(repair.promised_at).is_some_and(|(new, old)| new > old);
    if slips && reason.is_none() {
        check.refuse("reason", "required", "Say why it will be later than promised.");
    }
    if body.promised_at.is_some_and(|at| at <= work.now) {
        check.refuse("promised_at", "in_the_past", "Promise a time to come.");
    }
    let note = note.unwrap_or_default();
    if body.status.is_none() && body.promised_at.is_none() && note.is_empty() {
        check.refuse("status", "required", "Name a status, a promised time or a note.");
    }
    check.done()?;
    let from: RepairStatus = repair.status.parse()?;
    let to = body.status.unwrap_or(from);
    let moves = body.status.is_some();
    if moves && !may_become(from, to) {
        return Err(ApiError::transition(
            "The repair cannot go there from where it stands.",
            transitions(from),
        ));
    }
    if body.promised_at.is_some() && is_over(to) {
        return Err(ApiError::transition(
            "The repair is over, so no time can be promised.",
            transitions(from),
        ));
    }
    Ok(Change { to, moves, slips, note, reason })
}

async fn write(
    work: &Work,
    repair: &Model,
    change: &Change,
    body: &UpdateRepairStatus,
) -> Result<Model, ApiError> {
    let mut row = ActiveModel {
        id: Set(repair.id),
        status: Set(change.to.as_str().to_owned()),
        promised_at: Set(body.promised_at.or(repair.promised_at)),
        updated_at: Set(work.now),
        ..Default::default()
    };
    if change.moves && change.to == RepairStatus::Completed {
        row.work_completed_at = Set(Some(work.now));
        row.warranty_expires_at = Set(warranty_until(work.now, repair.warranty_months));
    }
    Ok(repairs::update(&work.tx, row).await?)
}

/// Writes the timeline and tells the customer. A note for the provider's people is a line of its own, so that a move
/// that it came with is seen without it.
async fn note(
    work: &mut Work,
    row: &RepairRow,
    repair: &Model,
    (by, change, body): (Uuid, &Change, &UpdateRepairStatus),
) -> Result<(), ApiError> {
    let line = |note: &str, internal: bool, promised: bool| repair_status_events::ActiveModel {
        id: Set(new_id()),
        repair_id: Set(repair.id),
        status: Set(repair.status.clone()),
        note: Set(note.to_owned()),
        internal: Set(internal),
        reason: Set(change.reason.clone().filter(|_| promised)),
        promised_at: Set(body.promised_at.filter(|_| promised)),
        by_user_id: Set(Some(by)),
        at: Set(work.now),
        created_at: Set(work.now),
    };
    let hidden = body.internal && !change.note.is_empty();
    let said = if hidden { "" } else { &change.note };
    let public = line(said, false, true);
    let event = public.id.clone().unwrap();
    let seen = change.moves || body.promised_at.is_some() || !said.is_empty();
    let mut lines = Vec::new();
    if seen {
        lines.push(public);
    }
    if hidden {
        lines.push(line(&change.note, true, false));
    }
    events::insert(&work.tx, lines).await?;
    if change.moves || !said.is_empty() {
        messages::moved(work, row, repair, (event, said)).await?;
    }
    if let (true, Some(at), Some(reason)) = (change.slips, body.promised_at, &change.reason) {
        messages::slipped(work, row, (event, at), reason).await?;
    }
    Ok(())
}
