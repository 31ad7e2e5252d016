//! The proof of what was approved: for each approval what was kept when it was given.

use super::claim;
use super::view::{authorization, number};
use crate::features::quotes::queries::approvals;
use crate::features::quotes::queries::quotes::{self, QuoteRow, Whose};
use crate::http::actor::{Customer, Mechanic};
use crate::http::problem::ApiError;
use crate::state::AppState;
use pitlane_contract::problem::Code;
use pitlane_contract::quotes::{AuthorizationProof, ProvedLine, QuoteProof};
use pitlane_domain::quotes::{Line, line_total};
use pitlane_domain::vocabulary::LineKind;
use serde::Deserialize;
use std::collections::BTreeMap;
use uuid::Uuid;

/// What is read of the text that was hashed; the domain's `Approval` writes it.
#[derive(Deserialize)]
struct Kept {
    tax_bps: i64,
    total_cents: i64,
    lines: Vec<KeptLine>,
}

#[derive(Deserialize)]
struct KeptLine {
    id: Uuid,
    kind: LineKind,
    title: String,
    quantity_thousandths: i64,
    unit_cents: i64,
    taxable: bool,
}

/// The proof of a provider's quote.
pub async fn proof(state: &AppState, mechanic: &Mechanic, id: Uuid) -> Result<QuoteProof, ApiError> {
    let found = quotes::find(&state.db, id, Whose::Provider(mechanic.provider_id)).await?;
    one(state, found.ok_or_else(ApiError::not_found)?).await
}

/// The proof of a quote for its customer.
pub async fn customer_proof(state: &AppState, customer: &Customer, id: Uuid) -> Result<QuoteProof, ApiError> {
    claim(state, customer.id).await?;
    let found = quotes::find(&state.db, id, Whose::Customer(customer.id)).await?;
    one(state, found.ok_or_else(ApiError::not_found)?).await
}

async fn one(state: &AppState, row: QuoteRow) -> Result<QuoteProof, ApiError> {
    let given = approvals::of_quote(&state.db, row.quote.id).await?;
    if given.is_empty() {
        return Err(ApiError::because(Code::NotFound, "Nothing is approved yet, so there is no proof."));
    }
    written(state, row, given)
}

/// The proofs of every quote of a repair that something was approved of, oldest quote first; for its customer those
/// that they were sent.
pub async fn proofs_of_repair(
    state: &AppState,
    repair: Uuid,
    (provider, customer): (Uuid, Option<Uuid>),
) -> Result<Vec<QuoteProof>, ApiError> {
    let mut given: BTreeMap<Uuid, Vec<approvals::Row>> = BTreeMap::new();
    for row in approvals::of_repair(&state.db, repair).await? {
        given.entry(row.authorization.quote_id).or_default().push(row);
    }
    let whose = customer.map_or(Whose::Provider(provider), Whose::Customer);
    let rows = quotes::of_repair(&state.db, repair, whose).await?;
    let approved = rows.into_iter().filter_map(|row| Some((given.remove(&row.quote.id)?, row)));
    approved.map(|(given, row)| written(state, row, given)).collect()
}

fn written(state: &AppState, row: QuoteRow, given: Vec<approvals::Row>) -> Result<QuoteProof, ApiError> {
    let quote = row.quote;
    Ok(QuoteProof {
        quote_id: quote.id,
        number: number(quote.number),
        revision: quote.revision,
        repair_id: quote.repair_id,
        provider_name: row.provider_name,
        customer_name: quote.customer_name,
        vehicle: quote.vehicle,
        diagnosis_summary: quote.diagnosis_summary,
        currency: quote.currency,
        authorizations: given.into_iter().map(approval).collect::<Result<_, _>>()?,
        issued_at: state.clock.now(),
    })
}

fn approval(row: approvals::Row) -> Result<AuthorizationProof, ApiError> {
    let stored = &row.authorization;
    let kept: Kept = serde_json::from_str(&stored.canonical).map_err(ApiError::unexpected)?;
    Ok(AuthorizationProof {
        ip: stored.ip.clone(),
        user_agent: stored.user_agent.clone(),
        recorded_at: stored.created_at,
        tax_bps: kept.tax_bps,
        quote_total_cents: kept.total_cents,
        lines: kept.lines.into_iter().map(line).collect(),
        canonical: stored.canonical.clone(),
        tolerance_wording: stored.tolerance_wording.clone(),
        authorization: authorization(row)?,
    })
}

fn line(kept: KeptLine) -> ProvedLine {
    let KeptLine { id, kind, title, quantity_thousandths, unit_cents, taxable } = kept;
    let total_cents = line_total(&Line { kind, quantity_thousandths, unit_cents, taxable });
    ProvedLine { id, kind, title, quantity_thousandths, unit_cents, total_cents, taxable }
}
