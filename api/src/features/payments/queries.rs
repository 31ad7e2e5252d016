//! All SQL of payments.

pub mod customers;
pub mod disputes;
pub mod fees;
pub mod ledger;
pub mod payouts;
pub mod refunds;
pub mod repairs;

use chrono::{DateTime, Utc};
use pitlane_contract::problem::Code;
use pitlane_domain::payments::Entry;
use pitlane_domain::vocabulary::LedgerReason;
use pitlane_entities::{gateway_events, ledger_entries, payments, payouts as payout_rows};
use pitlane_gateways::payments::Intent;
use pitlane_platform::new_id;
use sea_orm::sea_query::{Expr, ExprTrait, OnConflict};
use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter};
use uuid::Uuid;

use crate::http::problem::ApiError;

/// Writes a new payment.
pub async fn insert(tx: &impl ConnectionTrait, row: payments::ActiveModel) -> Result<(), DbErr> {
    payments::Entity::insert(row).exec_without_returning(tx).await?;
    Ok(())
}

/// One payment.
pub async fn find(db: &impl ConnectionTrait, id: Uuid) -> Result<Option<payments::Model>, DbErr> {
    payments::Entity::find_by_id(id).one(db).await
}

/// The payment of a request; the request's row is locked before, which guards this one as well.
pub async fn of_request(db: &impl ConnectionTrait, request: Uuid) -> Result<payments::Model, ApiError> {
    let found =
        payments::Entity::find().filter(payments::Column::SessionRequestId.eq(request)).one(db).await?;
    found.ok_or_else(|| ApiError::because(Code::Internal, "A request has no payment."))
}

/// The payment that the gateway's intent is for.
pub async fn of_intent(
    db: &impl ConnectionTrait,
    gateway: &str,
    id: &str,
) -> Result<Option<payments::Model>, DbErr> {
    payments::Entity::find()
        .filter(payments::Column::GatewayId.eq(id))
        .filter(payments::Column::Gateway.eq(gateway))
        .one(db)
        .await
}

/// Keeps what the gateway calls the payment, once.
pub async fn name(
    db: &impl ConnectionTrait,
    now: DateTime<Utc>,
    id: Uuid,
    intent: &Intent,
) -> Result<(), DbErr> {
    payments::Entity::update_many()
        .col_expr(payments::Column::GatewayId, Expr::value(intent.id.clone()))
        .col_expr(payments::Column::ClientSecret, Expr::value(intent.client_secret.clone()))
        .col_expr(payments::Column::UpdatedAt, Expr::value(now))
        .filter(payments::Column::Id.eq(id))
        .filter(payments::Column::GatewayId.is_null())
        .exec(db)
        .await?;
    Ok(())
}

/// Writes down where a payment stands.
pub async fn update(tx: &impl ConnectionTrait, row: payments::ActiveModel) -> Result<payments::Model, DbErr> {
    payments::Entity::update(row).exec(tx).await
}

/// Writes down where a payment stands, if it still stands at `from`: of several who try, one does.
pub async fn update_from(
    tx: &impl ConnectionTrait,
    id: Uuid,
    row: payments::ActiveModel,
    from: &str,
) -> Result<bool, DbErr> {
    let mine = payments::Column::Id.eq(id).and(payments::Column::Status.eq(from));
    let updated = payments::Entity::update_many().set(row).filter(mine).exec(tx).await?;
    Ok(updated.rows_affected == 1)
}

/// Notes who sells what is paid for.
pub async fn set_provider(
    tx: &impl ConnectionTrait,
    now: DateTime<Utc>,
    request: Uuid,
    provider: Uuid,
) -> Result<(), DbErr> {
    payments::Entity::update_many()
        .col_expr(payments::Column::ProviderId, Expr::value(provider))
        .col_expr(payments::Column::UpdatedAt, Expr::value(now))
        .filter(payments::Column::SessionRequestId.eq(request))
        .exec(tx)
        .await?;
    Ok(())
}

