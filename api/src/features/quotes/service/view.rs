//! Quotes as their two sides see them.

use super::{claim, conversation, tell};
use crate::features::quotes::queries::listed::{self, Filter, Listed};
use crate::features::quotes::queries::quotes::{self, QuoteRow, Whose};
use crate::features::quotes::queries::{approvals, lines};
use crate::features::repairs;
use crate::http::actor::{Customer, Mechanic};
use crate::http::paging::Cursor;
use crate::http::problem::ApiError;
use crate::state::AppState;
use pitlane_contract::paging::{CursorQuery, Feed};
use pitlane_contract::quotes::{Authorization, Quote, QuoteLine, QuoteQuery, QuoteSummary, WriteLine};
use pitlane_contract::repairs::{Photo, ReceiptPart};
use pitlane_domain::quotes::{approved_totals, may_be_approved, transitions};
use pitlane_domain::vocabulary::{LineDecision, QuoteStatus};
use pitlane_entities::quote_lines;
use sea_orm::ConnectionTrait;
use std::collections::BTreeMap;
use uuid::Uuid;

/// A quote's number as people read it.
pub fn number(number: i64) -> String {
    format!("Q-{number}")
}

/// One quote of a provider.
pub async fn read(state: &AppState, mechanic: &Mechanic, id: Uuid) -> Result<Quote, ApiError> {
    let found = quotes::find(&state.db, id, Whose::Provider(mechanic.provider_id)).await?;
    full(state, found.ok_or_else(ApiError::not_found)?).await
}

/// The quotes of a provider, newest first.
pub async fn search(
    state: &AppState,
    mechanic: &Mechanic,
    query: &QuoteQuery,
) -> Result<Feed<QuoteSummary>, ApiError> {
    let cursor = Cursor::read(&CursorQuery { limit: query.limit, cursor: query.cursor.clone() })?;
    let filter = Filter { status: query.status, repair: query.repair_id };
    let rows = listed::list(&state.db, Whose::Provider(mechanic.provider_id), filter, cursor).await?;
    let items = rows.into_iter().map(summary).collect::<Result<Vec<_>, _>>()?;
    Ok(cursor.feed(items, |item| item.id))
}

/// The quotes that a customer was sent, newest first.
pub async fn customer_list(
    state: &AppState,
    customer: &Customer,
    cursor: Cursor,
) -> Result<Feed<QuoteSummary>, ApiError> {
    claim(state, customer.id).await?;
    let whose = Whose::Customer(customer.id);
    let rows = listed::list(&state.db, whose, Filter::default(), cursor).await?;
    let items = rows.into_iter().map(summary).collect::<Result<Vec<_>, _>>()?;
    Ok(cursor.feed(items, |item| item.id))
}

/// One quote of a customer; the first look is kept.
pub async fn customer_read(state: &AppState, customer: &Customer, id: Uuid) -> Result<Quote, ApiError> {
    let whose = Whose::Customer(customer.id);
    let mut found = quotes::find(&state.db, id, whose).await?;
    if found.is_none() {
        claim(state, customer.id).await?;
        found = quotes::find(&state.db, id, whose).await?;
    }
    let row = found.ok_or_else(ApiError::not_found)?;
    if row.quote.viewed_at.is_some() {
        return full(state, row).await;
    }
    first_look(state, id).await?;
    let row = quotes::find(&state.db, id, whose).await?.ok_or_else(ApiError::not_found)?;
    full(state, row).await
}

/// Notes the first look at a quote and tells its provider.
pub async fn first_look(state: &AppState, id: Uuid) -> Result<(), ApiError> {
    let mut work = state.begin().await?;
    if !quotes::mark_viewed(&work.tx, work.now, id).await? {
        return Ok(());
    }
    if let Some(row) = quotes::find(&work.tx, id, Whose::Holder).await? {
        tell(&mut work, &row.quote).await?;
    }
    Ok(work.commit().await?)
}

/// The quotes of a repair for its provider or its customer, oldest first.
pub async fn of_repair(
    db: &impl ConnectionTrait,
    repair: Uuid,
    (provider, customer): (Uuid, Option<Uuid>),
) -> Result<Vec<QuoteSummary>, ApiError> {
    let whose = customer.map_or(Whose::Provider(provider), Whose::Customer);
    let rows = listed::of_repair(db, repair, whose).await?;
    rows.into_iter().map(summary).collect()
}

