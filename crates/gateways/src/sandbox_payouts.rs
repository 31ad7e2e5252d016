//! Payouts of the sandbox: what a seller's account holds goes to their bank, as a real gateway does by itself.

use crate::payments::{GatewayError, IntentStatus};
use crate::sandbox_payments::SandboxEvent;
use crate::token::random;
use chrono::{DateTime, TimeDelta, Utc};
use pitlane_domain::fees::fee_back;
use pitlane_entities::{sandbox_intents, sandbox_payouts, sandbox_refunds};
use sea_orm::{ActiveValue::Set, ColumnTrait as _, ConnectionTrait, EntityTrait as _, QueryFilter as _};
use serde_json::json;
use std::collections::HashMap;

/// How long a payout is on its way.
pub const UNDER_WAY: TimeDelta = TimeDelta::days(1);

/// Sends all that an account holds to its owner's bank; answers the news that it went, and the news that it arrived.
/// None where the account holds nothing.
pub async fn pay_out(
    db: &impl ConnectionTrait,
    now: DateTime<Utc>,
    account: &str,
) -> Result<Option<[SandboxEvent; 2]>, GatewayError> {
    let Some((amount_cents, currency)) = held(db, account).await? else { return Ok(None) };
    let id = random("po_sandbox_");
    let row = sandbox_payouts::ActiveModel {
        id: Set(id.clone()),
        account_id: Set(account.to_owned()),
        amount_cents: Set(amount_cents),
        currency: Set(currency.clone()),
        created_at: Set(now),
    };
    sandbox_payouts::Entity::insert(row).exec_without_returning(db).await?;
    let arrives = now + UNDER_WAY;
    let event = |kind: &'static str, status: &str, at: DateTime<Utc>| {
        let event = random("evt_sandbox_");
        let payload = json!({
            "id": event, "object": "event", "type": kind, "created": at.timestamp(), "livemode": false, "account": account,
            "data": { "object": {
                "id": id, "object": "payout", "amount": amount_cents, "currency": currency.to_lowercase(),
                "status": status, "arrival_date": arrives.timestamp(), "failure_code": null,
            } },
        });
        SandboxEvent { id: event, kind, payload }
    };
    Ok(Some([event("payout.created", "pending", now), event("payout.paid", "paid", arrives)]))
}

/// What an account holds: its shares of charges, less those of refunds, less what was paid out.
async fn held(db: &impl ConnectionTrait, account: &str) -> Result<Option<(i64, String)>, GatewayError> {
    use sandbox_intents::Column;
    let charged = sandbox_intents::Entity::find()
        .filter(Column::Destination.eq(account))
        .filter(Column::Status.eq(IntentStatus::Succeeded.as_str()))
        .all(db)
        .await?;
    let Some(currency) = charged.first().map(|intent| intent.currency.clone()) else { return Ok(None) };
    let ids = charged.iter().map(|intent| intent.id.clone());
    let mut given: HashMap<String, i64> = HashMap::new();
    let refunds = sandbox_refunds::Entity::find().filter(sandbox_refunds::Column::IntentId.is_in(ids));
    for refund in refunds.all(db).await? {
        *given.entry(refund.intent_id).or_default() += refund.amount_cents;
    }
    let share = |intent: &sandbox_intents::Model| {
        let (fee, back) =
            (intent.fee_cents.unwrap_or_default(), given.get(&intent.id).copied().unwrap_or_default());
        intent.amount_received_cents - fee - (back - fee_back(fee, intent.amount_received_cents, 0, back))
    };
    let paid = sandbox_payouts::Entity::find().filter(sandbox_payouts::Column::AccountId.eq(account));
    let paid: i64 = paid.all(db).await?.iter().map(|payout| payout.amount_cents).sum();
    let left = charged.iter().map(share).sum::<i64>() - paid;
    Ok((left > 0).then_some((left, currency)))
}
