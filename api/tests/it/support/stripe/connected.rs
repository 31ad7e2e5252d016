//! The sellers' accounts of the stand-in: their questions, their shares and their payouts.

use super::Stripe;
use serde_json::{Value, json};

impl Stripe {
    /// A seller answers all questions about the first account that has any left.
    pub fn answer_questions(&self) -> String {
        let mut books = self.books.lock().unwrap();
        let open = books.accounts.iter().find(|(_, account)| account["details_submitted"] == false);
        let id = open.expect("an account has questions").0.clone();
        let account = books.accounts.get_mut(&id).unwrap();
        for fact in ["details_submitted", "charges_enabled", "payouts_enabled"] {
            account[fact] = true.into();
        }
        account["requirements"]["currently_due"] = json!([]);
        let object = account.clone();
        books.owe_about("account.updated", object, Some(&id));
        id
    }

    /// Tells of a payout to the bank of an account.
    pub fn payout(&self, account: &str, (id, amount): (&str, i64), kinds: &[&str]) {
        for kind in kinds {
            let status = if *kind == "created" { "pending" } else { kind };
            let failure = (*kind == "failed").then_some("account_closed");
            let object = json!({
                "id": id, "object": "payout", "amount": amount, "currency": "usd", "status": status,
                "arrival_date": 1_795_000_000, "failure_code": failure,
            });
            let mut books = self.books.lock().unwrap();
            books.payouts.insert(id.to_owned(), object.clone());
            books.owe_about(&format!("payout.{kind}"), object, Some(account));
        }
    }

    /// All shares that were sent.
    pub fn transfers(&self) -> Vec<Value> {
        self.books.lock().unwrap().transfers.clone()
    }
}
