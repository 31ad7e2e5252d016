//! A stand-in for Stripe that remembers: intents with their states, idempotency keys, and the events that it owes.

use super::World;
use actix_web::{App, HttpRequest, HttpResponse, HttpServer, web};
use pitlane_gateways::webhooks::sign;
use serde_json::{Value, json};
use std::collections::{BTreeMap, HashMap, VecDeque};
use std::net::TcpListener;
use std::sync::{Arc, Mutex};

/// The key that the stand-in takes.
pub const KEY: &str = "sk_test_pitlane";
/// Signs what the stand-in sends.
pub const WEBHOOK_SECRET: &str = "whsec_of_the_stand_in";

type Form = BTreeMap<String, String>;

#[derive(Default)]
struct Books {
    intents: BTreeMap<String, Value>,
    /// What was answered to each idempotency key, with what was asked.
    answers: HashMap<String, (String, Form, u16, Value)>,
    owed: VecDeque<Value>,
    /// Statuses to answer the next calls with instead of working.
    troubles: VecDeque<u16>,
    /// Answer with a trouble only after the work was done.
    forget_answers: bool,
    calls: Vec<String>,
    last_id: u32,
}

/// The stand-in: it lives as long as the test.
#[derive(Clone)]
pub struct Stripe {
    /// Where it answers.
    pub url: String,
    books: Arc<Mutex<Books>>,
}

impl Stripe {
    /// Starts it on a port of its own.
    pub fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let books = Arc::new(Mutex::new(Books::default()));
        let shared = books.clone();
        let server = HttpServer::new(move || {
            App::new().app_data(web::Data::from(shared.clone())).default_service(web::to(answer))
        });
        actix_web::rt::spawn(server.workers(1).disable_signals().listen(listener).unwrap().run());
        Self { url, books }
    }

    /// A world whose payments go through the stand-in.
    pub async fn world(&self) -> World {
        World::with(|config| {
            "stripe".clone_into(&mut config.payments.gateway);
            config.payments.stripe_url.clone_from(&self.url);
            config.payments.stripe_secret_key = KEY.into();
            "pk_test_pitlane".clone_into(&mut config.payments.stripe_publishable_key);
            config.payments.webhook_secret = WEBHOOK_SECRET.into();
        })
        .await
    }

    /// What the customer's browser does with a card: `visa`, `declined`, or `asks` for the bank's question.
    pub fn confirm(&self, id: &str, client_secret: &str, card: &str) -> String {
        let mut books = self.books.lock().unwrap();
        let intent = books.intents.get_mut(id).expect("the intent exists");
        assert_eq!(intent["client_secret"], client_secret);
        assert!(["requires_payment_method", "requires_action"].contains(&intent["status"].as_str().unwrap()));
        intent["last_payment_error"] = Value::Null;
        let (status, event) = match card {
            "declined" => {
                intent["last_payment_error"] = json!({"type": "card_error", "code": "card_declined", "decline_code": "insufficient_funds"});
                ("requires_payment_method", "payment_intent.payment_failed")
            }
            "asks" => ("requires_action", "payment_intent.requires_action"),
            _ if intent["capture_method"] == "manual" => {
                ("requires_capture", "payment_intent.amount_capturable_updated")
            }
            _ => ("succeeded", "payment_intent.succeeded"),
        };
        books.change(id, status, event);
        status.to_owned()
    }

    /// Delivers what is owed, signed, until the server has taken it.
    pub async fn deliver(&self, world: &World) {
        let client = reqwest::Client::builder().no_proxy().build().unwrap();
        loop {
            let Some(event) = self.books.lock().unwrap().owed.pop_front() else { return };
            let body = event.to_string();
            let signature = sign(WEBHOOK_SECRET, body.as_bytes(), world.now());
            let request = client.post(format!("{}/api/v1/webhooks/stripe", world.base)).body(body);
            let answer = request.header("Stripe-Signature", signature).send().await.unwrap();
            assert_eq!(answer.status().as_u16(), 200, "{event}");
        }
    }

    /// The next calls are answered with these statuses and nothing is done.
    pub fn in_trouble(&self, statuses: &[u16]) {
        self.books.lock().unwrap().troubles.extend(statuses);
    }

    /// The next call is done, and its answer gets lost.
    pub fn lose_next_answer(&self) {
        let mut books = self.books.lock().unwrap();
        books.troubles.push_back(500);
        books.forget_answers = true;
    }

    /// Everything that the stand-in holds about one intent.
    pub fn intent(&self, id: &str) -> Value {
        self.books.lock().unwrap().intents[id].clone()
    }

    /// What is left of all charges after what was given back, in minor units.
    pub fn kept(&self) -> i64 {
        let books = self.books.lock().unwrap();
        let sum =
            |field: &str| books.intents.values().map(|intent| intent[field].as_i64().unwrap()).sum::<i64>();
        sum("amount_received") - sum("amount_refunded")
    }

    /// How many intents were made.
    pub fn intents(&self) -> usize {
        self.books.lock().unwrap().intents.len()
    }

    /// The calls that changed something, as `path key`.
    pub fn calls(&self) -> Vec<String> {
        self.books.lock().unwrap().calls.clone()
    }
}

