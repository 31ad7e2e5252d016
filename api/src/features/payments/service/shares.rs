//! A seller's share of a session: the price is charged before the gateway can know who sells, so that the share follows.

use crate::features::payments::jobs;
use crate::features::payments::queries::{self, payouts as accounts, refunds};
use crate::http::problem::ApiError;
use crate::state::AppState;
use crate::work::Work;
use pitlane_entities::payments::{ActiveModel, Model};
use pitlane_entities::refunds::Model as RefundRow;
use pitlane_gateways::accounts::NewShare;
use pitlane_gateways::payments::GatewayError;
use sea_orm::ActiveValue::Set;
use uuid::Uuid;

/// Has the share of a charged session follow to its seller, if their account takes any.
pub async fn follow(work: &mut Work, payment: &Model) -> Result<(), ApiError> {
    let Some(provider) = payment.provider_id else { return Ok(()) };
    let account = accounts::of_provider(&work.tx, &payment.gateway, provider).await?;
    let Some(account) = account.filter(|account| account.charges_enabled) else { return Ok(()) };
    let row =
        ActiveModel { id: Set(payment.id), destination: Set(Some(account.account_id)), ..Default::default() };
    queries::update(&work.tx, row).await?;
    work.enqueue(jobs::send_share(payment.id, work.now));
    Ok(())
}

/// Whether a payment's share follows its charge, rather than going with it.
pub fn follows(payment: &Model) -> bool {
    payment.session_request_id.is_some() && payment.destination.is_some()
}

/// Sends the share of a charge. An error that passes is told, for another try.
pub async fn send(state: &AppState, payment: &Model) -> Result<Result<(), GatewayError>, ApiError> {
    let (Some(account), Some(intent), None) =
        (&payment.destination, &payment.gateway_id, &payment.transfer_id)
    else {
        return Ok(Ok(()));
    };
    let cents = payment.amount_cents - payment.fee_cents.unwrap_or_default();
    if cents <= 0 {
        return Ok(Ok(()));
    }
    let share = NewShare {
        idempotency_key: format!("share:{}", payment.id),
        intent: intent.clone(),
        account: account.clone(),
        cents,
        currency: payment.currency.clone(),
    };
    let name = match state.payments.send_share(share).await {
        Ok(name) => name,
        Err(error) => return Ok(Err(error)),
    };
    let row = ActiveModel { id: Set(payment.id), transfer_id: Set(Some(name)), ..Default::default() };
    queries::update(&state.db, row).await?;
    Ok(Ok(()))
}

/// Has the seller give back their part of a refund of a session.
pub fn give_back(work: &mut Work, payment: &Model, row: &RefundRow) {
    if follows(payment) && row.amount_cents > row.fee_cents {
        work.enqueue(jobs::take_share_back(row.id, work.now));
    }
}

/// Takes the seller's part of a refund back, once their share has gone.
pub async fn take_back(state: &AppState, refund: Uuid) -> Result<Result<(), GatewayError>, ApiError> {
    let Some(row) = refunds::find(&state.db, refund).await? else { return Ok(Ok(())) };
    let payment = queries::find(&state.db, row.payment_id).await?.ok_or_else(ApiError::not_found)?;
    let Some(share) = payment.transfer_id else {
        return Ok(Err(GatewayError::Unavailable("the share is still to be sent".to_owned())));
    };
    let (cents, key) = (row.amount_cents - row.fee_cents, format!("share_back:{refund}"));
    Ok(state.payments.take_share_back(&share, cents, &key).await)
}
