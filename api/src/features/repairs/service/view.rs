//! Repairs as their two sides see them.

use super::photos::view as photo_view;
use super::{account, deposit};
use crate::features::quotes::service::number;
use crate::features::repairs::queries::listed::{self, Filter, Listed};
use crate::features::repairs::queries::repairs::{self, RepairRow, Whose};
use crate::features::repairs::queries::{events, photos};
use crate::features::{payments, quotes};
use crate::http::actor::{Customer, Mechanic};
use crate::http::paging::Cursor;
use crate::http::problem::ApiError;
use crate::state::AppState;
use pitlane_contract::paging::{CursorQuery, Feed};
use pitlane_contract::repairs::{
    Repair, RepairAccount, RepairCounts, RepairEvent, RepairQuery, RepairSummary, RepairTimeline,
};
use pitlane_domain::repairs::transitions;
use pitlane_domain::vocabulary::RepairStatus;
use pitlane_entities::repairs::Model;
use std::collections::BTreeMap;
use uuid::Uuid;

/// A provider's repairs, newest first: those that are not over, or those with one status.
pub async fn board(
    state: &AppState,
    mechanic: &Mechanic,
    query: &RepairQuery,
) -> Result<Feed<RepairSummary>, ApiError> {
    let cursor = Cursor::read(&CursorQuery { limit: query.limit, cursor: query.cursor.clone() })?;
    let filter = query.status.map_or(Filter::Open, Filter::Status);
    let rows = listed::list(&state.db, Whose::Provider(mechanic.provider_id), filter, cursor).await?;
    let items = rows.into_iter().map(summary).collect::<Result<Vec<_>, _>>()?;
    Ok(cursor.feed(items, |item| item.id))
}

/// How many repairs of a provider stand where.
pub async fn counts(state: &AppState, mechanic: &Mechanic) -> Result<RepairCounts, ApiError> {
    let mut numbers: BTreeMap<RepairStatus, i64> = BTreeMap::new();
    for row in repairs::counts(&state.db, mechanic.provider_id).await? {
        numbers.insert(row.status.parse()?, row.number);
    }
    let of = |status| numbers.get(&status).copied().unwrap_or_default();
    Ok(RepairCounts {
        received: of(RepairStatus::Received),
        in_progress: of(RepairStatus::InProgress),
        waiting_for_parts: of(RepairStatus::WaitingForParts),
        ready: of(RepairStatus::Ready),
        completed: of(RepairStatus::Completed),
        cancelled: of(RepairStatus::Cancelled),
    })
}

/// A customer's repairs, newest first.
pub async fn customer_list(
    state: &AppState,
    customer: &Customer,
    cursor: Cursor,
) -> Result<Feed<RepairSummary>, ApiError> {
    quotes::service::claim(state, customer.id).await?;
    let rows = listed::list(&state.db, Whose::Customer(customer.id), Filter::All, cursor).await?;
    let items = rows.into_iter().map(summary).collect::<Result<Vec<_>, _>>()?;
    Ok(cursor.feed(items, |item| item.id))
}

/// One repair of a provider.
pub async fn read(state: &AppState, mechanic: &Mechanic, id: Uuid) -> Result<Repair, ApiError> {
    let found = repairs::find(&state.db, id, Whose::Provider(mechanic.provider_id)).await?;
    full(state, found.ok_or_else(ApiError::not_found)?, Side::Provider).await
}

/// One repair of a customer.
pub async fn customer_read(state: &AppState, customer: &Customer, id: Uuid) -> Result<Repair, ApiError> {
    let row = of_customer(state, customer, id).await?;
    full(state, row, Side::Customer(customer.id)).await
}

async fn of_customer(state: &AppState, customer: &Customer, id: Uuid) -> Result<RepairRow, ApiError> {
    let found = repairs::find(&state.db, id, Whose::Customer(customer.id)).await?;
    found.ok_or_else(ApiError::not_found)
}

/// The timeline of a customer's repair.
pub async fn customer_timeline(
    state: &AppState,
    customer: &Customer,
    id: Uuid,
) -> Result<RepairTimeline, ApiError> {
    let repair = of_customer(state, customer, id).await?.repair;
    let rows = events::of_repair(&state.db, id, false).await?;
    Ok(RepairTimeline {
        status: repair.status.parse()?,
        promised_at: repair.promised_at,
        payment_status: account(&repair).status(),
        timeline: rows.into_iter().map(event).collect::<Result<_, _>>()?,
    })
}

