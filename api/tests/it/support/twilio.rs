//! A stand-in for Twilio that takes each post as a new text, as the real one does, and for the push service of a browser.

use super::toll::Toll;
use actix_web::{App, HttpRequest, HttpResponse, HttpServer, web};
use pitlane_contract::messages::PushSubscription;
use pitlane_platform::Clock;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::net::TcpListener;
use std::sync::{Arc, Mutex};

/// The account that the stand-in has.
const ACCOUNT: &str = "AC00000000000000000000000000000001";

#[derive(Default)]
struct Kept {
    /// Texts as Twilio lists them, oldest first.
    texts: Vec<Value>,
    /// How often each message to a browser came, by its topic: one that comes again takes the place of the one before.
    pushes: BTreeMap<String, usize>,
    asked: usize,
}

struct Shared {
    kept: Mutex<Kept>,
    toll: Toll,
}

/// The stand-in: it lives as long as the test.
pub struct Carrier {
    url: String,
    shared: Arc<Shared>,
}

impl Carrier {
    /// Starts it on a port of its own, behind `toll`.
    pub fn start(toll: &Toll) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let shared = Arc::new(Shared { kept: Mutex::default(), toll: toll.clone() });
        let data = web::Data::from(shared.clone());
        let server =
            HttpServer::new(move || App::new().app_data(data.clone()).default_service(web::to(answer)));
        actix_web::rt::spawn(server.workers(1).disable_signals().listen(listener).unwrap().run());
        Self { url, shared }
    }

    /// Has a process send here.
    pub fn environment(&self) -> Vec<(&'static str, String)> {
        vec![
            ("PITLANE__SMS__ACCOUNT_SID", ACCOUNT.to_owned()),
            ("PITLANE__SMS__AUTH_TOKEN", "kept in a safe".to_owned()),
            ("PITLANE__SMS__FROM", "+15551230000".to_owned()),
            ("PITLANE__SMS__BASE_URL", self.url.clone()),
            ("PITLANE__PUSH__MODE", "web".to_owned()),
            ("PITLANE__PUSH__ALLOW_LOOPBACK", "true".to_owned()),
        ]
    }

    /// A browser whose push service this is.
    pub fn browser(&self) -> PushSubscription {
        browser(format!("{}/push/browser", self.url))
    }

    /// The texts that were taken, each time that it was: the gateway's name for it, and its words.
    pub fn texts(&self) -> Vec<(String, String)> {
        let word = |text: &Value, name: &str| text[name].as_str().unwrap().to_owned();
        let kept = self.shared.kept.lock().unwrap();
        kept.texts.iter().map(|text| (word(text, "sid"), word(text, "body"))).collect()
    }

    /// How often each message to a browser was taken.
    pub fn pushes(&self) -> BTreeMap<String, usize> {
        self.shared.kept.lock().unwrap().pushes.clone()
    }

    /// How often the list of texts was asked for.
    pub fn asked(&self) -> usize {
        self.shared.kept.lock().unwrap().asked
    }
}

/// A browser with the receiver's keys of RFC 8291, appendix A.
pub fn browser(endpoint: String) -> PushSubscription {
    let p256dh = "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4";
    let auth = "BTBZMqHH6r4Tts7J_aSIgg";
    PushSubscription { endpoint, p256dh: p256dh.to_owned(), auth: auth.to_owned() }
}

async fn answer(request: HttpRequest, body: web::Bytes, shared: web::Data<Shared>) -> HttpResponse {
    let texts = format!("/2010-04-01/Accounts/{ACCOUNT}/Messages.json");
    match (request.method().as_str(), request.path()) {
        ("POST", path) if path == texts => take_text(&body, &shared).await,
        ("GET", path) if path == texts => list_texts(&request, &shared),
        ("POST", "/push/browser") => {
            let topic = request.headers().get("topic").unwrap().to_str().unwrap().to_owned();
            *shared.kept.lock().unwrap().pushes.entry(topic).or_default() += 1;
            shared.toll.pass().await;
            HttpResponse::Created().finish()
        }
        _ => HttpResponse::NotFound().finish(),
    }
}

async fn take_text(body: &[u8], shared: &Shared) -> HttpResponse {
    let form: BTreeMap<String, String> = pairs(body);
    let sid = {
        let mut kept = shared.kept.lock().unwrap();
        let sid = format!("SM{:032}", kept.texts.len() + 1);
        kept.texts.push(json!({
            "sid": sid,
            "to": form["To"],
            "body": form["Body"],
            "direction": "outbound-api",
            "date_created": Clock::system().now().to_rfc2822(),
        }));
        sid
    };
    shared.toll.pass().await;
    HttpResponse::Created().json(json!({ "sid": sid, "status": "queued" }))
}

/// The newest texts to a number, as many as a page may have.
fn list_texts(request: &HttpRequest, shared: &Shared) -> HttpResponse {
    let query: BTreeMap<String, String> = pairs(request.query_string().as_bytes());
    let mut kept = shared.kept.lock().unwrap();
    kept.asked += 1;
    let size = query["PageSize"].parse().unwrap();
    let texts = kept.texts.iter().rev().filter(|text| text["to"] == query["To"].as_str());
    let page: Vec<&Value> = texts.take(size).collect();
    HttpResponse::Ok().json(json!({ "messages": page }))
}

fn pairs(text: &[u8]) -> BTreeMap<String, String> {
    web::Query::<BTreeMap<String, String>>::from_query(std::str::from_utf8(text).unwrap())
        .unwrap()
        .into_inner()
}
