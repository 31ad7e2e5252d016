//! Use cases of payments: what all of them share, and those for sessions.

mod cards;
mod disputes;
pub mod exports;
pub mod fee_rules;
mod fees;
pub mod ledger;
mod onboarding;
mod payouts;
mod refunds;
mod repairs;
mod shares;
mod taken_over;

pub use cards::{cards, choose_card, forget_card, forget_customer};
pub use onboarding::{account, look_again, onboard, refresh};
pub use refunds::{carry_out, refund};
pub use repairs::{give_up, of_repair, pay_repair, receipt_lines, release_open};
pub use shares::{send as send_share, take_back as take_share_back};
pub use taken_over::compare;

mod holding;

use super::{jobs, queries};
use crate::features::dispatch::service as dispatch;
use crate::features::dispatch::service::Line;
use crate::features::favorites;
use crate::features::notifications::content::MoneyMoved;
use crate::features::repairs::service as repair_service;
use crate::http::problem::ApiError;
use crate::state::AppState;
use crate::work::Work;
use chrono::{DateTime, Utc};
use pitlane_contract::payments::Payment;
use pitlane_contract::problem::Code;
use pitlane_domain::fees::fee;
use pitlane_domain::payments::{capture_entries, may_become};
use pitlane_domain::vocabulary::{PaymentStatus, RequestEventKind, RequestStatus};
use pitlane_entities::payments::{ActiveModel, Model};
use pitlane_gateways::payments::{GatewayError, IntentStatus, NewIntent, Share};
use pitlane_gateways::webhooks::{self, GatewayEvent};
use pitlane_platform::new_id;
use sea_orm::{ActiveValue::Set, ConnectionTrait, DbErr};
use uuid::Uuid;

pub use super::jobs::{capture as capture_job, release as release_job};
pub use super::queries::{find, of_request, set_provider};

/// A payment for a new request, in its transaction.
pub async fn create(
    work: &Work,
    state: &AppState,
    request: Uuid,
    customer: Uuid,
    (amount_cents, currency): (i64, &str),
) -> Result<(), DbErr> {
    let row = ActiveModel {
        id: Set(new_id()),
        session_request_id: Set(Some(request)),
        customer_id: Set(customer),
        provider_id: Set(None),
        amount_cents: Set(amount_cents),
        refunded_cents: Set(0),
        fee_cents: Set(None),
        currency: Set(currency.to_owned()),
        status: Set(PaymentStatus::RequiresPayment.as_str().to_owned()),
        gateway: Set(state.payments.name().to_owned()),
        gateway_id: Set(None),
        client_secret: Set(None),
        failure_code: Set(None),
        authorized_at: Set(None),
        paid_at: Set(None),
        created_at: Set(work.now),
        updated_at: Set(work.now),
        repair_id: Set(None),
        part: Set(None),
        fee_rule_id: Set(None),
        destination: Set(None),
        dispute_status: Set(None),
        transfer_id: Set(None),
    };
    queries::insert(&work.tx, row).await
}

/// Has the gateway make its intent; the same payment gets the same one each time.
pub async fn ask_gateway(state: &AppState, payment: &Model) -> Result<(), GatewayError> {
    let intent = state
        .payments
        .create_intent(NewIntent {
            idempotency_key: payment.id.to_string(),
            amount_cents: payment.amount_cents,
            currency: payment.currency.clone(),
            description: if payment.repair_id.is_some() { "Pitlane repair" } else { "Pitlane session" }
                .to_owned(),
            share: payment
                .destination
                .clone()
                .map(|account| Share { account, fee_cents: payment.fee_cents.unwrap_or_default() }),
        })
        .await?;
    Ok(queries::name(&state.db, state.clock.now(), payment.id, &intent).await?)
}

/// Makes sure that the customer can pay: asks the gateway now, and by job where it does not answer.
pub async fn prepare(state: &AppState, request: Uuid) -> Result<(), ApiError> {
    let payment = of_request(&state.db, request).await?;
    if payment.gateway_id.is_some() {
        return Ok(());
    }
    if let Err(error) = ask_gateway(state, &payment).await {
        tracing::warn!(payment = %payment.id, %error, "the gateway did not make an intent");
        let mut work = state.begin().await?;
        let now = work.now;
        work.enqueue(jobs::create_intent(payment.id, now));
        work.commit().await?;
    }
    Ok(())
}

/// Tells the customer's browser that the payment form can be shown.
pub async fn tell_ready(state: &AppState, payment: &Model) -> Result<(), ApiError> {
    let mut work = state.begin().await?;
    if let Some(request) = payment.session_request_id {
        if let Some(locked) = dispatch::lock(&work, request).await? {
            dispatch::tell_customer(&mut work, &locked.request, None, None)?;
        }
    } else if let Some(repair) = payment.repair_id
        && let Some(repair) = repair_service::lock(&work.tx, repair).await?
    {
        repair_service::tell(&mut work, &repair).await?;
    }
    Ok(work.commit().await?)
}

