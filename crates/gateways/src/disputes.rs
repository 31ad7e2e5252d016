//! What Pitlane reads from a gateway's events about disputes: a customer's bank asks a payment back.

use crate::webhooks::GatewayEvent;
use chrono::{DateTime, Utc};
use pitlane_domain::vocabulary::DisputeStatus;
use serde::Deserialize;

/// A dispute as an event tells of it.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct EventDispute {
    /// The gateway's name for it.
    pub id: String,
    /// The intent whose charge is disputed.
    pub payment_intent: String,
    /// In minor units.
    pub amount: i64,
    /// What the customer told the bank, as the gateway's word.
    pub reason: String,
    status: String,
    #[serde(default)]
    evidence_details: Evidence,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
struct Evidence {
    #[serde(default)]
    due_by: Option<i64>,
}

impl EventDispute {
    /// Where it stands; a bank's question before a dispute reads as one. None for a word that is not known.
    pub fn status(&self) -> Option<DisputeStatus> {
        Some(match self.status.as_str() {
            "needs_response" | "warning_needs_response" => DisputeStatus::NeedsResponse,
            "under_review" | "warning_under_review" => DisputeStatus::UnderReview,
            "won" | "warning_closed" | "prevented" => DisputeStatus::Won,
            "lost" | "charge_refunded" => DisputeStatus::Lost,
            _ => return None,
        })
    }

    /// Until when the bank takes an answer.
    pub fn due_at(&self) -> Option<DateTime<Utc>> {
        DateTime::from_timestamp(self.evidence_details.due_by?, 0)
    }
}

impl GatewayEvent {
    /// The dispute it is about; none for events about something else.
    pub fn dispute(&self) -> Option<EventDispute> {
        let about = self.kind.starts_with("charge.dispute.");
        if about { EventDispute::deserialize(self.object()).ok() } else { None }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn event(kind: &str, status: &str) -> GatewayEvent {
        let body = format!(
            r#"{{"id":"evt_1","type":"{kind}","created":1,"data":{{"object":{{"id":"dp_1","object":"dispute",
            "payment_intent":"pi_1","amount":5,"reason":"fraudulent","status":"{status}",
            "evidence_details":{{"due_by":1795000000}}}}}}}}"#
        );
        GatewayEvent::parse(body.as_bytes()).unwrap()
    }

    #[test]
    fn a_dispute_reads_as_itself_and_as_nothing_else() {
        let read = event("charge.dispute.created", "needs_response");
        assert!(read.intent().is_none());
        let dispute = read.dispute().unwrap();
        assert_eq!((dispute.status(), dispute.amount), (Some(DisputeStatus::NeedsResponse), 5));
        assert_eq!(dispute.due_at().unwrap().to_rfc3339(), "2026-11-18T11:06:40+00:00");
        assert!(event("charge.refunded", "lost").dispute().is_none());
        assert_eq!(event("charge.dispute.closed", "a new word").dispute().unwrap().status(), None);
    }
}
