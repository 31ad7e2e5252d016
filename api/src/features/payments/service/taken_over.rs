//! Refunds as the gateway knows them: ones that somebody made on its own pages are taken over, and ones that turned out
//! otherwise are put right. The gateway is asked how things stand, so that its news may come in any order, any number of
//! times.

use super::refunds::{asked_under, failed, recount, succeeded};
use super::shares::follows;
use crate::features::payments::queries::{self, disputes, refunds};
use crate::features::repairs;
use crate::http::problem::ApiError;
use crate::state::AppState;
use crate::work::Work;
use pitlane_contract::problem::Code;
use pitlane_domain::fees::fee_back;
use pitlane_domain::vocabulary::RefundStatus;
use pitlane_entities::payments::Model;
use pitlane_entities::refunds::{ActiveModel, Model as RefundRow};
use pitlane_gateways::payments::{GatewayError, GatewayRefund};
use pitlane_platform::new_id;
use sea_orm::ActiveValue::Set;
use uuid::Uuid;

/// Brings the refunds of a payment to where the gateway says they are. An error that passes is told, for another try.
pub async fn compare(state: &AppState, payment: Uuid) -> Result<Result<(), GatewayError>, ApiError> {
    let Some(payment) = queries::find(&state.db, payment).await? else { return Ok(Ok(())) };
    let Some(intent) = &payment.gateway_id else { return Ok(Ok(())) };
    let found = match state.payments.refunds(intent).await {
        Ok(found) => found,
        Err(error) => return Ok(Err(error)),
    };
    for refund in found {
        let mut work = state.begin().await?;
        take(&mut work, &payment, refund).await?;
        work.commit().await?;
    }
    Ok(Ok(()))
}

async fn take(work: &mut Work, payment: &Model, refund: GatewayRefund) -> Result<(), ApiError> {
    if let Some(repair) = payment.repair_id {
        repairs::service::lock(&work.tx, repair).await?;
    }
    let payment = disputes::lock_payment(&work.tx, payment.id).await?.ok_or_else(ApiError::not_found)?;
    let row = match known(work, &payment, &refund).await? {
        Some(row) => row,
        // it came and went: nobody here ever counted it
        None if refund.status == RefundStatus::Failed => return Ok(()),
        None => take_over(work, &payment, &refund).await?,
    };
    match refund.status {
        RefundStatus::Pending => Ok(()),
        RefundStatus::Succeeded => succeeded(work, &payment, &row, refund.id).await,
        RefundStatus::Failed => {
            let why = refund.failure.unwrap_or_else(|| "failed".to_owned());
            failed(work, &payment, &row, why).await
        }
    }
}

async fn known(work: &Work, payment: &Model, refund: &GatewayRefund) -> Result<Option<RefundRow>, ApiError> {
    if let Some(row) = refunds::of_gateway(&work.tx, &refund.id).await? {
        return Ok(Some(row));
    }
    let Some(id) = refund.key.as_deref().and_then(asked_under) else { return Ok(None) };
    Ok(refunds::find(&work.tx, id).await?.filter(|row| row.payment_id == payment.id))
}

/// Counts a refund that nobody asked for here: the money is gone already, whatever else holds.
async fn take_over(work: &mut Work, payment: &Model, refund: &GatewayRefund) -> Result<RefundRow, ApiError> {
    let counted = refunds::count(&work.tx, work.now, payment.id, refund.amount_cents).await?;
    // a charge that is not known yet, or a refund of ours that the gateway refuses, comes first
    let counted =
        counted.ok_or_else(|| ApiError::because(Code::Conflict, "The payment does not have this much."))?;
    let (total, after) = (counted.amount_cents, counted.refunded_cents);
    let fee = if payment.destination.is_some() && !refund.shared && !follows(payment) {
        // the seller kept their share, so that all of it is the platform's
        refund.amount_cents
    } else {
        fee_back(counted.fee_cents.unwrap_or(0), total, after - refund.amount_cents, after)
    };
    let row = ActiveModel {
        id: Set(new_id()),
        payment_id: Set(payment.id),
        amount_cents: Set(refund.amount_cents),
        fee_cents: Set(fee),
        currency: Set(payment.currency.clone()),
        status: Set(RefundStatus::Pending.as_str().to_owned()),
        reason: Set(reason(refund.reason.as_deref()).to_owned()),
        gateway_id: Set(Some(refund.id.clone())),
        failure_code: Set(None),
        requested_by: Set(None),
        created_at: Set(work.now),
        updated_at: Set(work.now),
    };
    let row = refunds::insert(&work.tx, row).await?;
    recount(work, &counted, refund.amount_cents).await?;
    Ok(row)
}

/// What the customer reads for the gateway's word.
fn reason(word: Option<&str>) -> &'static str {
    match word {
        Some("duplicate") => "Charged twice",
        Some("requested_by_customer") => "As you asked",
        _ => "Refunded by the payment provider",
    }
}
