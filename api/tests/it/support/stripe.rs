//! A stand-in for Stripe that remembers: intents with their states, idempotency keys, and the events that it owes.

mod books;
mod connected;
mod disputes;
mod list;

pub use list::Charge;

use super::World;
use actix_web::{App, HttpRequest, HttpResponse, HttpServer, web};
use pitlane_gateways::webhooks::sign;
use pitlane_platform::config::Config;
use serde_json::{Value, json};
use std::collections::{BTreeMap, HashMap, VecDeque};
use std::net::TcpListener;
use std::sync::{Arc, Mutex};

/// The key that the stand-in takes.
pub const KEY: &str = "sk_test_pitlane";
/// Signs what the stand-in tells of the platform.
pub const WEBHOOK_SECRET: &str = "whsec_of_the_stand_in";
/// Signs what it tells of connected accounts: those events come to an endpoint of their own.
pub const CONNECT_SECRET: &str = "whsec_of_its_accounts";

type Form = BTreeMap<String, String>;

#[derive(Default)]
struct Books {
    intents: BTreeMap<String, Value>,
    refunds: Vec<Value>,
    transfers: Vec<Value>,
    /// Every dispute, by its name.
    disputes: BTreeMap<String, Value>,
    /// Every payout as it stands, by its name.
    payouts: BTreeMap<String, Value>,
    accounts: BTreeMap<String, Value>,
    customers: BTreeMap<String, Vec<Value>>,
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
        self.world_with(|_| {}).await
    }

    /// The same with a changed configuration.
    pub async fn world_with(&self, change: impl FnOnce(&mut Config)) -> World {
        World::with(|config| {
            "stripe".clone_into(&mut config.payments.gateway);
            config.payments.stripe_url.clone_from(&self.url);
            config.payments.stripe_secret_key = KEY.into();
            "pk_test_pitlane".clone_into(&mut config.payments.stripe_publishable_key);
            config.payments.webhook_secret = WEBHOOK_SECRET.into();
            config.payments.connect_webhook_secret = CONNECT_SECRET.into();
            change(config);
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
        if card == "visa" {
            books.attach(id);
        }
        let intent = books.intents.get_mut(id).unwrap();
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
        while let Some(event) = self.take_owed() {
            assert_eq!(post(world, &event).await, 200, "{event}");
        }
    }

    /// Delivers what is owed the last first, each five times at once.
    pub async fn deliver_in_disorder(&self, world: &World) {
        let mut events: Vec<Value> = std::iter::from_fn(|| self.take_owed()).collect();
        events.reverse();
        for event in events {
            let answers = futures::future::join_all((0..5).map(|_| post(world, &event))).await;
            assert!(answers.iter().all(|status| *status == 200), "{event}: {answers:?}");
        }
    }

    fn take_owed(&self) -> Option<Value> {
        self.books.lock().unwrap().owed.pop_front()
    }

    /// Somebody gives money back on the stand-in's own pages; answers the refund's name.
    pub fn refund_by_hand(&self, intent: &str, amount: i64, share_back: bool) -> String {
        let mut form = Form::from([
            ("payment_intent".to_owned(), intent.to_owned()),
            ("amount".to_owned(), amount.to_string()),
            ("reason".to_owned(), "duplicate".to_owned()),
        ]);
        if share_back {
            form.insert("reverse_transfer".to_owned(), "true".to_owned());
        }
        let (status, refund) = self.books.lock().unwrap().refund(&form);
        assert_eq!(status, 200, "{refund}");
        refund["id"].as_str().unwrap().to_owned()
    }

    /// The customer's bank sends a refund back.
    pub fn fail_refund(&self, id: &str) {
        self.books.lock().unwrap().fail_refund(id);
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

    /// How many intents were made.
    pub fn intents(&self) -> usize {
        self.books.lock().unwrap().intents.len()
    }

    /// The calls that changed something, as `path key`.
    pub fn calls(&self) -> Vec<String> {
        self.books.lock().unwrap().calls.clone()
    }
}

/// Posts an event as the stand-in signs it: what is about a connected account with the secret for those.
pub async fn post(world: &World, event: &Value) -> u16 {
    let secret = if event["account"].is_string() { CONNECT_SECRET } else { WEBHOOK_SECRET };
    post_signed(world, secret, event).await
}

/// Posts an event that is signed with `secret`.
pub async fn post_signed(world: &World, secret: &str, event: &Value) -> u16 {
    let body = event.to_string();
    let signature = sign(secret, body.as_bytes(), world.now());
    let client = world.state.http().unwrap();
    let request = client.post(format!("{}/api/v1/webhooks/stripe", world.base)).body(body);
    request.header("Stripe-Signature", signature).send().await.unwrap().status().as_u16()
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
        let about = (request.method().as_str(), request.path(), request.query_string());
        once(&mut books, about, header("idempotency-key"), form)
    };
    HttpResponse::build(status.try_into().unwrap()).json(value)
}

/// Does what is asked, once for each idempotency key.
fn once(
    books: &mut Books,
    (method, path, query): (&str, &str, &str),
    key: Option<String>,
    form: Form,
) -> (u16, Value) {
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
            ["customers", id, "payment_methods"] => books.customers.get(id).map_or_else(
                || failure(404, "resource_missing"),
                |cards| (200, json!({"object": "list", "data": cards})),
            ),
            ["refunds"] => books.refunds_of(query),
            ["accounts", id] => books
                .accounts
                .get(id)
                .map_or_else(|| failure(404, "resource_missing"), |account| (200, account.clone())),
            _ => failure(404, "unknown_path"),
        };
    }
    if let ("DELETE", ["customers", id]) = (method, &parts[..]) {
        books.calls.push(format!("{path} removed"));
        return books
            .customers
            .remove(*id)
            .map_or_else(|| failure(404, "resource_missing"), |_| (200, json!({"id": id})));
    }
    let Some(key) = key else { return failure(400, "every change needs an idempotency key") };
    if let Some((asked, before, status, value)) = books.answers.get(&key) {
        let same = asked == path && *before == form;
        return if same { (*status, value.clone()) } else { failure(400, "idempotency_error") };
    }
    let (status, value) = match parts[..] {
        ["payment_intents"] => books.create(&form),
        ["refunds"] => books.refund(&form),
        ["transfers"] => books.transfer(&form),
        ["transfers", id, "reversals"] => books.reverse(id, &form),
        ["customers"] => books.open_customer(),
        ["payment_methods", id, "detach"] => books.detach(id),
        ["payment_intents", id] => books.choose(id, &form),
        ["accounts"] => books.open_account(&form),
        ["account_links"] => books.account_link(&form),
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
