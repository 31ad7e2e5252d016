//! The header `Stripe-Signature`: how webhooks are signed, and how a signature is checked.
//!
//! The header reads `t=<seconds>,v1=<hex>[,v1=<hex>…]`, where each `v1` is the HMAC-SHA256 of `<seconds>.<body>`. A
//! gateway sends several while its secret is being changed.

use crate::token::{hex, same};
use chrono::{DateTime, Utc};
use hmac::{Hmac, Mac as _};
use serde::Deserialize;
use sha2::Sha256;

/// The header's name.
pub const HEADER: &str = "Stripe-Signature";
/// How far the time in the header may be from ours, in seconds.
pub const TOLERANCE_SECONDS: i64 = 300;

/// Why a webhook is not believed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SignatureError {
    /// The header is missing a part or cannot be read.
    #[error("the signature header cannot be read")]
    Unreadable,
    /// The time in the header is too far from ours.
    #[error("the signature is too old or from the future")]
    Stale,
    /// No signature fits the body.
    #[error("the signature does not fit the body")]
    Mismatch,
}

/// The header for `body`, sent at `now`.
pub fn sign(secret: &str, body: &[u8], now: DateTime<Utc>) -> String {
    let seconds = now.timestamp();
    format!("t={seconds},v1={}", signature(secret, seconds, body))
}

/// Checks that `header` was made for `body` by who knows `secret`, within five minutes of `now`.
pub fn verify(secret: &str, header: &str, body: &[u8], now: DateTime<Utc>) -> Result<(), SignatureError> {
    let mut seconds = None;
    let mut candidates = Vec::new();
    for part in header.split(',').take(20) {
        match part.trim().split_once('=') {
            Some(("t", value)) if seconds.is_none() => {
                seconds = Some(value.parse::<i64>().map_err(|_| SignatureError::Unreadable)?);
            }
            Some(("t", _)) | None => return Err(SignatureError::Unreadable),
            Some(("v1", value)) => candidates.push(value),
            // other schemes, such as the one of test mode, are not ours to judge
            Some(_) => {}
        }
    }
    let seconds = seconds.ok_or(SignatureError::Unreadable)?;
    if candidates.is_empty() {
        return Err(SignatureError::Unreadable);
    }
    let expected = signature(secret, seconds, body);
    let fits = candidates.iter().any(|v1| same(v1.as_bytes(), expected.as_bytes()));
    if !fits {
        return Err(SignatureError::Mismatch);
    }
    let age = now.timestamp().saturating_sub(seconds);
    if age.saturating_abs() > TOLERANCE_SECONDS { Err(SignatureError::Stale) } else { Ok(()) }
}

/// Checks as [`verify`] does, by whichever of `secrets` fits: a gateway signs what it tells of its sellers with another
/// secret than what it tells of the platform.
pub fn verify_any<'a>(
    secrets: impl IntoIterator<Item = &'a str>,
    header: &str,
    body: &[u8],
    now: DateTime<Utc>,
) -> Result<(), SignatureError> {
    for secret in secrets {
        match verify(secret, header, body, now) {
            Err(SignatureError::Mismatch) => {}
            judged => return judged,
        }
    }
    Err(SignatureError::Mismatch)
}

fn signature(secret: &str, seconds: i64, body: &[u8]) -> String {
    // a key of any length is fine for HMAC; an error cannot come
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(secret.as_bytes()) else { return String::new() };
    mac.update(seconds.to_string().as_bytes());
    mac.update(b".");
    mac.update(body);
    hex(&mac.finalize().into_bytes())
}

/// The few things Pitlane reads from a gateway's event.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct GatewayEvent {
    /// The gateway's name for the event; the same event may come again.
    pub id: String,
    /// What happened, for example `payment_intent.succeeded`.
    #[serde(rename = "type")]
    pub kind: String,
    /// When, in seconds since 1970.
    pub created: i64,
    /// The seller's account that it is about, for events of theirs.
    #[serde(default)]
    pub account: Option<String>,
    data: Data,
}

#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
struct Data {
    object: serde_json::Value,
}

/// A payment intent as an event tells of it.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct EventIntent {
    /// The gateway's name for the intent.
    pub id: String,
    /// Where it stood at the time of the event, in the gateway's words.
    pub status: String,
    /// In minor units.
    pub amount: i64,
    /// Charged so far, in minor units.
    #[serde(default)]
    pub amount_received: i64,
    /// ISO 4217, lower case as gateways send it.
    pub currency: String,
    #[serde(default)]
    last_payment_error: Option<LastError>,
}

#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
struct LastError {
    code: Option<String>,
    decline_code: Option<String>,
}

impl GatewayEvent {
    /// Reads an event; what is not known is passed over.
    pub fn parse(body: &[u8]) -> Result<Self, serde_json::Error> {
        serde_json::from_slice(body)
    }

    /// What it is about, as the gateway sent it.
    pub(crate) fn object(&self) -> &serde_json::Value {
        &self.data.object
    }

