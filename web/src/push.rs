//! Messages to this browser: whether it can take them, and how it begins and stops to.
//!
//! The browser's interface is called by name: the types for it would cost a build of everything below for five calls.

use std::pin::pin;

use futures::future::{Either, select};
use gloo_timers::future::TimeoutFuture;
use js_sys::{Array, Function, JSON, Object, Promise, Reflect};
use serde::Deserialize;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

use crate::storage::{self, Key};

/// How long whoever leaves waits for the browser to let go of their messages.
const LEAVING_MS: u32 = 3_000;

/// What the server needs to write to this browser.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Subscription {
    /// Where the browser's push service takes messages.
    pub endpoint: String,
    /// The browser's public key, in base64url.
    pub p256dh: String,
    /// The secret it shares with the server, in base64url.
    pub auth: String,
}

/// Why the browser does not take messages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PushFailure {
    /// It cannot: too old, a private window, or a page without HTTPS.
    Unsupported,
    /// Its user said no, now or before.
    Denied,
    /// Its push service did not answer.
    Unavailable,
}

#[derive(Deserialize)]
struct Described {
    endpoint: String,
    keys: DescribedKeys,
}

#[derive(Deserialize)]
struct DescribedKeys {
    p256dh: String,
    auth: String,
}

/// Whether this browser can take messages at all.
pub fn supported() -> bool {
    let Some(window) = web_sys::window() else { return false };
    let has = |of: &JsValue, name: &str| Reflect::has(of, &name.into()).unwrap_or(false);
    has(&window, "PushManager") && has(&window, "Notification") && has(&window.navigator(), "serviceWorker")
}

/// Whether its user has said no: only the browser's own settings can change that.
pub fn denied() -> bool {
    let asked = web_sys::window().and_then(|window| Reflect::get(&window, &"Notification".into()).ok());
    let permission = asked.and_then(|of| Reflect::get(&of, &"permission".into()).ok());
    permission.and_then(|word| word.as_string()).as_deref() == Some("denied")
}

/// How this browser takes messages now; none when it does not.
pub async fn current() -> Option<Subscription> {
    let manager = manager().await.ok()?;
    let found = wait(call(&manager, "getSubscription", &Array::new()).ok()?).await.ok()?;
    read(&found)
}

/// Has this browser take messages from the server with this public key. Its user is asked first; call it from a press of a
/// button.
pub async fn subscribe(public_key: &str) -> Result<Subscription, PushFailure> {
    let manager = manager().await?;
    let options = Object::new();
    for (name, value) in
        [("userVisibleOnly", JsValue::TRUE), ("applicationServerKey", JsValue::from_str(public_key))]
    {
        Reflect::set(&options, &name.into(), &value).map_err(|_| PushFailure::Unsupported)?;
    }
    let subscribe = || call(&manager, "subscribe", &Array::of1(&options));
    let answer = match wait(subscribe().map_err(|error| failure(&error))?).await {
        // it takes messages from another key, which the server had before
        Err(error) if name_of(&error) == "InvalidStateError" => {
            unsubscribe().await;
            wait(subscribe().map_err(|error| failure(&error))?).await
        }
        answer => answer,
    };
    read(&answer.map_err(|error| failure(&error))?).ok_or(PushFailure::Unavailable)
}

/// Has this browser take no more messages; answers what it had, for the server to forget.
pub async fn unsubscribe() -> Option<Subscription> {
    end(&manager().await.ok()?).await
}

/// Has this browser show nothing more, because its person leaves: it takes no more messages, and what it shows goes.
/// Answers the addresses for the server to forget.
pub async fn leave() -> Vec<String> {
    let stood_in = storage::get(Key::PushStandIn);
    storage::remove(Key::PushStandIn);
    let ended = async {
        let Ok(registration) = registration().await else { return None };
        let had = match Reflect::get(&registration, &"pushManager".into()) {
            Ok(manager) => end(&manager).await,
            Err(_) => None,
        };
        put_away(&registration).await;
        had
    };
    // a browser that does not answer keeps nobody from leaving
    let had = match select(pin!(ended), pin!(TimeoutFuture::new(LEAVING_MS))).await {
        Either::Left((had, _)) => had,
        Either::Right(_) => None,
    };
    stood_in.into_iter().chain(had.map(|subscription| subscription.endpoint)).collect()
}

/// Puts away the messages that this browser shows: they are not for whoever sits down next.
async fn put_away(registration: &JsValue) {
    let Ok(asked) = call(registration, "getNotifications", &Array::new()) else { return };
    let Ok(shown) = wait(asked).await else { return };
    for message in Array::from(&shown).iter() {
        // one that is gone already needs no closing
        let _ = call(&message, "close", &Array::new());
    }
}

async fn end(manager: &JsValue) -> Option<Subscription> {
    let found = wait(call(manager, "getSubscription", &Array::new()).ok()?).await.ok()?;
    let had = read(&found)?;
    // whatever comes of it, the server forgets the browser
    if let Ok(promise) = call(&found, "unsubscribe", &Array::new()) {
        let _ = wait(promise).await;
    }
    Some(had)
}

/// The push manager of the app's service worker, once that is ready.
async fn manager() -> Result<JsValue, PushFailure> {
    // a page that no worker looks after would wait for ever
    registration().await?;
    let ready = wait(get(&workers()?, "ready")?).await.map_err(|error| failure(&error))?;
    get(&ready, "pushManager")
}

fn get(of: &JsValue, name: &str) -> Result<JsValue, PushFailure> {
    Reflect::get(of, &name.into()).ok().filter(JsValue::is_object).ok_or(PushFailure::Unsupported)
}

fn workers() -> Result<JsValue, PushFailure> {
    if !supported() {
        return Err(PushFailure::Unsupported);
    }
    let navigator = web_sys::window().ok_or(PushFailure::Unsupported)?.navigator();
    get(&navigator, "serviceWorker")
}

/// The registration of the app's service worker.
async fn registration() -> Result<JsValue, PushFailure> {
    let registered = call(&workers()?, "getRegistration", &Array::new()).map_err(|error| failure(&error))?;
    let registered = wait(registered).await.map_err(|error| failure(&error))?;
    Some(registered).filter(JsValue::is_object).ok_or(PushFailure::Unsupported)
}

fn call(of: &JsValue, method: &str, arguments: &Array) -> Result<JsValue, JsValue> {
    Reflect::get(of, &method.into())?.dyn_into::<Function>()?.apply(of, arguments)
}

async fn wait(promise: JsValue) -> Result<JsValue, JsValue> {
    JsFuture::from(Promise::resolve(&promise)).await
}

fn read(subscription: &JsValue) -> Option<Subscription> {
    let text = JSON::stringify(subscription).ok()?.as_string()?;
    let Described { endpoint, keys } = serde_json::from_str(&text).ok()?;
    Some(Subscription { endpoint, p256dh: keys.p256dh, auth: keys.auth })
}

fn name_of(error: &JsValue) -> String {
    Reflect::get(error, &"name".into()).ok().and_then(|name| name.as_string()).unwrap_or_default()
}

fn failure(error: &JsValue) -> PushFailure {
    match name_of(error).as_str() {
        "NotAllowedError" => PushFailure::Denied,
        "NotSupportedError" | "TypeError" => PushFailure::Unsupported,
        _ => PushFailure::Unavailable,
    }
}
