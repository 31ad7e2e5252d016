//! What Pitlane reads from a gateway's events about the money of sellers: their accounts, their payouts, and refunds.

use crate::webhooks::GatewayEvent;
use chrono::{DateTime, Utc};
use pitlane_domain::vocabulary::PayoutStatus;
use serde::Deserialize;

/// A payout as an event tells of it.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct EventPayout {
    /// The gateway's name for it.
    pub id: String,
    /// In minor units; a negative one takes money from the bank.
    pub amount: i64,
    /// ISO 4217, lower case as gateways send it.
    pub currency: String,
    /// Why it came back.
    #[serde(default)]
    pub failure_code: Option<String>,
    status: String,
    #[serde(default)]
    arrival_date: Option<i64>,
}

impl EventPayout {
    /// Where it stands; none for a word that is not known.
    pub fn status(&self) -> Option<PayoutStatus> {
        Some(match self.status.as_str() {
            "pending" | "in_transit" => PayoutStatus::Pending,
            "paid" => PayoutStatus::Paid,
            "failed" => PayoutStatus::Failed,
            "canceled" => PayoutStatus::Canceled,
            _ => return None,
        })
    }

    /// When it arrives.
    pub fn arrives_at(&self) -> Option<DateTime<Utc>> {
        DateTime::from_timestamp(self.arrival_date?, 0)
    }
}

impl GatewayEvent {
    /// The payout it is about; none for events about something else.
    pub fn payout(&self) -> Option<EventPayout> {
        let about = self.kind.starts_with("payout.");
        if about { EventPayout::deserialize(self.object()).ok() } else { None }
    }

    /// The account whose facts changed.
    pub fn changed_account(&self) -> Option<&str> {
        let about = self.kind == "account.updated";
        about.then(|| self.object()["id"].as_str()).flatten()
    }

    /// The intent of which something was given back, or came back after all.
    pub fn refunded_intent(&self) -> Option<&str> {
        let about = matches!(self.kind.as_str(), "charge.refunded" | "charge.refund.updated")
            || self.kind.starts_with("refund.");
        about.then(|| self.object()["payment_intent"].as_str()).flatten()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn event(kind: &str, object: &str) -> GatewayEvent {
        let body = format!(
            r#"{{"id":"evt_1","type":"{kind}","created":1,"account":"acct_1","data":{{"object":{object}}}}}"#
        );
        GatewayEvent::parse(body.as_bytes()).unwrap()
    }

    #[test]
    fn each_kind_reads_as_itself_and_as_nothing_else() {
        let payout = event("payout.paid", r#"{"id":"po_1","amount":5,"currency":"usd","status":"paid"}"#);
        assert_eq!(payout.payout().unwrap().status(), Some(PayoutStatus::Paid));
        assert_eq!(payout.account.as_deref(), Some("acct_1"));
        assert!(
            payout.intent().is_none() && payout.dispute().is_none() && payout.refunded_intent().is_none()
        );
        assert_eq!(event("account.updated", r#"{"id":"acct_2"}"#).changed_account(), Some("acct_2"));
        assert_eq!(event("payout.paid", r#"{"id":"acct_2"}"#).changed_account(), None);
        for kind in
            ["charge.refunded", "refund.created", "refund.updated", "refund.failed", "charge.refund.updated"]
        {
            let refund = event(kind, r#"{"id":"re_1","payment_intent":"pi_1"}"#);
            assert_eq!(refund.refunded_intent(), Some("pi_1"), "{kind}");
        }
        assert_eq!(
            event("charge.updated", r#"{"id":"ch_1","payment_intent":"pi_1"}"#).refunded_intent(),
            None
        );
        assert_eq!(
            event("charge.refunded", r#"{"id":"ch_1","payment_intent":null}"#).refunded_intent(),
            None
        );
    }
}
