//! Asks the gateway to charge or release, and delivers the sandbox's webhooks.

use super::{queries, service};
use crate::state::AppState;
use chrono::{DateTime, Utc};
use pitlane_domain::vocabulary::PaymentStatus;
use pitlane_entities::jobs::Model;
use pitlane_entities::payments;
use pitlane_gateways::payments::{GatewayError, IntentStatus};
use pitlane_gateways::sandbox_payments::SandboxEvent;
use pitlane_gateways::{sandbox_payouts, webhooks};
use pitlane_platform::jobs::{JobError, NewJob, Outcome};
use secrecy::ExposeSecret;
use serde::Deserialize;
use serde_json::json;
use uuid::Uuid;

const CAPTURE: &str = "payments.capture";
const RELEASE: &str = "payments.release";
const CREATE_INTENT: &str = "payments.create_intent";
const EXPIRE: &str = "payments.expire";
const REFUND: &str = "payments.refund";
const REFRESH: &str = "payments.refresh_account";
const COMPARE: &str = "payments.compare_refunds";
const FORGET: &str = "payments.forget_customer";
const PAY_OUT: &str = "payments.sandbox_payout";
const SEND_SHARE: &str = "payments.send_share";
const TAKE_SHARE_BACK: &str = "payments.take_share_back";
const DELIVER: &str = "payments.deliver_webhook";

/// Charges what is held; once for each payment.
pub fn capture(payment: Uuid, now: DateTime<Utc>) -> NewJob {
    NewJob::new(CAPTURE, json!({ "payment_id": payment }), now).once(format!("capture:{payment}"))
}

/// Releases what is held, or closes what waits for a card. Asking twice does no harm.
pub fn release(payment: Uuid, now: DateTime<Utc>) -> NewJob {
    NewJob::new(RELEASE, json!({ "payment_id": payment }), now)
}

/// Has the gateway make its intent later, because it did not answer.
pub fn create_intent(payment: Uuid, now: DateTime<Utc>) -> NewJob {
    NewJob::new(CREATE_INTENT, json!({ "payment_id": payment }), now)
}

/// Gives the amount of a payment free that nobody has paid by `at`.
pub fn expire(payment: Uuid, at: DateTime<Utc>) -> NewJob {
    NewJob::new(EXPIRE, json!({ "payment_id": payment }), at).once(format!("expire:{payment}"))
}

/// Asks the gateway to give money back, once for each refund.
pub fn refund(refund: Uuid, now: DateTime<Utc>) -> NewJob {
    NewJob::new(REFUND, json!({ "refund_id": refund }), now).once(format!("refund:{refund}"))
}

/// Asks the gateway what holds for a seller's account.
pub fn refresh_account(account: &str, now: DateTime<Utc>) -> NewJob {
    NewJob::new(REFRESH, json!({ "account_id": account }), now)
}

/// Asks the gateway which refunds a payment has.
pub fn compare_refunds(payment: Uuid, now: DateTime<Utc>) -> NewJob {
    NewJob::new(COMPARE, json!({ "payment_id": payment }), now)
}

/// Has the gateway forget a customer and their cards.
pub fn forget_customer(gateway: &str, customer: &str, now: DateTime<Utc>) -> NewJob {
    NewJob::new(FORGET, json!({ "gateway": gateway, "customer_id": customer }), now)
}

/// Has the sandbox pay out what an account holds, at most once a day.
pub fn pay_out(account: &str, at: DateTime<Utc>) -> NewJob {
    let key = format!("payout:{account}:{}", at.date_naive());
    NewJob::new(PAY_OUT, json!({ "account_id": account }), at).once(key)
}

/// Sends a seller's share of a session after the charge, once.
pub fn send_share(payment: Uuid, now: DateTime<Utc>) -> NewJob {
    NewJob::new(SEND_SHARE, json!({ "payment_id": payment }), now).once(format!("share:{payment}"))
}

/// Takes a seller's part of a refund back, once.
pub fn take_share_back(refund: Uuid, now: DateTime<Utc>) -> NewJob {
    NewJob::new(TAKE_SHARE_BACK, json!({ "refund_id": refund }), now).once(format!("share_back:{refund}"))
}

/// Delivers an event of the sandbox; a webhook that is not taken comes again for about an hour.
pub fn delivery(event: SandboxEvent, now: DateTime<Utc>) -> NewJob {
    let mut job = NewJob::new(DELIVER, event.payload, now).once(format!("webhook:{}", event.id));
    job.max_attempts = 15;
    job
}

#[derive(Deserialize)]
struct About {
    payment_id: Uuid,
}

#[derive(Deserialize)]
struct AboutAccount {
    account_id: String,
}

#[derive(Deserialize)]
struct AboutCustomer {
    gateway: String,
    customer_id: String,
}

#[derive(Deserialize)]
struct AboutRefund {
    refund_id: Uuid,
}