/// A payment as its customer sees it.
pub fn view(payment: &Model) -> Result<Payment, ApiError> {
    let status: PaymentStatus = payment.status.parse()?;
    let waits = matches!(status, PaymentStatus::RequiresPayment | PaymentStatus::Failed);
    Ok(Payment {
        id: payment.id,
        amount_cents: payment.amount_cents,
        currency: payment.currency.clone(),
        status,
        gateway: payment.gateway.clone(),
        gateway_id: payment.gateway_id.clone(),
        client_secret: payment.client_secret.clone().filter(|_| waits),
        failure_code: payment.failure_code.clone(),
    })
}

/// Takes a webhook: believes its signature or refuses it, keeps it, and does once what it asks for.
pub async fn receive(state: &AppState, signature: &str, body: &[u8]) -> Result<(), ApiError> {
    let now = state.clock.now();
    webhooks::verify_any(state.secrets.of_webhooks(), signature, body, now)
        .map_err(|error| ApiError::because(Code::Unreadable, format!("The webhook is refused: {error}.")))?;
    let event = GatewayEvent::parse(body)
        .map_err(|_| ApiError::because(Code::Unreadable, "The webhook is no event."))?;
    let gateway = state.payments.name();
    let payload = String::from_utf8_lossy(body).into_owned();
    queries::keep_event(&state.db, now, gateway, (&event.id, &event.kind), payload).await?;
    if holding::hold(state, &event).await? {
        queries::take_event(&state.db, now, gateway, &event.id).await?;
        return Ok(queries::close_event(&state.db, gateway, &event.id, "applied").await?);
    }
    let mut work = state.begin().await?;
    if !queries::take_event(&work.tx, work.now, gateway, &event.id).await? {
        return Ok(());
    }
    let outcome = process(&mut work, state, &event).await?;
    queries::close_event(&work.tx, gateway, &event.id, outcome).await?;
    Ok(work.commit().await?)
}

async fn process(work: &mut Work, state: &AppState, event: &GatewayEvent) -> Result<&'static str, ApiError> {
    if let Some(dispute) = event.dispute() {
        return Box::pin(disputes::news(work, (state.payments.name(), &event.kind), &dispute)).await;
    }
    if let Some(payout) = event.payout() {
        let about = (state.payments.name(), event.account.as_deref());
        return Box::pin(payouts::news(work, about, &payout)).await;
    }
    if let Some(account) = event.changed_account() {
        work.enqueue(jobs::refresh_account(account, work.now));
        return Ok("applied");
    }
    if let Some(intent) = event.refunded_intent() {
        let payment = queries::of_intent(&work.tx, state.payments.name(), intent).await?;
        let Some(payment) = payment else { return Ok("unknown_payment") };
        work.enqueue(jobs::compare_refunds(payment.id, work.now));
        return Ok("applied");
    }
    let Some(intent) = event.intent() else { return Ok("ignored") };
    let status = match event.kind.as_str() {
        "payment_intent.amount_capturable_updated" => IntentStatus::RequiresCapture,
        "payment_intent.payment_failed" => IntentStatus::RequiresPaymentMethod,
        "payment_intent.processing" => IntentStatus::Processing,
        "payment_intent.succeeded" => IntentStatus::Succeeded,
        "payment_intent.canceled" => IntentStatus::Canceled,
        _ => return Ok("ignored"),
    };
    let gateway = state.payments.name();
    let Some(payment) = queries::of_intent(&work.tx, gateway, &intent.id).await? else {
        return Ok("unknown_payment");
    };
    let failure = intent.failure_code().map(str::to_owned);
    let changed = apply(work, state, &payment, status, failure).await?;
    Ok(if changed { "applied" } else { "no_change" })
}

/// Brings a payment to where the gateway says it is, with everything that follows. News that are old or known change
/// nothing, so that they may come in any order and any number of times.
pub async fn apply(
    work: &mut Work,
    state: &AppState,
    payment: &Model,
    status: IntentStatus,
    failure: Option<String>,
) -> Result<bool, ApiError> {
    let to = match status {
        IntentStatus::RequiresPaymentMethod => PaymentStatus::Failed,
        IntentStatus::RequiresAction => return Ok(false),
        IntentStatus::Processing => PaymentStatus::Processing,
        IntentStatus::RequiresCapture => PaymentStatus::RequiresCapture,
        IntentStatus::Succeeded => PaymentStatus::Succeeded,
        IntentStatus::Canceled => PaymentStatus::Canceled,
    };
    if let Some(repair) = payment.repair_id {
        return Box::pin(repairs::apply_to_repair(work, (repair, payment.id), to, failure)).await;
    }
    let Some(request) = payment.session_request_id else { return Ok(false) };
    let Some(locked) = dispatch::lock(work, request).await? else { return Ok(false) };
    let from: PaymentStatus = locked.payment.status.parse()?;
    let Some(payment) = stored(work, &locked.payment, to, failure).await? else { return Ok(false) };
    let locked = dispatch::Locked { payment, ..locked };
    Box::pin(follow(work, state, locked, from, to)).await?;
    Ok(true)
}

