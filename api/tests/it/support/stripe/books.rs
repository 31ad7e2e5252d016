//! What the stand-in for Stripe does when it is asked for something.

use super::{Books, Form, failure};
use serde_json::{Value, json};

impl Books {
    pub(super) fn change(&mut self, id: &str, status: &str, event: &str) {
        let intent = self.intents.get_mut(id).unwrap();
        intent["status"] = status.into();
        if status == "succeeded" {
            intent["amount_received"] = intent["amount"].clone();
            intent["latest_charge"] = format!("ch_{id}").into();
        }
        let object = intent.clone();
        self.owe(event, object);
    }

    pub(super) fn owe(&mut self, event: &str, object: Value) {
        self.owe_about(event, object, None);
    }

    pub(super) fn owe_about(&mut self, event: &str, object: Value, account: Option<&str>) {
        self.last_id += 1;
        let mut event = json!({
            "id": format!("evt_{}", self.last_id), "object": "event", "type": event, "created": 1_763_640_000,
            "livemode": false, "api_version": "2025-08-27.basil", "pending_webhooks": 1, "data": {"object": object},
        });
        if let Some(account) = account {
            event["account"] = account.into();
        }
        self.owed.push_back(event);
    }

    pub(super) fn transfer(&mut self, form: &Form) -> (u16, Value) {
        let of = |intent: &&Value| intent["latest_charge"] == form["source_transaction"];
        let Some(charged) = self.intents.values().find(of) else { return failure(400, "resource_missing") };
        let amount: i64 = form["amount"].parse().unwrap();
        if amount < 1 || amount > charged["amount_received"].as_i64().unwrap() {
            return failure(400, "balance_insufficient");
        }
        if !self.accounts.contains_key(&form["destination"]) {
            return failure(400, "account_invalid");
        }
        self.last_id += 1;
        let transfer = json!({
            "id": format!("tr_{}", self.last_id), "object": "transfer", "amount": amount, "amount_reversed": 0,
            "destination": form["destination"], "source_transaction": form["source_transaction"],
        });
        self.transfers.push(transfer.clone());
        (200, transfer)
    }

    pub(super) fn reverse(&mut self, id: &str, form: &Form) -> (u16, Value) {
        let Some(transfer) = self.transfers.iter_mut().find(|transfer| transfer["id"] == id) else {
            return failure(404, "resource_missing");
        };
        let after = transfer["amount_reversed"].as_i64().unwrap() + form["amount"].parse::<i64>().unwrap();
        if after > transfer["amount"].as_i64().unwrap() {
            return failure(400, "transfer_reversed");
        }
        transfer["amount_reversed"] = after.into();
        (200, json!({"id": format!("trr_{after}"), "object": "transfer_reversal"}))
    }

    pub(super) fn open_customer(&mut self) -> (u16, Value) {
        self.last_id += 1;
        let id = format!("cus_{}", self.last_id);
        self.customers.insert(id.clone(), Vec::new());
        (200, json!({"id": id, "object": "customer"}))
    }

    pub(super) fn open_account(&mut self, form: &Form) -> (u16, Value) {
        if form.get("type").is_none_or(|kind| kind != "express") {
            return failure(400, "type");
        }
        self.last_id += 1;
        let id = format!("acct_{}", self.last_id);
        let account = json!({
            "id": id, "object": "account", "type": "express", "details_submitted": false, "charges_enabled": false,
            "payouts_enabled": false, "business_profile": {"name": form.get("business_profile[name]")},
            "requirements": {"currently_due": ["external_account", "tos_acceptance.date"]},
        });
        self.accounts.insert(id, account.clone());
        (200, account)
    }

    /// Which card pays an intent, and whose it is.
    pub(super) fn choose(&mut self, id: &str, form: &Form) -> (u16, Value) {
        let Some(customer) = form.get("customer").filter(|id| self.customers.contains_key(*id)) else {
            return failure(400, "resource_missing");
        };
        let method = form.get("payment_method");
        if method.is_some_and(|method| !self.customers[customer].iter().any(|card| card["id"] == *method)) {
            return failure(400, "payment_method_customer_mismatch");
        }
        let Some(intent) = self.intents.get_mut(id) else { return failure(404, "resource_missing") };
        if intent["status"] != "requires_payment_method" {
            return failure(400, "payment_intent_unexpected_state");
        }
        intent["customer"] = customer.as_str().into();
        intent["payment_method"] = json!(method);
        intent["setup_future_usage"] = json!(form.get("setup_future_usage").filter(|word| !word.is_empty()));
        (200, intent.clone())
    }

    /// Attaches the card that pays an intent to its customer, if that was wished for.
    pub(super) fn attach(&mut self, id: &str) {
        let intent = &self.intents[id];
        if intent["setup_future_usage"] == "on_session" {
            self.last_id += 1;
            let card = json!({
                "id": format!("pm_{}", self.last_id), "object": "payment_method", "type": "card",
                "card": {"brand": "visa", "last4": "4242", "exp_month": 12, "exp_year": 2034, "fingerprint": "one"},
            });
            let customer = intent["customer"].as_str().unwrap().to_owned();
            self.customers.get_mut(&customer).unwrap().insert(0, card);
        }
    }

    pub(super) fn detach(&mut self, id: &str) -> (u16, Value) {
        for cards in self.customers.values_mut() {
            if let Some(at) = cards.iter().position(|card| card["id"] == id) {
                return (200, cards.remove(at));
            }
        }
        failure(404, "resource_missing")
    }

