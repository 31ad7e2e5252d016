//! The receipt of a repair: its figures are those of the approvals and of the ledger's payments.

use super::account;
use crate::features::quotes::service::number;
use crate::features::repairs::queries::repairs::{self, Whose};
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
    let repair = row.repair;
    if repair.charged_cents == 0 {
        return Err(ApiError::because(Code::NotFound, "Nothing is paid yet, so there is no receipt."));
    }
    Ok(Receipt {
        repair_id: id,
        number: number(repair.number),
        provider_name: row.provider_name,
        provider_address: row.provider_address,
        parts: quotes::service::approved_parts(&state.db, repair.provider_id, id).await?,
        total_cents: repair.authorized_cents,
        paid_cents: repair.charged_cents,
        refunded_cents: repair.refunded_cents,
        due_cents: account(&repair).due_cents(),
        payments: payments::service::receipt_lines(&state.db, id).await?,
        customer_name: repair.customer_name,
        vehicle: repair.vehicle,
        currency: repair.currency,
        completed_at: repair.work_completed_at,
        warranty_expires_at: repair.warranty_expires_at,
        warranty_miles: repair.warranty_miles,
        issued_at: state.clock.now(),
    })
}