impl Books {
    fn change(&mut self, id: &str, status: &str, event: &str) {
        let intent = self.intents.get_mut(id).unwrap();
        intent["status"] = status.into();
        if status == "succeeded" {
            intent["amount_received"] = intent["amount"].clone();
        }
        let object = intent.clone();
        self.owe(event, object);
    }

    fn owe(&mut self, event: &str, object: Value) {
        self.last_id += 1;
        self.owed.push_back(json!({
            "id": format!("evt_{}", self.last_id), "object": "event", "type": event, "created": 1_763_640_000,
            "livemode": false, "api_version": "2025-08-27.basil", "pending_webhooks": 1, "data": {"object": object},
        }));
    }

    fn create(&mut self, form: &Form) -> (u16, Value) {
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
        });
        self.intents.insert(id, intent.clone());
        (200, intent)
    }

    fn refund(&mut self, form: &Form) -> (u16, Value) {
        let amount: i64 = form.get("amount").and_then(|text| text.parse().ok()).unwrap_or_default();
        let Some(intent) = form.get("payment_intent").and_then(|id| self.intents.get_mut(id)) else {
            return failure(404, "resource_missing");
        };
        let given = intent["amount_refunded"].as_i64().unwrap() + amount;
        if amount < 1 || given > intent["amount_received"].as_i64().unwrap() {
            return failure(400, "charge_already_refunded");
        }
        intent["amount_refunded"] = given.into();
        let charge = json!({
            "id": format!("ch_{}", intent["id"].as_str().unwrap()), "object": "charge", "payment_intent": intent["id"],
            "amount": intent["amount"], "amount_refunded": given, "currency": intent["currency"],
        });
        self.owe("charge.refunded", charge);
        let id = format!("re_{}", self.last_id);
        (200, json!({"id": id, "object": "refund", "status": "succeeded", "amount": amount}))
    }

    fn step(&mut self, id: &str, step: &str) -> (u16, Value) {
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

fn failure(status: u16, code: &str) -> (u16, Value) {
    (status, json!({"error": {"type": "invalid_request_error", "code": code, "message": code}}))
}

async fn answer(request: HttpRequest, body: web::Bytes, books: web::Data<Mutex<Books>>) -> HttpResponse {
    let header =
        |name: &str| request.headers().get(name).and_then(|value| value.to_str().ok()).map(str::to_owned);
    let mut books = books.lock().unwrap();
    let (status, value) = if header("authorization") != Some(format!("Bearer {KEY}")) {
        failure(401, "api_key")
    } else if header("stripe-version").is_none() {
        failure(400, "no_version")
    } else {
        let form: Form = reqwest::Url::parse(&format!("http://form/?{}", String::from_utf8_lossy(&body)))
            .unwrap()
            .query_pairs()
            .into_owned()
            .collect();
        once(&mut books, request.method().as_str(), request.path(), header("idempotency-key"), form)
    };
    HttpResponse::build(status.try_into().unwrap()).json(value)
}

/// Does what is asked, once for each idempotency key.
fn once(books: &mut Books, method: &str, path: &str, key: Option<String>, form: Form) -> (u16, Value) {
    if !books.forget_answers
        && let Some(trouble) = books.troubles.pop_front()
    {
        return failure(trouble, "trouble");
    }
    let parts: Vec<&str> = path.trim_start_matches("/v1/").split('/').collect();
    if method == "GET" {
        return match parts[..] {
            ["payment_intents", id] => books
                .intents
                .get(id)
                .map_or_else(|| failure(404, "resource_missing"), |intent| (200, intent.clone())),
            _ => failure(404, "unknown_path"),
        };
    }
    let Some(key) = key else { return failure(400, "every change needs an idempotency key") };
    if let Some((asked, before, status, value)) = books.answers.get(&key) {
        let same = asked == path && *before == form;
        return if same { (*status, value.clone()) } else { failure(400, "idempotency_error") };
    }
    let (status, value) = match parts[..] {
        ["payment_intents"] => books.create(&form),
        ["refunds"] => books.refund(&form),
        ["payment_intents", id, step] => books.step(id, step),
        _ => failure(404, "unknown_path"),
    };
    books.calls.push(format!("{path} {key}"));
    books.answers.insert(key, (path.to_owned(), form, status, value.clone()));
    if std::mem::take(&mut books.forget_answers)
        && let Some(trouble) = books.troubles.pop_front()
    {
        return failure(trouble, "trouble");
    }
    (status, value)
}
