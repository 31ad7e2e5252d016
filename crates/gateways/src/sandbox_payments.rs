//! The sandbox gateway: like a real one as far as Pitlane can tell, with its intents in the table `sandbox_intents`.
//!
//! The customer's browser confirms an intent with one of the test cards of [`crate::sandbox_cards`]. Each change of
//! state yields a [`SandboxEvent`], which the caller hands to a durable job in the same transaction, so that a webhook
//! goes out exactly when the change holds.

use crate::payments::{
    GatewayError, GatewayRefund, Intent, IntentStatus, NewIntent, NewRefund, PaymentGateway,
};
use crate::sandbox_cards::{Card, Verdict, judge};
use crate::token::{random, same};
use async_trait::async_trait;
use chrono::{DateTime, Utc};
use pitlane_entities::sandbox_intents::{ActiveModel, Column, Entity, Model};
use sea_orm::sea_query::{Expr, OnConflict};
use sea_orm::{
    ActiveValue::Set, ColumnTrait as _, ConnectionTrait, DatabaseTransaction, DbErr, EntityTrait as _,
    QueryFilter as _,
};
use serde_json::{Value, json};
use std::sync::Arc;

/// A webhook to deliver.
#[derive(Debug, Clone, PartialEq)]
pub struct SandboxEvent {
    /// `evt_…`, the same each time the event is delivered.
    pub id: String,
    /// What happened, for example `payment_intent.succeeded`.
    pub kind: &'static str,
    /// The body to sign and post.
    pub payload: Value,
}

/// What a confirmation or an authentication led to.
#[derive(Debug, Clone, PartialEq)]
pub struct Confirmation {
    /// The intent as it stands now.
    pub intent: Intent,
    /// Why the card was refused or is mistyped, as the gateway's code.
    pub failure: Option<String>,
    /// What to deliver; none where nothing changed.
    pub event: Option<SandboxEvent>,
}

/// What the sandbox needs of the server that runs it.
#[async_trait]
pub trait SandboxHost: Send + Sync {
    /// The time.
    fn now(&self) -> DateTime<Utc>;
    /// A transaction of its own.
    async fn begin(&self) -> Result<DatabaseTransaction, DbErr>;
    /// Enqueues the delivery of `event` in `tx`.
    async fn deliver(&self, tx: &DatabaseTransaction, event: SandboxEvent) -> Result<(), DbErr>;
}

/// The sandbox behind the trait of all gateways.
pub struct SandboxGateway {
    host: Arc<dyn SandboxHost>,
}

impl SandboxGateway {
    /// A sandbox that runs inside `host`.
    pub fn new(host: Arc<dyn SandboxHost>) -> Self {
        Self { host }
    }

    pub(crate) fn host(&self) -> &dyn SandboxHost {
        &*self.host
    }

    async fn finish(
        &self,
        tx: DatabaseTransaction,
        (intent, event): (Intent, Option<SandboxEvent>),
    ) -> Result<Intent, GatewayError> {
        if let Some(event) = event {
            self.host.deliver(&tx, event).await?;
        }
        tx.commit().await?;
        Ok(intent)
    }
}

#[async_trait]
impl PaymentGateway for SandboxGateway {
    fn name(&self) -> &'static str {
        "sandbox"
    }

    async fn create_intent(&self, new: NewIntent) -> Result<Intent, GatewayError> {
        let tx = self.host.begin().await?;
        let intent = create(&tx, self.host.now(), new).await?;
        tx.commit().await?;
        Ok(intent)
    }

    async fn capture(&self, id: &str, _idempotency_key: &str) -> Result<Intent, GatewayError> {
        let tx = self.host.begin().await?;
        let done = capture(&tx, self.host.now(), id).await?;
        self.finish(tx, done).await
    }

    async fn cancel(&self, id: &str, _idempotency_key: &str) -> Result<Intent, GatewayError> {
        let tx = self.host.begin().await?;
        let done = cancel(&tx, self.host.now(), id).await?;
        self.finish(tx, done).await
    }

    async fn refund(&self, new: NewRefund) -> Result<String, GatewayError> {
        let tx = self.host.begin().await?;
        let asked = (new.amount_cents, &*new.idempotency_key);
        let refund = refund(&tx, self.host.now(), &new.intent, asked).await?;
        tx.commit().await?;
        Ok(refund)
    }

    async fn refunds(&self, id: &str) -> Result<Vec<GatewayRefund>, GatewayError> {
        let tx = self.host.begin().await?;
        let found = refunds(&tx, id).await?;
        tx.commit().await?;
        Ok(found)
    }

    async fn retrieve(&self, id: &str) -> Result<Intent, GatewayError> {
        let tx = self.host.begin().await?;
        let found = find(&tx, id).await?;
        tx.commit().await?;
        intent(found)
    }
}

