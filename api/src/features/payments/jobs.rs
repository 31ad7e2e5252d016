//! Asks the gateway to charge or release, and delivers the sandbox's webhooks.

use super::{queries, service};
use crate::state::AppState;
use chrono::{DateTime, Utc};
use pitlane_entities::jobs::Model;
use pitlane_gateways::payments::GatewayError;
use pitlane_gateways::sandbox_payments::SandboxEvent;
use pitlane_gateways::webhooks;
use pitlane_platform::jobs::{JobError, NewJob, Outcome};
use secrecy::ExposeSecret;
use serde::Deserialize;
use serde_json::json;
use uuid::Uuid;

const CAPTURE: &str = "payments.capture";
const RELEASE: &str = "payments.release";
const CREATE_INTENT: &str = "payments.create_intent";
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

/// Runs one job of this feature.
pub async fn run(state: &AppState, job: &Model) -> Outcome {
    if job.kind == DELIVER {
        return deliver(state, &job.payload).await;
    }
    let about: About =
        serde_json::from_value(job.payload.clone()).map_err(|e| JobError::GiveUp(e.to_string()))?;
    let payment = queries::find(&state.db, about.payment_id).await?;
    let payment = payment.ok_or_else(|| JobError::GiveUp("the payment is gone".to_owned()))?;
    let request = payment.session_request_id;
    let request = request.ok_or_else(|| JobError::GiveUp("the payment is for no session".to_owned()))?;
    match job.kind.as_str() {
        CREATE_INTENT => {
            service::ask_gateway(state, &payment).await.map_err(later)?;
            service::tell_ready(state, request).await.map_err(retry)
        }
        CAPTURE | RELEASE => settle(state, &payment, request, job.kind == CAPTURE).await,
        other => Err(JobError::GiveUp(format!("{other} is not known"))),
    }
}

/// Charges or releases, and writes down at once what the gateway answers; its webhook then changes nothing more.
async fn settle(
    state: &AppState,
    payment: &pitlane_entities::payments::Model,
    request: Uuid,
    charge: bool,
) -> Outcome {
    let intent = match &payment.gateway_id {
        Some(id) if charge => {
            state.payments.capture(id, &format!("capture:{}", payment.id)).await.map_err(later)?
        }
        Some(id) => state.payments.cancel(id, &format!("release:{}", payment.id)).await.map_err(later)?,
        // the gateway never heard of it
        None => return Ok(()),
    };
    let mut work = state.begin().await?;
    service::apply(&mut work, state, request, intent.status, None).await.map_err(retry)?;
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
