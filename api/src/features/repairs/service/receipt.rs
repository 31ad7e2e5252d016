//! The receipt of a repair: its figures are those of the approvals and of the ledger's payments.

use super::account;
use crate::features::quotes::service::number;
use crate::features::repairs::queries::repairs::{self, RepairRow, Whose};
use crate::features::{payments, quotes};
use crate::http::actor::Customer;
use crate::http::problem::ApiError;
use crate::state::AppState;
use pitlane_contract::problem::Code;
use pitlane_contract::repairs::Receipt;
use uuid::Uuid;

/// The receipt for the repair's customer, once something was charged.
pub async fn receipt(state: &AppState, customer: &Customer, id: Uuid) -> Result<Receipt, ApiError> {
    let found = repairs::find(&state.db, id, Whose::Customer(customer.id)).await?;
    let row = found.ok_or_else(ApiError::not_found)?;
    let none = || ApiError::because(Code::NotFound, "Nothing is paid yet, so there is no receipt.");
    of_row(state, &row).await?.ok_or_else(none)
}

/// The receipt of a repair; none before something was charged.
pub async fn of_row(state: &AppState, row: &RepairRow) -> Result<Option<Receipt>, ApiError> {
    let (repair, id) = (&row.repair, row.repair.id);
    if repair.charged_cents == 0 {
        return Ok(None);
    }
    Ok(Some(Receipt {
        repair_id: id,
        number: number(repair.number),
        provider_name: row.provider_name.clone(),
        provider_address: row.provider_address.clone(),
        parts: quotes::service::approved_parts(&state.db, repair.provider_id, id).await?,
        total_cents: repair.authorized_cents,
        paid_cents: repair.charged_cents,
        refunded_cents: repair.refunded_cents,
        due_cents: account(repair).due_cents(),
        payments: payments::service::receipt_lines(&state.db, id).await?,
        customer_name: repair.customer_name.clone(),
        vehicle: repair.vehicle.clone(),
        currency: repair.currency.clone(),
        completed_at: repair.work_completed_at,
        warranty_expires_at: repair.warranty_expires_at,
        warranty_miles: repair.warranty_miles,
        issued_at: state.clock.now(),
    }))
}
