//! Money that goes back: counted first, so that no number of requests gives back more than was paid, then asked of the
//! gateway by a durable job.

use super::repairs::refund_view;
use super::shares;
use crate::features::dispatch::service as dispatch;
use crate::features::notifications::content::MoneyMoved;
use crate::features::payments::jobs;
use crate::features::payments::queries::{self, refunds};
use crate::features::{favorites, repairs};
use crate::http::actor::User;
use crate::http::problem::ApiError;
use crate::http::validate::Check;
use crate::state::AppState;
use crate::work::Work;
use pitlane_contract::problem::Code;
use pitlane_contract::repairs::{NewRefund, Refund};
use pitlane_domain::fees::fee_back;
use pitlane_domain::limits;
use pitlane_domain::payments::{may_be_refunded, refund_amount, refund_entries, reversed};
use pitlane_domain::vocabulary::{PaymentStatus, RefundStatus, Role, WorkshopRole};
use pitlane_entities::payments::Model;
use pitlane_entities::refunds::{ActiveModel, Model as RefundRow};
use pitlane_gateways::payments::{GatewayError, NewRefund as Asked};
use sea_orm::ActiveValue::Set;
use uuid::Uuid;

/// Whether somebody may give this payment back: whoever runs its provider, and staff. Others do not learn of it.
fn may_refund(user: &User, payment: &Model) -> Result<(), ApiError> {
    if user.role == Role::Admin {
        return Ok(());
    }
    let Some(mechanic) = &user.mechanic else { return Err(ApiError::new(Code::Forbidden)) };
    if payment.provider_id != Some(mechanic.provider_id) {
        return Err(ApiError::not_found());
    }
    match mechanic.workshop {
        Some((_, WorkshopRole::Mechanic)) => {
            Err(ApiError::because(Code::Forbidden, "The owner or a manager gives money back."))
        }
        _ => Ok(()),
    }
}

/// Gives a payment back, whole or in part, under `id`.
pub async fn refund(
    state: &AppState,
    user: &User,
    (payment, id): (Uuid, Uuid),
    body: NewRefund,
) -> Result<Refund, ApiError> {
    if user.role == Role::Customer {
        return Err(ApiError::new(Code::Forbidden));
    }
    let found = queries::find(&state.db, payment).await?.ok_or_else(ApiError::not_found)?;
    may_refund(user, &found)?;
    if let Some(known) = refunds::find(&state.db, id).await?.filter(|known| known.payment_id == payment) {
        return refund_view(known);
    }
    let mut check = Check::new();
    let reason = check.text("reason", &body.reason, limits::REFUND_REASON).unwrap_or_default();
    if body.amount_cents.is_some_and(|cents| cents <= 0) {
        check.refuse("amount_cents", "out_of_range", "Enter an amount above zero.");
    }
    check.done()?;
    let mut work = state.begin().await?;
    if let Some(repair) = found.repair_id {
        repairs::service::lock(&work.tx, repair).await?;
    }
    let row = count(&mut work, (payment, id), (body.amount_cents, reason), user.id).await?;
    if user.role == Role::Admin {
        crate::audit::write(&work.tx, work.now, user.id, "payment.refund", &payment.to_string()).await?;
    }
    work.enqueue(jobs::refund(id, work.now));
    work.commit().await?;
    refund_view(row)
}

/// Counts a refund in the payment and in the repair; both refuse what is more than was paid.
async fn count(
    work: &mut Work,
    (payment, id): (Uuid, Uuid),
    (amount, reason): (Option<i64>, String),
    by: Uuid,
) -> Result<RefundRow, ApiError> {
    let too_much = || ApiError::because(Code::NotAuthorized, "This is more than is left of what was paid.");
    let now_is = queries::find(&work.tx, payment).await?.ok_or_else(ApiError::not_found)?;
    if now_is.status != PaymentStatus::Succeeded.as_str() {
        let none: [&str; 0] = [];
        return Err(ApiError::transition("Only what was charged can be given back.", none));
    }
    let dispute = now_is.dispute_status.as_deref().map(str::parse).transpose()?;
    if !may_be_refunded(PaymentStatus::Succeeded, dispute) {
        let none: [&str; 0] = [];
        return Err(ApiError::transition("The customer's bank decides about this payment.", none));
    }
    let cents = refund_amount(now_is.amount_cents, now_is.refunded_cents, amount).ok_or_else(too_much)?;
    let counted = refunds::count(&work.tx, work.now, payment, cents).await?.ok_or_else(too_much)?;
    let after = counted.refunded_cents;
    let fee = fee_back(counted.fee_cents.unwrap_or(0), counted.amount_cents, after - cents, after);
    let row = ActiveModel {
        id: Set(id),
        payment_id: Set(payment),
        amount_cents: Set(cents),
        fee_cents: Set(fee),
        currency: Set(counted.currency.clone()),
        status: Set(RefundStatus::Pending.as_str().to_owned()),
        reason: Set(reason),
        gateway_id: Set(None),
        failure_code: Set(None),
        requested_by: Set(Some(by)),
        created_at: Set(work.now),
        updated_at: Set(work.now),
    };
    let row = refunds::insert(&work.tx, row).await?;
    recount(work, &counted, cents).await?;
    Ok(row)
}

