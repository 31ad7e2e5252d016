//! Refunds over Stripe's API.

use crate::payments::{GatewayError, GatewayRefund, NewRefund};
use crate::stripe::{StripeGateway, parsed, safe};
use pitlane_domain::vocabulary::RefundStatus;
use serde::Deserialize;

/// What Stripe tells of a refund.
#[derive(Deserialize)]
struct Answer {
    id: String,
    #[serde(default)]
    amount: i64,
    #[serde(default)]
    status: Option<String>,
    #[serde(default)]
    reason: Option<String>,
    #[serde(default)]
    failure_reason: Option<String>,
    #[serde(default)]
    transfer_reversal: Option<serde_json::Value>,
    #[serde(default)]
    metadata: Metadata,
}

#[derive(Default, Deserialize)]
struct Metadata {
    #[serde(default)]
    pitlane_key: Option<String>,
}

#[derive(Deserialize)]
struct Listed {
    data: Vec<Answer>,
    #[serde(default)]
    has_more: bool,
}

/// Asks for a refund.
pub async fn refund(stripe: &StripeGateway, new: NewRefund) -> Result<String, GatewayError> {
    let mut form = vec![
        ("payment_intent", safe(&new.intent)?.to_owned()),
        ("amount", new.amount_cents.to_string()),
        ("metadata[pitlane_key]", new.idempotency_key.clone()),
    ];
    if new.shared {
        form.push(("reverse_transfer", "true".to_owned()));
        form.push(("refund_application_fee", "true".to_owned()));
    }
    name(&stripe.form("refunds", &new.idempotency_key, &form).await?)
}

/// Every refund of an intent, page by page.
pub async fn refunds(stripe: &StripeGateway, intent: &str) -> Result<Vec<GatewayRefund>, GatewayError> {
    let mut all = Vec::new();
    let mut after = String::new();
    loop {
        let path = format!("refunds?payment_intent={}&limit=100{after}", safe(intent)?);
        let page: Listed = parsed(&stripe.at(&path).await?)?;
        let last = page.data.last().map(|refund| refund.id.clone());
        all.extend(page.data.into_iter().map(read));
        match last.filter(|_| page.has_more) {
            Some(last) => after = format!("&starting_after={}", safe(&last)?),
            None => return Ok(all),
        }
    }
}

fn read(answer: Answer) -> GatewayRefund {
    let status = match answer.status.as_deref() {
        Some("succeeded") => RefundStatus::Succeeded,
        Some("failed" | "canceled") => RefundStatus::Failed,
        _ => RefundStatus::Pending,
    };
    GatewayRefund {
        id: answer.id,
        amount_cents: answer.amount,
        status,
        key: answer.metadata.pitlane_key,
        reason: answer.reason,
        failure: answer.failure_reason,
        shared: answer.transfer_reversal.is_some_and(|reversal| !reversal.is_null()),
    }
}

/// The name of a refund that was taken; one that failed at once did not happen.
fn name(body: &[u8]) -> Result<String, GatewayError> {
    let answer: Answer = parsed(body)?;
    if answer.status.as_deref() == Some("failed") {
        return Err(GatewayError::InvalidState("the refund failed".to_owned()));
    }
    Ok(answer.id)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_refund_that_failed_did_not_happen() {
        assert_eq!(name(br#"{"id":"re_1","object":"refund","status":"succeeded"}"#), Ok("re_1".into()));
        assert!(name(br#"{"id":"re_1","status":"failed"}"#).is_err_and(|error| !error.is_retryable()));
    }

    #[test]
    fn who_made_a_refund_and_where_it_stands_is_read() {
        let page = br#"{"object":"list","has_more":false,"data":[
            {"id":"re_1","amount":5,"status":"succeeded","metadata":{"pitlane_key":"refund:1"},"transfer_reversal":"trr_1"},
            {"id":"re_2","amount":6,"status":"canceled","reason":"duplicate","metadata":{},"transfer_reversal":null},
            {"id":"re_3","amount":7,"status":"requires_action"}]}"#;
        let all: Vec<_> = parsed::<Listed>(page).unwrap().data.into_iter().map(read).collect();
        let seen: Vec<_> = all.iter().map(|one| (one.amount_cents, one.status, one.shared)).collect();
        assert_eq!(
            seen,
            [
                (5, RefundStatus::Succeeded, true),
                (6, RefundStatus::Failed, false),
                (7, RefundStatus::Pending, false)
            ]
        );
        assert_eq!((all[0].key.as_deref(), all[1].key.as_deref()), (Some("refund:1"), None));
        assert_eq!(all[1].reason.as_deref(), Some("duplicate"));
    }
}
