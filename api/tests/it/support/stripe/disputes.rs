//! Disputes of the stand-in: a customer's bank takes a charge back, and decides.

use super::{Books, Stripe};
use serde_json::json;

impl Stripe {
    /// A bank asks all that is left of a charge back, and takes it; answers the dispute's name.
    pub fn dispute(&self, intent: &str) -> String {
        let mut books = self.books.lock().unwrap();
        books.last_id += 1;
        let id = format!("dp_{}", books.last_id);
        let charged = &books.intents[intent];
        let left =
            charged["amount_received"].as_i64().unwrap() - charged["amount_refunded"].as_i64().unwrap();
        assert!(left > 0, "{charged}");
        let dispute = json!({
            "id": id, "object": "dispute", "payment_intent": intent, "amount": left, "currency": charged["currency"],
            "reason": "product_not_received", "status": "needs_response",
            "evidence_details": {"due_by": 1_795_000_000},
        });
        books.disputes.insert(id.clone(), dispute.clone());
        books.owe("charge.dispute.created", dispute.clone());
        books.owe("charge.dispute.funds_withdrawn", dispute);
        id
    }

    /// The bank decides a dispute: for the seller, or for its customer.
    pub fn decide(&self, id: &str, won: bool) {
        let mut books = self.books.lock().unwrap();
        let dispute = books.disputes.get_mut(id).expect("the dispute exists");
        dispute["status"] = if won { "won" } else { "lost" }.into();
        let dispute = dispute.clone();
        books.owe("charge.dispute.closed", dispute.clone());
        if won {
            books.owe("charge.dispute.funds_reinstated", dispute);
        }
    }
}

impl Books {
    /// What banks took of a charge and did not give back, in minor units.
    pub(super) fn disputed(&self, intent: &str) -> i64 {
        let taken =
            |dispute: &&serde_json::Value| dispute["payment_intent"] == intent && dispute["status"] != "won";
        self.disputes.values().filter(taken).map(|dispute| dispute["amount"].as_i64().unwrap()).sum()
    }
}