/// Counts in everything that follows from a payment's money.
pub(super) async fn recount(work: &mut Work, payment: &Model, cents: i64) -> Result<(), ApiError> {
    if let Some(repair) = payment.repair_id {
        repairs::service::refund(work, repair, cents).await?;
        if let Some(repair) = repairs::service::lock(&work.tx, repair).await? {
            repairs::service::tell(work, &repair).await?;
        }
    }
    if let Some(provider) = payment.provider_id {
        favorites::service::recompute(&work.tx, work.now, payment.customer_id, provider).await?;
    }
    Ok(())
}

/// Asks the gateway for a refund that is pending, and books what it answers. An error that passes is told, for another try.
pub async fn carry_out(state: &AppState, id: Uuid) -> Result<Result<(), GatewayError>, ApiError> {
    let Some(row) = refunds::find(&state.db, id).await? else { return Ok(Ok(())) };
    if row.status != RefundStatus::Pending.as_str() {
        return Ok(Ok(()));
    }
    let payment = queries::find(&state.db, row.payment_id).await?.ok_or_else(ApiError::not_found)?;
    let intent = payment.gateway_id.clone().unwrap_or_default();
    let new = Asked {
        idempotency_key: key(id),
        intent,
        amount_cents: row.amount_cents,
        shared: payment.destination.is_some() && !shares::follows(&payment),
    };
    let done = state.payments.refund(new).await;
    if let Err(error) = &done
        && error.is_retryable()
    {
        return Ok(Err(error.clone()));
    }
    let mut work = state.begin().await?;
    if let Some(repair) = payment.repair_id {
        repairs::service::lock(&work.tx, repair).await?;
    }
    match done {
        Ok(gateway_id) => succeeded(&mut work, &payment, &row, gateway_id).await?,
        Err(error) => failed(&mut work, &payment, &row, error.to_string()).await?,
    }
    work.commit().await?;
    Ok(Ok(()))
}

/// The key under which the gateway is asked for a refund.
fn key(id: Uuid) -> String {
    format!("refund:{id}")
}

/// Which of our refunds was asked for under this key.
pub(super) fn asked_under(key: &str) -> Option<Uuid> {
    key.strip_prefix("refund:")?.parse().ok()
}

/// The money goes back, unless that is known already. The repair is locked.
pub(super) async fn succeeded(
    work: &mut Work,
    payment: &Model,
    row: &RefundRow,
    gateway_id: String,
) -> Result<(), ApiError> {
    let (from, to) = (RefundStatus::Pending, RefundStatus::Succeeded);
    if !refunds::settle(&work.tx, work.now, (row.id, from), to, (Some(gateway_id), None)).await? {
        return Ok(());
    }
    let entries = refund_entries(row.amount_cents, row.fee_cents, &provider(payment));
    queries::book(&work.tx, work.now, queries::About::Refund(payment, row.id), entries).await?;
    shares::give_back(work, payment, row);
    if let Some(repair) = payment.repair_id
        && let Some(repair) = repairs::service::lock(&work.tx, repair).await?
    {
        repairs::service::refunded(work, &repair, (row.id, row.amount_cents), &row.reason).await?;
        repairs::service::tell(work, &repair).await?;
    }
    if let Some(request) = payment.session_request_id
        && let Some(request) = dispatch::find(&work.tx, request).await?
    {
        let moved = MoneyMoved::Refunded { reason: row.reason.clone() };
        dispatch::session_money(work, &request, (row.id, row.amount_cents), moved).await?;
    }
    Ok(())
}

fn provider(payment: &Model) -> String {
    payment.provider_id.map_or_else(|| "unassigned".to_owned(), |id| id.to_string())
}

/// The money stays, or came back from the customer's bank, unless that is known already. The repair is locked.
pub(super) async fn failed(
    work: &mut Work,
    payment: &Model,
    row: &RefundRow,
    why: String,
) -> Result<(), ApiError> {
    let proof = || (row.gateway_id.clone(), Some(why.clone()));
    let to = RefundStatus::Failed;
    if refunds::settle(&work.tx, work.now, (row.id, RefundStatus::Succeeded), to, proof()).await? {
        let booked = refund_entries(row.amount_cents, row.fee_cents, &provider(payment));
        queries::book(&work.tx, work.now, queries::About::Refund(payment, row.id), reversed(booked)).await?;
    } else if !refunds::settle(&work.tx, work.now, (row.id, RefundStatus::Pending), to, proof()).await? {
        return Ok(());
    }
    tracing::error!(refund = %row.id, why, "a refund did not go through");
    refunds::count(&work.tx, work.now, payment.id, -row.amount_cents).await?;
    recount(work, payment, -row.amount_cents).await
}