/// What a booking is about.
#[derive(Debug, Clone, Copy)]
pub enum About<'a> {
    /// A payment was charged.
    Capture(&'a payments::Model),
    /// A part of it went back, or came back after all.
    Refund(&'a payments::Model, Uuid),
    /// A bank took it back over a dispute, or gave it up again.
    Dispute(&'a payments::Model, Uuid, LedgerReason),
    /// A provider was paid out, or the payout came back.
    Payout(&'a payout_rows::Model, LedgerReason),
}

/// Books something; the unique indexes let each happen once.
pub async fn book(
    tx: &impl ConnectionTrait,
    now: DateTime<Utc>,
    about: About<'_>,
    entries: Vec<Entry>,
) -> Result<(), DbErr> {
    let (reason, payment) = match about {
        About::Capture(payment) => (LedgerReason::Capture, Some(payment)),
        About::Refund(payment, _) => (LedgerReason::Refund, Some(payment)),
        About::Dispute(payment, _, reason) => (reason, Some(payment)),
        About::Payout(_, reason) => (reason, None),
    };
    let refund = if let About::Refund(_, id) = about { Some(id) } else { None };
    let dispute = if let About::Dispute(_, id, _) = about { Some(id) } else { None };
    let payout = if let About::Payout(payout, _) = about { Some(payout) } else { None };
    let currency = payment.map(|payment| &payment.currency).or(payout.map(|payout| &payout.currency));
    let transaction_id = new_id();
    let rows = entries.into_iter().map(|entry| ledger_entries::ActiveModel {
        id: Set(new_id()),
        transaction_id: Set(transaction_id),
        account: Set(entry.account),
        amount_cents: Set(entry.amount_cents),
        currency: Set(currency.cloned().unwrap_or_default()),
        payment_id: Set(payment.map(|payment| payment.id)),
        reason: Set(reason.as_str().to_owned()),
        created_at: Set(now),
        refund_id: Set(refund),
        dispute_id: Set(dispute),
        payout_id: Set(payout.map(|payout| payout.id)),
    });
    ledger_entries::Entity::insert_many(rows).exec_without_returning(tx).await?;
    Ok(())
}

/// Keeps a gateway's event; one that came before stays as it is.
pub async fn keep_event(
    db: &impl ConnectionTrait,
    now: DateTime<Utc>,
    gateway: &str,
    (event_id, kind): (&str, &str),
    payload: String,
) -> Result<(), DbErr> {
    use gateway_events::Column;
    let row = gateway_events::ActiveModel {
        id: Set(new_id()),
        gateway: Set(gateway.to_owned()),
        event_id: Set(event_id.to_owned()),
        kind: Set(kind.to_owned()),
        payload: Set(payload),
        received_at: Set(now),
        processed_at: Set(None),
        outcome: Set(None),
        created_at: Set(now),
    };
    gateway_events::Entity::insert(row)
        .on_conflict(OnConflict::columns([Column::Gateway, Column::EventId]).do_nothing().to_owned())
        .exec_without_returning(db)
        .await?;
    Ok(())
}

/// Takes an event for processing; `false` when it is done already. The row stays locked until the commit.
pub async fn take_event(
    tx: &impl ConnectionTrait,
    now: DateTime<Utc>,
    gateway: &str,
    event_id: &str,
) -> Result<bool, DbErr> {
    use gateway_events::Column;
    let taken = gateway_events::Entity::update_many()
        .col_expr(Column::ProcessedAt, Expr::value(now))
        .filter(Column::Gateway.eq(gateway).and(Column::EventId.eq(event_id)))
        .filter(Column::ProcessedAt.is_null())
        .exec(tx)
        .await?;
    Ok(taken.rows_affected == 1)
}

/// Notes what an event led to.
pub async fn close_event(
    tx: &impl ConnectionTrait,
    gateway: &str,
    event_id: &str,
    outcome: &str,
) -> Result<(), DbErr> {
    use gateway_events::Column;
    gateway_events::Entity::update_many()
        .col_expr(Column::Outcome, Expr::value(outcome))
        .filter(Column::Gateway.eq(gateway).and(Column::EventId.eq(event_id)))
        .exec(tx)
        .await?;
    Ok(())
}