/// Makes an intent, or answers the one that has the same key; the same key with another price is refused.
pub async fn create(
    db: &impl ConnectionTrait,
    now: DateTime<Utc>,
    new: NewIntent,
) -> Result<Intent, GatewayError> {
    if new.amount_cents <= 0 {
        return Err(GatewayError::InvalidState("the amount must be above zero".to_owned()));
    }
    let id = random("pi_sandbox_");
    let row = ActiveModel {
        client_secret: Set(random(&format!("{id}_secret_"))),
        id: Set(id),
        idempotency_key: Set(new.idempotency_key.clone()),
        amount_cents: Set(new.amount_cents),
        amount_received_cents: Set(0),
        currency: Set(new.currency.clone()),
        status: Set(IntentStatus::RequiresPaymentMethod.as_str().to_owned()),
        last_error: Set(None),
        created_at: Set(now),
        updated_at: Set(now),
        destination: Set(new.share.as_ref().map(|share| share.account.clone())),
        fee_cents: Set(new.share.as_ref().map(|share| share.fee_cents)),
        customer_id: Set(None),
        card_id: Set(None),
        keep_card: Set(false),
    };
    let same_key = OnConflict::column(Column::IdempotencyKey).do_nothing().to_owned();
    Entity::insert(row).on_conflict(same_key).exec_without_returning(db).await?;
    let found = Entity::find().filter(Column::IdempotencyKey.eq(&new.idempotency_key)).one(db).await?;
    let found = found.ok_or(GatewayError::NotFound)?;
    if found.amount_cents != new.amount_cents || found.currency != new.currency {
        return Err(GatewayError::InvalidState("the key was used for another price".to_owned()));
    }
    intent(found)
}

/// The customer's browser pays with `card`. A mistyped card changes nothing; a refused one leaves the intent waiting
/// for another.
pub async fn confirm(
    db: &impl ConnectionTrait,
    now: DateTime<Utc>,
    id: &str,
    client_secret: &str,
    card: &Card,
) -> Result<Confirmation, GatewayError> {
    let found = find_with_secret(db, id, client_secret).await?;
    let from = IntentStatus::RequiresPaymentMethod;
    if found.status != from.as_str() {
        return Err(wrong_state(&found));
    }
    let (to, error) = match judge(card, now) {
        Err(mistyped) => {
            return Ok(Confirmation {
                intent: intent(found)?,
                failure: Some(mistyped.to_owned()),
                event: None,
            });
        }
        Ok(Verdict::Hold) => (IntentStatus::RequiresCapture, None),
        Ok(Verdict::Authenticate) => (IntentStatus::RequiresAction, None),
        Ok(Verdict::Decline(code)) => (from, Some(code)),
    };
    if error.is_none() {
        keep(db, now, &found, card).await?;
    }
    move_to(db, now, found, to, error).await
}

/// The customer confirms with the bank, or does not.
pub async fn authenticate(
    db: &impl ConnectionTrait,
    now: DateTime<Utc>,
    id: &str,
    client_secret: &str,
    approve: bool,
) -> Result<Confirmation, GatewayError> {
    let found = find_with_secret(db, id, client_secret).await?;
    if found.status != IntentStatus::RequiresAction.as_str() {
        return Err(wrong_state(&found));
    }
    let (to, error) = if approve {
        (IntentStatus::RequiresCapture, None)
    } else {
        (IntentStatus::RequiresPaymentMethod, Some("payment_intent_authentication_failure"))
    };
    move_to(db, now, found, to, error).await
}

/// Charges what is held.
pub async fn capture(
    db: &impl ConnectionTrait,
    now: DateTime<Utc>,
    id: &str,
) -> Result<(Intent, Option<SandboxEvent>), GatewayError> {
    let found = find(db, id).await?;
    match IntentStatus::parse(&found.status) {
        Some(IntentStatus::Succeeded) => Ok((intent(found)?, None)),
        Some(IntentStatus::RequiresCapture) => {
            let done = move_to(db, now, found, IntentStatus::Succeeded, None).await?;
            Ok((done.intent, done.event))
        }
        _ => Err(wrong_state(&found)),
    }
}

/// Releases what is held, or closes an intent that waits.
pub async fn cancel(
    db: &impl ConnectionTrait,
    now: DateTime<Utc>,
    id: &str,
) -> Result<(Intent, Option<SandboxEvent>), GatewayError> {
    let found = find(db, id).await?;
    match IntentStatus::parse(&found.status) {
        Some(IntentStatus::Canceled) => Ok((intent(found)?, None)),
        Some(IntentStatus::Succeeded) | None => Err(wrong_state(&found)),
        Some(_) => {
            let done = move_to(db, now, found, IntentStatus::Canceled, None).await?;
            Ok((done.intent, done.event))
        }
    }
}