    pub(super) fn account_link(&mut self, form: &Form) -> (u16, Value) {
        let known = form.get("account").is_some_and(|id| self.accounts.contains_key(id));
        if !known || !form.contains_key("return_url") || !form.contains_key("refresh_url") {
            return failure(400, "account_invalid");
        }
        self.last_id += 1;
        (200, json!({"object": "account_link", "url": format!("https://connect.example/{}", self.last_id)}))
    }

    pub(super) fn refunds_of(&self, query: &str) -> (u16, Value) {
        let id = query.split('&').find_map(|pair| pair.strip_prefix("payment_intent=")).unwrap_or_default();
        let data: Vec<_> = self.refunds.iter().filter(|refund| refund["payment_intent"] == id).collect();
        (200, json!({"object": "list", "has_more": false, "data": data}))
    }

    pub(super) fn fail_refund(&mut self, id: &str) {
        let refund = self.refunds.iter_mut().find(|refund| refund["id"] == id).expect("the refund exists");
        refund["status"] = "failed".into();
        refund["failure_reason"] = "expired_or_canceled_card".into();
        let refund = refund.clone();
        let intent = self.intents.get_mut(refund["payment_intent"].as_str().unwrap()).unwrap();
        let left = intent["amount_refunded"].as_i64().unwrap() - refund["amount"].as_i64().unwrap();
        intent["amount_refunded"] = left.into();
        self.owe("refund.failed", refund.clone());
        self.owe("charge.refund.updated", refund);
    }

    pub(super) fn create(&mut self, form: &Form) -> (u16, Value) {
        let amount: i64 = form.get("amount").and_then(|text| text.parse().ok()).unwrap_or_default();
        if amount < 50 {
            return failure(400, "amount_too_small");
        }
        self.last_id += 1;
        let id = format!("pi_{}", self.last_id);
        let intent = json!({
            "id": id, "object": "payment_intent", "amount": amount, "amount_received": 0, "livemode": false,
            "currency": form["currency"], "client_secret": format!("{id}_secret"), "status": "requires_payment_method",
            "capture_method": form.get("capture_method").map_or("automatic", String::as_str),
            "description": form.get("description"), "last_payment_error": null, "amount_refunded": 0,
            "application_fee_amount": form.get("application_fee_amount").map(|text| text.parse::<i64>().unwrap()),
            "transfer_data": form.get("transfer_data[destination]").map(|account| json!({"destination": account})),
        });
        let ready = |account: &String| {
            self.accounts.get(account).is_some_and(|known| known["charges_enabled"] == true)
        };
        if form.get("transfer_data[destination]").is_some_and(|account| !ready(account)) {
            return failure(400, "account_invalid");
        }
        self.intents.insert(id, intent.clone());
        (200, intent)
    }

    pub(super) fn refund(&mut self, form: &Form) -> (u16, Value) {
        let amount: i64 = form.get("amount").and_then(|text| text.parse().ok()).unwrap_or_default();
        let Some(intent) = form.get("payment_intent").and_then(|id| self.intents.get_mut(id)) else {
            return failure(404, "resource_missing");
        };
        let given = intent["amount_refunded"].as_i64().unwrap() + amount;
        if amount < 1 || given > intent["amount_received"].as_i64().unwrap() {
            return failure(400, "charge_already_refunded");
        }
        if self.disputes.values().any(|one| one["payment_intent"] == intent["id"] && one["status"] != "won") {
            return failure(400, "charge_disputed");
        }
        intent["amount_refunded"] = given.into();
        let charge = json!({
            "id": format!("ch_{}", intent["id"].as_str().unwrap()), "object": "charge", "payment_intent": intent["id"],
            "amount": intent["amount"], "amount_refunded": given, "currency": intent["currency"],
        });
        let goes_on = !intent["transfer_data"].is_null();
        let (id, share_back) = (format!("re_{}", self.last_id), form.contains_key("reverse_transfer"));
        if share_back && !goes_on {
            return failure(400, "no_transfer");
        }
        let refund = json!({
            "id": id, "object": "refund", "status": "succeeded", "amount": amount, "payment_intent": intent["id"],
            "currency": intent["currency"], "reason": form.get("reason"),
            "metadata": form.get("metadata[pitlane_key]").map_or(json!({}), |key| json!({"pitlane_key": key})),
            "transfer_reversal": share_back.then(|| format!("trr_{}", self.last_id)),
        });
        self.last_id += 1;
        self.owe("refund.created", refund.clone());
        self.owe("charge.refunded", charge);
        self.refunds.push(refund.clone());
        (200, refund)
    }

    pub(super) fn step(&mut self, id: &str, step: &str) -> (u16, Value) {
        let Some(intent) = self.intents.get(id) else { return failure(404, "resource_missing") };
        let status = intent["status"].as_str().unwrap().to_owned();
        match (step, status.as_str()) {
            ("capture", "requires_capture") => self.change(id, "succeeded", "payment_intent.succeeded"),
            ("cancel", "requires_capture" | "requires_payment_method" | "requires_action") => {
                self.change(id, "canceled", "payment_intent.canceled");
            }
            _ => return failure(400, "payment_intent_unexpected_state"),
        }
        (200, self.intents[id].clone())
    }
}
