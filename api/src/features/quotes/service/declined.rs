//! Declined lines, which stay the customer's: later, snoozed, or done elsewhere.

use super::{messages, view};
use crate::features::quotes::jobs;
use crate::features::quotes::queries::lines::{self, Declined};
use crate::features::quotes::queries::quotes::{self, Whose};
use crate::http::actor::Customer;
use crate::http::paging::Cursor;
use crate::http::problem::ApiError;
use crate::state::AppState;
use chrono::{DateTime, Utc};
use pitlane_contract::paging::Feed;
use pitlane_contract::quotes::{DeclinedLine, DeferLine};
use pitlane_domain::quotes::may_be_approved;
use pitlane_domain::vocabulary::Deferral;
use pitlane_entities::quote_lines::ActiveModel;
use sea_orm::ActiveValue::Set;
use uuid::Uuid;

fn shown(row: Declined, now: DateTime<Utc>) -> Result<DeclinedLine, ApiError> {
    let holds = row.valid_until.is_some_and(|until| until > now);
    Ok(DeclinedLine {
        quote_id: row.line.quote_id,
        quote_number: view::number(row.number),
        provider_name: row.provider_name,
        vehicle: row.vehicle,
        currency: row.currency,
        open: holds && !row.repair_over && may_be_approved(row.status.parse()?),
        line: view::line(row.line, Vec::new())?,
    })
}

/// The declined lines of a customer, newest first.
pub async fn list_declined(
    state: &AppState,
    customer: &Customer,
    cursor: Cursor,
) -> Result<Feed<DeclinedLine>, ApiError> {
    let now = state.clock.now();
    let rows = lines::declined(&state.db, customer.id, cursor).await?;
    let items = rows.into_iter().map(|row| shown(row, now)).collect::<Result<Vec<_>, _>>()?;
    Ok(cursor.feed(items, |item| item.line.id))
}

/// Notes what the customer wants to do about a declined line.
pub async fn defer(
    state: &AppState,
    customer: &Customer,
    id: Uuid,
    body: DeferLine,
) -> Result<DeclinedLine, ApiError> {
    let mut work = state.begin().await?;
    let known = lines::find_declined(&work.tx, customer.id, id).await?;
    known.ok_or_else(ApiError::not_found)?;
    let snoozed = body.deferral == Deferral::Snoozed;
    if snoozed != body.snoozed_until.is_some() || body.snoozed_until.is_some_and(|until| until <= work.now) {
        let message = "Enter a time to come for a snoozed line, and none for another.";
        return Err(ApiError::field("snoozed_until", "invalid", message));
    }
    let row = ActiveModel {
        id: Set(id),
        deferred: Set(Some(body.deferral.as_str().to_owned())),
        snoozed_until: Set(body.snoozed_until),
        updated_at: Set(work.now),
        ..Default::default()
    };
    lines::update(&work.tx, row).await?;
    if let Some(until) = body.snoozed_until {
        work.enqueue(jobs::reminder(id, until));
    }
    let now = work.now;
    let stored = lines::find_declined(&work.tx, customer.id, id).await?.ok_or_else(ApiError::not_found)?;
    work.commit().await?;
    shown(stored, now)
}

/// Reminds the customer of a line on the day that they chose, unless they chose otherwise since. From then on it is for
/// later.
pub async fn remind(state: &AppState, id: Uuid) -> Result<(), ApiError> {
    let mut work = state.begin().await?;
    let Some(line) = lines::lock(&work.tx, id).await? else { return Ok(()) };
    if line.snoozed_until.is_none_or(|until| until > work.now) {
        return Ok(());
    }
    let Some(quote) = quotes::find(&work.tx, line.quote_id, Whose::Holder).await? else { return Ok(()) };
    let Some(customer) = quote.quote.customer_id else { return Ok(()) };
    // a line of a revision that another one took the place of is no longer on the list
    if lines::find_declined(&work.tx, customer, id).await?.is_some() {
        messages::line_due(&mut work, (customer, &quote), &line).await?;
    }
    let row = ActiveModel {
        id: Set(id),
        deferred: Set(Some(Deferral::Later.as_str().to_owned())),
        snoozed_until: Set(None),
        updated_at: Set(work.now),
        ..Default::default()
    };
    lines::update(&work.tx, row).await?;
    Ok(work.commit().await?)
}
