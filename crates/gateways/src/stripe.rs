//! Stripe: the real payment gateway, over its REST API.
//!
//! A handful of form posts, so a client of our own (`docs/decisions` says why). Every request that changes something
//! carries an idempotency key made from our own ids; the version of the API is pinned. Source: Stripe's API reference.

use crate::payments::{
    GatewayError, GatewayRefund, Intent, IntentStatus, NewIntent, NewRefund, PaymentGateway,
};
use crate::stripe_refunds;
use async_trait::async_trait;
use secrecy::{ExposeSecret, SecretString};
use serde::Deserialize;
use std::time::Duration;

/// The version of Stripe's API that is spoken.
const API_VERSION: &str = "2025-08-27.basil";
/// How long a call may take. Stripe's own advice is generous; a customer waits no longer than this.
const TIMEOUT: Duration = Duration::from_secs(10);
const CONNECT_TIMEOUT: Duration = Duration::from_secs(3);

/// Stripe as a gateway.
#[derive(Debug, Clone)]
pub struct StripeGateway {
    client: reqwest::Client,
    url: String,
    key: SecretString,
}

/// What Stripe tells of an intent; the rest of its many fields is passed over.
#[derive(Deserialize)]
struct Answer {
    id: String,
    #[serde(default)]
    client_secret: Option<String>,
    status: String,
    amount: i64,
    #[serde(default)]
    amount_received: i64,
    currency: String,
    #[serde(default)]
    last_payment_error: Option<Refusal>,
}

#[derive(Deserialize)]
struct Failure {
    error: Refusal,
}

#[derive(Default, Deserialize)]
struct Refusal {
    #[serde(rename = "type", default)]
    kind: String,
    #[serde(default)]
    code: Option<String>,
    #[serde(default)]
    decline_code: Option<String>,
    #[serde(default)]
    message: Option<String>,
}

impl Refusal {
    fn word(self) -> Option<String> {
        self.decline_code.or(self.code)
    }
}

impl StripeGateway {
    /// A gateway that calls `url` (Stripe's own, or a stand-in) with the secret key `key`.
    pub fn new(url: &str, key: SecretString) -> Result<Self, reqwest::Error> {
        let client = reqwest::Client::builder().timeout(TIMEOUT).connect_timeout(CONNECT_TIMEOUT).build()?;
        Ok(Self { client, url: url.trim_end_matches('/').to_owned(), key })
    }

    async fn post(&self, path: &str, key: &str, form: &[(&str, String)]) -> Result<Intent, GatewayError> {
        read(&self.form(path, key, form).await?)
    }

    /// Posts a form under a key and answers the body.
    pub(crate) async fn form(
        &self,
        path: &str,
        key: &str,
        form: &[(&str, String)],
    ) -> Result<Vec<u8>, GatewayError> {
        let request = self.client.post(format!("{}/v1/{path}", self.url));
        self.ask(request.header("idempotency-key", key).form(form)).await
    }

    /// Removes what is at a path. To remove is idempotent by itself.
    pub(crate) async fn remove(&self, path: &str) -> Result<(), GatewayError> {
        self.ask(self.client.delete(format!("{}/v1/{path}", self.url))).await.map(drop)
    }

    /// Reads what is at a path.
    pub(crate) async fn at(&self, path: &str) -> Result<Vec<u8>, GatewayError> {
        self.ask(self.client.get(format!("{}/v1/{path}", self.url))).await
    }

    async fn ask(&self, request: reqwest::RequestBuilder) -> Result<Vec<u8>, GatewayError> {
        let request = request.bearer_auth(self.key.expose_secret()).header("stripe-version", API_VERSION);
        let answer = request.send().await.map_err(unavailable)?;
        let status = answer.status().as_u16();
        let body = answer.bytes().await.map_err(unavailable)?;
        if status >= 300 {
            return Err(refused(status, &body));
        }
        Ok(body.to_vec())
    }

    /// Does `step`, and takes an intent that is where it should be already for a success.
    async fn reach(
        &self,
        id: &str,
        step: &str,
        key: &str,
        wanted: IntentStatus,
    ) -> Result<Intent, GatewayError> {
        match self.post(&format!("payment_intents/{}/{step}", safe(id)?), key, &[]).await {
            Err(GatewayError::InvalidState(why)) => {
                let intent = self.retrieve(id).await?;
                if intent.status == wanted { Ok(intent) } else { Err(GatewayError::InvalidState(why)) }
            }
            done => done,
        }
    }
}