fn summary(repair: Listed) -> Result<RepairSummary, ApiError> {
    let status: RepairStatus = repair.status.parse()?;
    let payment_status = repair.account().status();
    Ok(RepairSummary {
        id: repair.id,
        number: number(repair.number),
        status,
        allowed: transitions(status).to_vec(),
        provider_id: repair.provider_id,
        provider_name: repair.provider_name,
        customer_name: repair.customer_name,
        vehicle: repair.vehicle,
        diagnosis_summary: repair.diagnosis_summary.unwrap_or_default(),
        promised_at: repair.promised_at,
        payment_status,
        authorized_cents: repair.authorized_cents,
        charged_cents: repair.charged_cents,
        currency: repair.currency,
        open_quotes: repair.open_quotes,
        created_at: repair.created_at,
        updated_at: repair.updated_at,
        completed_at: repair.work_completed_at,
    })
}

/// A line of a timeline as people see it.
pub fn event(row: events::Row) -> Result<RepairEvent, ApiError> {
    let event = row.event;
    Ok(RepairEvent {
        id: event.id,
        status: event.status.parse()?,
        note: event.note,
        internal: event.internal,
        reason: event.reason,
        promised_at: event.promised_at,
        by: row.by_name,
        at: event.at,
    })
}

fn money(repair: &Model, deposit_cents: i64) -> RepairAccount {
    let sums = account(repair);
    RepairAccount {
        authorized_cents: sums.authorized_cents,
        tolerance_cents: sums.tolerance_cents,
        reserved_cents: sums.reserved_cents,
        charged_cents: sums.charged_cents,
        refunded_cents: sums.refunded_cents,
        due_cents: sums.due_cents(),
        payable_cents: sums.payable_cents(),
        deposit_cents,
        deposit_due_cents: sums.deposit_due_cents(deposit_cents),
        currency: repair.currency.clone(),
    }
}

/// A repair as its customer sees it by a link. What waits for a card can be paid by an account alone.
pub async fn linked(state: &AppState, row: RepairRow) -> Result<Repair, ApiError> {
    let mut repair = full(state, row, Side::Link).await?;
    for payment in &mut repair.payments {
        payment.payment.client_secret = None;
    }
    Ok(repair)
}

/// Who looks at a repair.
#[derive(Clone, Copy)]
enum Side {
    Provider,
    Customer(Uuid),
    /// Whoever holds a link to it.
    Link,
}

/// A repair with everything about it.
async fn full(state: &AppState, row: RepairRow, side: Side) -> Result<Repair, ApiError> {
    let (db, id) = (&state.db, row.repair.id);
    let provider_side = matches!(side, Side::Provider);
    let timeline = events::of_repair(db, id, provider_side).await?;
    let pictures = photos::of_repair(db, id, provider_side).await?;
    let summary = summary(Listed::from(&row))?;
    let repair = row.repair;
    Ok(Repair {
        summary,
        customer_id: repair.customer_id,
        vehicle_id: repair.vehicle_id,
        account: money(&repair, deposit(db, id).await?),
        warranty_months: repair.warranty_months,
        warranty_miles: repair.warranty_miles,
        warranty_expires_at: repair.warranty_expires_at,
        quotes: match side {
            Side::Provider => quotes::service::of_repair(db, id, (repair.provider_id, None)).await?,
            Side::Customer(customer) => {
                quotes::service::of_repair(db, id, (repair.provider_id, Some(customer))).await?
            }
            Side::Link => quotes::service::of_repair_by_link(db, id).await?,
        },
        timeline: timeline.into_iter().map(event).collect::<Result<_, _>>()?,
        photos: pictures.into_iter().map(|photo| photo_view(state, photo)).collect::<Result<_, _>>()?,
        payments: payments::service::of_repair(db, id, !provider_side).await?,
        is_favorite: row.is_favorite,
        favorite_asked: row.favorite_asked_at.is_some(),
        reviewed: row.reviewed,
        now: state.clock.now(),
    })
}