/// Runs one job of this feature.
pub async fn run(state: &AppState, job: &Model) -> Outcome {
    if job.kind == DELIVER {
        return deliver(state, &job.payload).await;
    }
    if job.kind == REFUND {
        let about: AboutRefund = read(job)?;
        return service::carry_out(state, about.refund_id).await.map_err(retry)?.map_err(later);
    }
    if job.kind == TAKE_SHARE_BACK {
        let about: AboutRefund = read(job)?;
        return service::take_share_back(state, about.refund_id).await.map_err(retry)?.map_err(later);
    }
    if job.kind == REFRESH {
        let about: AboutAccount = read(job)?;
        return service::refresh(state, &about.account_id).await.map_err(retry)?.map_err(later);
    }
    if job.kind == PAY_OUT {
        let about: AboutAccount = read(job)?;
        return pay_account_out(state, &about.account_id).await;
    }
    if job.kind == FORGET {
        let about: AboutCustomer = read(job)?;
        if about.gateway != state.payments.name() {
            return Err(JobError::GiveUp(format!("{} is not the gateway any more", about.gateway)));
        }
        return state.payments.forget_customer(&about.customer_id).await.map_err(later);
    }
    let about: About = read(job)?;
    if job.kind == COMPARE {
        return service::compare(state, about.payment_id).await.map_err(retry)?.map_err(later);
    }
    let payment = queries::find(&state.db, about.payment_id).await?;
    let payment = payment.ok_or_else(|| JobError::GiveUp("the payment is gone".to_owned()))?;
    let status = payment.status.as_str();
    let waits = status == PaymentStatus::RequiresPayment.as_str() || status == PaymentStatus::Failed.as_str();
    match job.kind.as_str() {
        SEND_SHARE => service::send_share(state, &payment).await.map_err(retry)?.map_err(later),
        CREATE_INTENT if waits => {
            service::ask_gateway(state, &payment).await.map_err(later)?;
            service::tell_ready(state, &payment).await.map_err(retry)
        }
        EXPIRE if waits => settle(state, &payment, false).await,
        CREATE_INTENT | EXPIRE => Ok(()),
        // given up at the very moment at which it was held
        CAPTURE if status == PaymentStatus::Canceled.as_str() => Ok(()),
        CAPTURE | RELEASE => settle(state, &payment, job.kind == CAPTURE).await,
        other => Err(JobError::GiveUp(format!("{other} is not known"))),
    }
}

fn read<T: serde::de::DeserializeOwned>(job: &Model) -> Result<T, JobError> {
    serde_json::from_value(job.payload.clone()).map_err(|e| JobError::GiveUp(e.to_string()))
}

/// Charges or releases, and writes down at once what the gateway answers; its webhook then changes nothing more.
pub async fn settle(state: &AppState, payment: &payments::Model, charge: bool) -> Outcome {
    let status = match &payment.gateway_id {
        Some(id) if charge => {
            state.payments.capture(id, &format!("capture:{}", payment.id)).await.map_err(later)?.status
        }
        Some(id) => {
            state.payments.cancel(id, &format!("release:{}", payment.id)).await.map_err(later)?.status
        }
        // the gateway never heard of it: what was set aside for it is free at once
        None if payment.repair_id.is_some() && !charge => IntentStatus::Canceled,
        None => return Ok(()),
    };
    let mut work = state.begin().await?;
    service::apply(&mut work, state, payment, status, None).await.map_err(retry)?;
    Ok(work.commit().await?)
}

fn later(error: GatewayError) -> JobError {
    if error.is_retryable() {
        JobError::Retry(error.to_string())
    } else {
        JobError::GiveUp(error.to_string())
    }
}

fn retry(error: crate::http::problem::ApiError) -> JobError {
    JobError::Retry(error.to_string())
}

/// Pays an account of the sandbox out; the news that the money arrived follow when it does.
async fn pay_account_out(state: &AppState, account: &str) -> Outcome {
    let mut work = state.begin().await?;
    let now = work.now;
    if let Some([went, arrived]) = sandbox_payouts::pay_out(&work.tx, now, account).await.map_err(later)? {
        work.enqueue(delivery(went, now));
        work.enqueue(delivery(arrived, now + sandbox_payouts::UNDER_WAY));
    }
    Ok(work.commit().await?)
}

/// Posts a signed event as the gateway would.
async fn deliver(state: &AppState, payload: &serde_json::Value) -> Outcome {
    let configured = &state.config.payments.sandbox_webhook_url;
    let url = if configured.is_empty() {
        format!("{}/api/v1/webhooks/stripe", state.config.http.public_url)
    } else {
        configured.clone()
    };
    let body = payload.to_string();
    let secret = state.secrets.webhook.expose_secret();
    let signature = webhooks::sign(secret, body.as_bytes(), state.clock.now());
    let failed = |error: reqwest::Error| JobError::Retry(format!("the webhook was not delivered: {error}"));
    let request = state.http().map_err(failed)?.post(&url).header("content-type", "application/json");
    let answer = request.header(webhooks::HEADER, signature).body(body).send().await.map_err(failed)?;
    if answer.status().is_success() {
        return Ok(());
    }
    Err(JobError::Retry(format!("the webhook was answered {}", answer.status())))
}