pub use crate::sandbox_customers::{chosen, keep};
pub use crate::sandbox_refunds::{refund, refunds};

/// The intent as the customer's browser may see it.
pub async fn retrieve(
    db: &impl ConnectionTrait,
    id: &str,
    client_secret: &str,
) -> Result<Intent, GatewayError> {
    intent(find_with_secret(db, id, client_secret).await?)
}

pub(crate) async fn find(db: &impl ConnectionTrait, id: &str) -> Result<Model, GatewayError> {
    Entity::find_by_id(id).one(db).await?.ok_or(GatewayError::NotFound)
}

async fn find_with_secret(db: &impl ConnectionTrait, id: &str, secret: &str) -> Result<Model, GatewayError> {
    let found = find(db, id).await?;
    // who has no secret is not told that the intent exists
    if same(found.client_secret.as_bytes(), secret.as_bytes()) {
        Ok(found)
    } else {
        Err(GatewayError::NotFound)
    }
}

/// Moves `found` on, unless somebody else did meanwhile, and writes the event about it.
async fn move_to(
    db: &impl ConnectionTrait,
    now: DateTime<Utc>,
    found: Model,
    to: IntentStatus,
    error: Option<&str>,
) -> Result<Confirmation, GatewayError> {
    let received = if to == IntentStatus::Succeeded { found.amount_cents } else { 0 };
    let moved = Entity::update_many()
        .col_expr(Column::Status, Expr::value(to.as_str()))
        .col_expr(Column::LastError, Expr::value(error.map(str::to_owned)))
        .col_expr(Column::AmountReceivedCents, Expr::value(received))
        .col_expr(Column::UpdatedAt, Expr::value(now))
        .filter(Column::Id.eq(&found.id))
        .filter(Column::Status.eq(&found.status))
        .exec(db)
        .await?;
    if moved.rows_affected == 0 {
        return Err(GatewayError::Unavailable("the intent changed meanwhile".to_owned()));
    }
    let now_is = Model {
        status: to.as_str().to_owned(),
        last_error: error.map(str::to_owned),
        amount_received_cents: received,
        updated_at: now,
        ..found
    };
    let event = event(&now_is, to, now);
    Ok(Confirmation { failure: now_is.last_error.clone(), intent: intent(now_is)?, event: Some(event) })
}

fn event(row: &Model, status: IntentStatus, now: DateTime<Utc>) -> SandboxEvent {
    let kind = match status {
        IntentStatus::RequiresCapture => "payment_intent.amount_capturable_updated",
        IntentStatus::RequiresPaymentMethod => "payment_intent.payment_failed",
        IntentStatus::RequiresAction => "payment_intent.requires_action",
        IntentStatus::Processing => "payment_intent.processing",
        IntentStatus::Succeeded => "payment_intent.succeeded",
        IntentStatus::Canceled => "payment_intent.canceled",
    };
    let id = random("evt_sandbox_");
    let capturable = if status == IntentStatus::RequiresCapture { row.amount_cents } else { 0 };
    let payload = json!({
        "id": id,
        "object": "event",
        "type": kind,
        "created": now.timestamp(),
        "livemode": false,
        "data": { "object": {
            "id": row.id,
            "object": "payment_intent",
            "status": row.status,
            "amount": row.amount_cents,
            "amount_capturable": capturable,
            "amount_received": row.amount_received_cents,
            "capture_method": "manual",
            "currency": row.currency.to_lowercase(),
            "last_payment_error": row.last_error.as_deref().map(last_error),
        } },
    });
    SandboxEvent { id, kind, payload }
}

/// A bank's refusal has the gateway's general code and the bank's own beside it.
fn last_error(code: &str) -> Value {
    match code {
        "card_declined" => json!({ "code": code, "decline_code": "generic_decline", "type": "card_error" }),
        "insufficient_funds" => {
            json!({ "code": "card_declined", "decline_code": code, "type": "card_error" })
        }
        _ => json!({ "code": code, "type": "card_error" }),
    }
}

fn intent(row: Model) -> Result<Intent, GatewayError> {
    let status = IntentStatus::parse(&row.status).ok_or_else(|| wrong_state(&row))?;
    Ok(Intent {
        id: row.id,
        client_secret: row.client_secret,
        status,
        amount_cents: row.amount_cents,
        amount_received_cents: row.amount_received_cents,
        currency: row.currency,
        last_error: row.last_error,
    })
}

fn wrong_state(row: &Model) -> GatewayError {
    GatewayError::InvalidState(format!("the intent is {}", row.status))
}

#[cfg(test)]
#[path = "sandbox_tests.rs"]
mod tests;