/// The quotes of a repair that its customer was sent, for whoever holds a link to the repair.
pub async fn of_repair_by_link(
    db: &impl ConnectionTrait,
    repair: Uuid,
) -> Result<Vec<QuoteSummary>, ApiError> {
    let rows = listed::of_repair(db, repair, Whose::Holder).await?;
    rows.into_iter().map(summary).collect()
}

/// The sessions that the quotes of a repair came from, as its provider or its customer sees them.
pub async fn sessions_of_repair(
    db: &impl ConnectionTrait,
    repair: Uuid,
    (provider, customer): (Uuid, Option<Uuid>),
) -> Result<Vec<Uuid>, ApiError> {
    let whose = customer.map_or(Whose::Provider(provider), Whose::Customer);
    let rows = quotes::of_repair(db, repair, whose).await?;
    Ok(rows.into_iter().filter_map(|row| row.quote.session_id).collect())
}

/// What was approved for a repair, quote by quote, for its receipt.
pub async fn approved_parts(
    db: &impl ConnectionTrait,
    provider: Uuid,
    repair: Uuid,
) -> Result<Vec<ReceiptPart>, ApiError> {
    let holds = [QuoteStatus::Approved.as_str(), QuoteStatus::PartiallyApproved.as_str()];
    let mut rows = quotes::of_repair(db, repair, Whose::Provider(provider)).await?;
    rows.retain(|row| holds.contains(&row.quote.status.as_str()));
    let ids: Vec<Uuid> = rows.iter().map(|row| row.quote.id).collect();
    let mut by_quote: BTreeMap<Uuid, Vec<quote_lines::Model>> = BTreeMap::new();
    for line in lines::of_quotes(db, &ids).await? {
        by_quote.entry(line.quote_id).or_default().push(line);
    }
    let mut parts = Vec::new();
    for QuoteRow { quote, .. } in rows {
        let stored = by_quote.remove(&quote.id).unwrap_or_default();
        let whole = stored.iter().map(super::counted).collect::<Result<Vec<_>, _>>()?;
        let yes = |place: usize| stored[place].decision == LineDecision::Approved.as_str();
        let total = approved_totals(&whole, yes, quote.tax_bps);
        let approved = stored.iter().filter(|line| line.decision == LineDecision::Approved.as_str());
        parts.push(ReceiptPart {
            quote_id: quote.id,
            number: number(quote.number),
            revision: quote.revision,
            lines: approved.map(|row| line(row.clone(), Vec::new())).collect::<Result<_, _>>()?,
            subtotal_cents: total.subtotal_cents,
            discount_cents: total.discount_cents,
            tax_bps: quote.tax_bps,
            tax_cents: total.tax_cents,
            total_cents: total.total_cents,
        });
    }
    Ok(parts)
}

fn summary(quote: Listed) -> Result<QuoteSummary, ApiError> {
    Ok(QuoteSummary {
        id: quote.id,
        number: number(quote.number),
        revision: quote.revision,
        status: quote.status.parse()?,
        provider_id: quote.provider_id,
        provider_name: quote.provider_name,
        customer_name: quote.customer_name,
        vehicle: quote.vehicle,
        diagnosis_summary: quote.diagnosis_summary,
        repair_id: quote.repair_id,
        supplement: quote.supplement,
        total_cents: quote.customer_total_cents,
        approved_cents: quote.approved_cents,
        currency: quote.currency,
        valid_until: quote.valid_until,
        sent_at: quote.sent_at,
        created_at: quote.created_at,
    })
}

/// A stored line as its provider wrote it.
pub fn written(line: quote_lines::Model) -> Result<WriteLine, ApiError> {
    Ok(WriteLine {
        id: Some(line.id),
        kind: line.kind.parse()?,
        title: line.title,
        quantity_thousandths: line.quantity_thousandths,
        unit_cents: line.unit_cents,
        taxable: line.taxable,
        part_number: line.part_number,
        part_condition: line.part_condition.map(|word| word.parse()).transpose()?,
        severity: line.severity.map(|word| word.parse()).transpose()?,
    })
}