#[async_trait]
impl PaymentGateway for StripeGateway {
    fn name(&self) -> &'static str {
        "stripe"
    }

    async fn create_intent(&self, new: NewIntent) -> Result<Intent, GatewayError> {
        let mut form = vec![
            ("amount", new.amount_cents.to_string()),
            ("currency", new.currency.to_lowercase()),
            ("capture_method", "manual".to_owned()),
            ("automatic_payment_methods[enabled]", "true".to_owned()),
            ("automatic_payment_methods[allow_redirects]", "never".to_owned()),
            ("description", new.description),
            ("metadata[pitlane_key]", new.idempotency_key.clone()),
        ];
        if let Some(share) = new.share {
            form.push(("application_fee_amount", share.fee_cents.to_string()));
            form.push(("transfer_data[destination]", share.account));
        }
        self.post("payment_intents", &new.idempotency_key, &form).await
    }

    async fn capture(&self, id: &str, idempotency_key: &str) -> Result<Intent, GatewayError> {
        self.reach(id, "capture", idempotency_key, IntentStatus::Succeeded).await
    }

    async fn cancel(&self, id: &str, idempotency_key: &str) -> Result<Intent, GatewayError> {
        self.reach(id, "cancel", idempotency_key, IntentStatus::Canceled).await
    }

    async fn refund(&self, new: NewRefund) -> Result<String, GatewayError> {
        stripe_refunds::refund(self, new).await
    }

    async fn refunds(&self, id: &str) -> Result<Vec<GatewayRefund>, GatewayError> {
        stripe_refunds::refunds(self, id).await
    }

    async fn retrieve(&self, id: &str) -> Result<Intent, GatewayError> {
        read(&self.at(&format!("payment_intents/{}", safe(id)?)).await?)
    }
}

/// An id that can stand in a path as it is.
pub(crate) fn safe(id: &str) -> Result<&str, GatewayError> {
    let fits = !id.is_empty() && id.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
    if fits { Ok(id) } else { Err(GatewayError::NotFound) }
}

fn unavailable(error: reqwest::Error) -> GatewayError {
    // without the address, which may hold an id
    GatewayError::Unavailable(error.without_url().to_string())
}

fn unreadable(what: &impl std::fmt::Display) -> GatewayError {
    GatewayError::Unavailable(format!("the answer cannot be read: {what}"))
}

/// The few fields that are wanted of an answer.
pub(crate) fn parsed<T: serde::de::DeserializeOwned>(body: &[u8]) -> Result<T, GatewayError> {
    serde_json::from_slice(body).map_err(|error| unreadable(&error))
}

fn read(body: &[u8]) -> Result<Intent, GatewayError> {
    let answer: Answer = parsed(body)?;
    let status = IntentStatus::parse(&answer.status).ok_or_else(|| unreadable(&answer.status))?;
    Ok(Intent {
        id: answer.id,
        client_secret: answer.client_secret.unwrap_or_default(),
        status,
        amount_cents: answer.amount,
        amount_received_cents: answer.amount_received,
        currency: answer.currency.to_uppercase(),
        last_error: answer.last_payment_error.and_then(Refusal::word),
    })
}

/// What a refusal means for us. 409 is another request with the same key that still runs.
fn refused(status: u16, body: &[u8]) -> GatewayError {
    let error = serde_json::from_slice::<Failure>(body).map(|failure| failure.error).unwrap_or_default();
    let text = error.message.clone().unwrap_or_else(|| format!("answered {status}"));
    match status {
        402 => GatewayError::Declined { code: error.word().unwrap_or_else(|| "card_declined".to_owned()) },
        404 => GatewayError::NotFound,
        400 if error.kind == "card_error" => {
            GatewayError::Declined { code: error.word().unwrap_or_else(|| "card_declined".to_owned()) }
        }
        400 => GatewayError::InvalidState(text),
        // a wrong key and a missing right are put right by the operator, not by giving the payment up
        _ => GatewayError::Unavailable(text),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_answer_of_the_gateway_has_its_meaning() {
        let declined =
            br#"{"error":{"type":"card_error","code":"card_declined","decline_code":"insufficient_funds"}}"#;
        assert_eq!(refused(402, declined), GatewayError::Declined { code: "insufficient_funds".into() });
        assert_eq!(refused(404, b"{}"), GatewayError::NotFound);
        let state = br#"{"error":{"type":"invalid_request_error","message":"already captured"}}"#;
        assert_eq!(refused(400, state), GatewayError::InvalidState("already captured".into()));
        for status in [401, 403, 409, 429, 500, 503] {
            assert!(refused(status, b"<html>").is_retryable(), "{status} may go well later");
        }
    }

    #[test]
    fn an_intent_is_read_with_whatever_else_comes_along() {
        let body =
            br#"{"id":"pi_1","object":"payment_intent","client_secret":"s","status":"requires_capture",
            "amount":1500,"currency":"usd","amount_received":0,"livemode":false,
            "last_payment_error":{"type":"card_error","code":"card_declined"}}"#;
        let intent = read(body).unwrap();
        assert_eq!((intent.status, intent.amount_cents), (IntentStatus::RequiresCapture, 1500));
        assert_eq!((intent.currency.as_str(), intent.last_error.as_deref()), ("USD", Some("card_declined")));
        assert!(read(br#"{"id":"pi_1","status":"new_word","amount":1,"currency":"usd"}"#).is_err());
    }

    #[test]
    fn an_id_cannot_lead_elsewhere() {
        assert!(safe("pi_3Abc").is_ok());
        for id in ["", "../refunds", "pi_1?x", "pi 1", "pi_1/capture"] {
            assert_eq!(safe(id), Err(GatewayError::NotFound));
        }
    }
}