    /// The payment intent it is about; none for events about something else.
    pub fn intent(&self) -> Option<EventIntent> {
        if !self.kind.starts_with("payment_intent.") {
            return None;
        }
        EventIntent::deserialize(&self.data.object).ok()
    }
}

impl EventIntent {
    /// Why the card was refused, as precisely as the gateway says: the bank's code, else the gateway's.
    pub fn failure_code(&self) -> Option<&str> {
        let error = self.last_payment_error.as_ref()?;
        let precise = error.decline_code.as_deref().filter(|code| *code != "generic_decline");
        precise.or(error.code.as_deref())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::TimeDelta;
    use proptest::prelude::*;

    const SECRET: &str = "whsec_test";
    const BODY: &[u8] = br#"{"id":"evt_1"}"#;

    fn now() -> DateTime<Utc> {
        "2026-11-21T10:00:00Z".parse().unwrap()
    }

    #[test]
    fn a_known_signature_comes_out() {
        // made with: printf '1.x' | openssl dgst -sha256 -hmac key
        assert_eq!(
            signature("key", 1, b"x"),
            "fc4913c41a7bf793267e2a384f3261c9436ec2cd097bd745e7b0d99113f510ec"
        );
    }

    #[test]
    fn its_own_signature_is_believed() {
        assert_eq!(verify(SECRET, &sign(SECRET, BODY, now()), BODY, now()), Ok(()));
    }

    #[test]
    fn another_secret_is_not() {
        let header = sign("whsec_other", BODY, now());
        assert_eq!(verify(SECRET, &header, BODY, now()), Err(SignatureError::Mismatch));
    }

    #[test]
    fn one_of_several_signatures_is_enough() {
        let good = sign(SECRET, BODY, now());
        let (t, v1) = good.split_once(',').unwrap();
        let header = format!("{t},v1={},v0=x,{v1}", "0".repeat(64));
        assert_eq!(verify(SECRET, &header, BODY, now()), Ok(()));
    }

    #[test]
    fn whichever_secret_fits_is_believed_and_none_is_not() {
        let header = sign(SECRET, BODY, now());
        assert_eq!(verify_any(["whsec_other", SECRET], &header, BODY, now()), Ok(()));
        assert_eq!(verify_any(["whsec_other"], &header, BODY, now()), Err(SignatureError::Mismatch));
        assert_eq!(verify_any([], &header, BODY, now()), Err(SignatureError::Mismatch));
        let later = now() + TimeDelta::seconds(301);
        assert_eq!(verify_any(["whsec_other", SECRET], &header, BODY, later), Err(SignatureError::Stale));
    }

    #[test]
    fn five_minutes_are_the_limit_both_ways() {
        let header = sign(SECRET, BODY, now());
        for (seconds, expected) in [
            (300, Ok(())),
            (301, Err(SignatureError::Stale)),
            (-300, Ok(())),
            (-301, Err(SignatureError::Stale)),
        ] {
            assert_eq!(verify(SECRET, &header, BODY, now() + TimeDelta::seconds(seconds)), expected);
        }
    }

    #[test]
    fn a_broken_header_is_unreadable() {
        for header in ["", "t=1", "v1=aa", "t=x,v1=aa", "t=1,t=2,v1=aa", "nonsense"] {
            assert_eq!(verify(SECRET, header, BODY, now()), Err(SignatureError::Unreadable), "{header}");
        }
    }

    #[test]
    fn the_most_precise_reason_is_told() {
        let body = |error: &str| {
            format!(
                r#"{{"id":"evt_1","type":"payment_intent.payment_failed","created":1,"data":{{"object":
                {{"id":"pi_1","status":"requires_payment_method","amount":1500,"currency":"usd","more":1,
                "last_payment_error":{error}}}}}}}"#
            )
        };
        for (error, expected) in [
            (r#"{"code":"card_declined","decline_code":"insufficient_funds"}"#, Some("insufficient_funds")),
            (r#"{"code":"card_declined","decline_code":"generic_decline"}"#, Some("card_declined")),
            (r#"{"code":"expired_card"}"#, Some("expired_card")),
            ("null", None),
        ] {
            let event = GatewayEvent::parse(body(error).as_bytes()).unwrap();
            assert_eq!(event.intent().unwrap().failure_code(), expected);
        }
    }

    #[test]
    fn an_event_about_something_else_has_no_intent() {
        let body = br#"{"id":"evt_1","type":"payout.paid","created":1,"data":{"object":{"id":"po_1"}}}"#;
        assert_eq!(GatewayEvent::parse(body).unwrap().intent(), None);
    }

    proptest! {
        #[test]
        fn one_changed_byte_is_noticed(body in proptest::collection::vec(any::<u8>(), 1..200), place: usize, bit in 0u8..8) {
            let header = sign(SECRET, &body, now());
            let mut changed = body.clone();
            let place = place % changed.len();
            changed[place] ^= 1 << bit;
            prop_assert_eq!(verify(SECRET, &header, &changed, now()), Err(SignatureError::Mismatch));
        }

        #[test]
        fn any_header_gets_an_answer(header in ".{0,200}") {
            prop_assert!(verify(SECRET, &header, BODY, now()).is_err());
        }
    }
}