/// Writes the new state of a payment whose subject is locked; none where it may not become that.
async fn stored(
    work: &Work,
    payment: &Model,
    to: PaymentStatus,
    failure: Option<String>,
) -> Result<Option<Model>, ApiError> {
    let from: PaymentStatus = payment.status.parse()?;
    let failed_again = from == to && to == PaymentStatus::Failed && payment.failure_code != failure;
    if !may_become(from, to) && !failed_again {
        return Ok(None);
    }
    store(&work.tx, work.now, payment, to, failure).await.map(Some)
}

async fn store(
    tx: &impl ConnectionTrait,
    now: DateTime<Utc>,
    payment: &Model,
    to: PaymentStatus,
    failure: Option<String>,
) -> Result<Model, ApiError> {
    let mut row = ActiveModel {
        id: Set(payment.id),
        status: Set(to.as_str().to_owned()),
        failure_code: Set(failure.filter(|_| to == PaymentStatus::Failed)),
        updated_at: Set(now),
        ..Default::default()
    };
    if to == PaymentStatus::RequiresCapture {
        row.authorized_at = Set(Some(now));
    }
    if to == PaymentStatus::Succeeded {
        row.paid_at = Set(Some(now));
        // the cut of what goes on to a seller with the charge was told to the gateway before
        if payment.destination.is_none() {
            let (id, rule) = fees::rule_of(tx, now, payment).await?;
            row.fee_rule_id = Set(id);
            row.fee_cents = Set(Some(fee(rule, payment.amount_cents)));
        }
    }
    Ok(queries::update(tx, row).await?)
}

/// What a payment's new state leads to.
async fn follow(
    work: &mut Work,
    state: &AppState,
    locked: dispatch::Locked,
    from: PaymentStatus,
    to: PaymentStatus,
) -> Result<(), ApiError> {
    let waiting = locked.request.status == RequestStatus::AwaitingPayment.as_str();
    match to {
        PaymentStatus::RequiresCapture => dispatch::held(work, state, locked).await,
        PaymentStatus::Succeeded => {
            book(work, &locked).await?;
            tell_money(work, &locked, MoneyMoved::Charged).await?;
            if waiting { dispatch::held(work, state, locked).await } else { Ok(()) }
        }
        PaymentStatus::Failed => {
            let line = Line::new(RequestEventKind::PaymentFailed);
            dispatch::note(work, &locked.request, None, vec![line]).await
        }
        PaymentStatus::Canceled if from == PaymentStatus::RequiresCapture => {
            let line = Line::new(RequestEventKind::PaymentReleased);
            dispatch::note(work, &locked.request, None, vec![line]).await?;
            // that a request expired is told with what becomes of its price
            if locked.request.status == RequestStatus::Cancelled.as_str() {
                tell_money(work, &locked, MoneyMoved::Released).await?;
            }
            Ok(())
        }
        PaymentStatus::Canceled | PaymentStatus::Processing | PaymentStatus::RequiresPayment => Ok(()),
    }
}

/// Writes the customer what became of a session's whole price.
async fn tell_money(work: &mut Work, locked: &dispatch::Locked, moved: MoneyMoved) -> Result<(), ApiError> {
    let payment = &locked.payment;
    dispatch::session_money(work, &locked.request, (payment.id, payment.amount_cents), moved).await
}

/// Books a capture and counts it among what the customer spent with the provider.
async fn book(work: &mut Work, locked: &dispatch::Locked) -> Result<(), ApiError> {
    let payment = &locked.payment;
    let provider = payment.provider_id.map_or_else(|| "unassigned".to_owned(), |id| id.to_string());
    let entries = capture_entries(payment.amount_cents, payment.fee_cents.unwrap_or_default(), &provider);
    queries::book(&work.tx, work.now, queries::About::Capture(payment), entries).await?;
    if let Some(provider) = payment.provider_id {
        favorites::service::recompute(&work.tx, work.now, payment.customer_id, provider).await?;
    }
    shares::follow(work, payment).await
}

/// Whether the gateway holds the price.
pub fn is_held(payment: &Model) -> bool {
    payment.status == PaymentStatus::RequiresCapture.as_str()
}