/// A line with its photos.
pub fn line(line: quote_lines::Model, photos: Vec<Photo>) -> Result<QuoteLine, ApiError> {
    Ok(QuoteLine {
        id: line.id,
        kind: line.kind.parse()?,
        title: line.title,
        quantity_thousandths: line.quantity_thousandths,
        unit_cents: line.unit_cents,
        total_cents: line.total_cents,
        taxable: line.taxable,
        part_number: line.part_number,
        part_condition: line.part_condition.map(|word| word.parse()).transpose()?,
        severity: line.severity.map(|word| word.parse()).transpose()?,
        decision: line.decision.parse()?,
        deferral: line.deferred.map(|word| word.parse()).transpose()?,
        snoozed_until: line.snoozed_until,
        photos,
    })
}

/// An approval as both sides see it.
pub fn authorization(row: approvals::Row) -> Result<Authorization, ApiError> {
    let given = row.authorization;
    Ok(Authorization {
        id: given.id,
        quote_id: given.quote_id,
        revision: given.revision,
        method: given.method.parse()?,
        line_ids: serde_json::from_value(given.line_ids).map_err(ApiError::unexpected)?,
        typed_name: given.typed_name,
        recorded_by: row.recorded_by_name,
        reason: given.reason,
        added_cents: given.added_cents,
        total_cents: given.total_cents,
        sha256: given.sha256,
        at: given.at,
    })
}

async fn lines_with_photos(state: &AppState, quote: Uuid) -> Result<Vec<QuoteLine>, ApiError> {
    let stored = lines::of_quote(&state.db, quote).await?;
    let ids: Vec<Uuid> = stored.iter().map(|line| line.id).collect();
    let mut photos = repairs::service::photos_of_lines(state, &ids).await?;
    let shown = stored.into_iter().map(|row| {
        let own = photos.remove(&row.id).unwrap_or_default();
        line(row, own)
    });
    shown.collect()
}

/// A quote with everything about it.
pub async fn full(state: &AppState, row: QuoteRow) -> Result<Quote, ApiError> {
    let quote = row.quote;
    let lines = lines_with_photos(state, quote.id).await?;
    let given = approvals::of_quote(&state.db, quote.id).await?;
    let messages = conversation::thread(&state.db, &quote, &row.provider_name).await?;
    let status: QuoteStatus = quote.status.parse()?;
    let now = state.clock.now();
    let holds = quote.sent_at.is_some() && quote.valid_until.is_some_and(|until| until > now);
    Ok(Quote {
        id: quote.id,
        number: number(quote.number),
        revision: quote.revision,
        replaces_id: quote.replaces_id,
        replaced_by_id: row.replaced_by_id,
        status,
        allowed: transitions(status).to_vec(),
        open: holds && !row.repair_over && may_be_approved(status),
        provider_id: quote.provider_id,
        provider_name: row.provider_name,
        customer_id: quote.customer_id,
        customer_name: quote.customer_name,
        vehicle_id: quote.vehicle_id,
        vehicle: quote.vehicle,
        session_id: quote.session_id,
        repair_id: quote.repair_id,
        supplement: quote.supplement,
        diagnosis_summary: quote.diagnosis_summary,
        lines,
        currency: quote.currency,
        tax_bps: quote.tax_bps,
        subtotal_cents: quote.subtotal_cents,
        discount_cents: quote.discount_cents,
        tax_cents: quote.tax_cents,
        total_cents: quote.customer_total_cents,
        approved_cents: quote.approved_cents,
        deposit_cents: quote.deposit_cents,
        warranty_months: quote.warranty_months,
        warranty_miles: quote.warranty_miles,
        valid_days: quote.valid_days,
        valid_until: quote.valid_until,
        decline_reason: quote.decline_reason,
        tolerance_wording: row.tolerance_wording,
        authorizations: given.into_iter().map(authorization).collect::<Result<_, _>>()?,
        messages,
        sent_at: quote.sent_at,
        viewed_at: quote.viewed_at,
        decided_at: quote.decided_at,
        created_at: quote.created_at,
        updated_at: quote.updated_at,
        version: quote.version,
        now,
    })
}
