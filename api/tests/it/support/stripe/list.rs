//! The stand-in's own lists, to hold the platform's books against.

use super::Stripe;
use serde_json::Value;
use std::collections::BTreeMap;

/// What a gateway's list says of one charge, in minor units.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Charge {
    pub amount: i64,
    pub captured: i64,
    pub refunded: i64,
    /// Taken by a customer's bank, and not given back.
    pub disputed: i64,
    /// What stayed with the platform of what was captured.
    pub fee: Option<i64>,
}

fn cents(value: &Value) -> i64 {
    value.as_i64().unwrap()
}

impl Stripe {
    /// Every intent by its name.
    pub fn charges(&self) -> BTreeMap<String, Charge> {
        let books = self.books.lock().unwrap();
        let charge = |(id, intent): (&String, &Value)| {
            let captured = cents(&intent["amount_received"]);
            let given = books.refunds.iter().filter(|refund| refund["payment_intent"] == **id);
            let given = given.filter(|refund| refund["status"] == "succeeded");
            let of_charge = |sent: &&Value| sent["source_transaction"] == format!("ch_{id}");
            let sent = books.transfers.iter().find(of_charge).map(|sent| captured - cents(&sent["amount"]));
            let charge = Charge {
                amount: cents(&intent["amount"]),
                captured,
                refunded: given.map(|refund| cents(&refund["amount"])).sum(),
                disputed: books.disputed(id),
                fee: intent["application_fee_amount"].as_i64().or(sent).filter(|_| captured > 0),
            };
            (id.clone(), charge)
        };
        books.intents.iter().map(charge).collect()
    }

    /// Every payout by its name, with whether the bank sent it back.
    pub fn payouts(&self) -> BTreeMap<String, (i64, bool)> {
        let books = self.books.lock().unwrap();
        let payout = |(id, payout): (&String, &Value)| {
            (id.clone(), (cents(&payout["amount"]), payout["status"] == "failed"))
        };
        books.payouts.iter().map(payout).collect()
    }

    /// What is left of all charges after what was given back and what banks took, in minor units.
    pub fn kept(&self) -> i64 {
        self.charges().values().map(|charge| charge.captured - charge.refunded - charge.disputed).sum()
    }

    /// All refunds that the stand-in made.
    pub fn refunds(&self) -> Vec<Value> {
        self.books.lock().unwrap().refunds.clone()
    }
}
