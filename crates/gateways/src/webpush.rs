//! Web Push: messages to browsers over the push services of their makers.
//!
//! The message is encrypted for the browser (RFC 8291 over RFC 8188), so that the push service cannot read it, and signed
//! with the server's own key (RFC 8292, VAPID), so that nobody else can write to the browser. The calls go to addresses
//! that browsers name: only public ones are called, also after the name was looked up, and no redirect is followed.

use crate::push::{Push, PushError, Pusher, check_endpoint, is_public};
use aes_gcm::aead::Aead as _;
use aes_gcm::{Aes128Gcm, KeyInit as _};
use async_trait::async_trait;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD as BASE64;
use chrono::{DateTime, TimeDelta, Utc};
use hkdf::Hkdf;
use p256::ecdsa::signature::Signer as _;
use p256::ecdsa::{Signature, SigningKey};
use p256::elliptic_curve::sec1::ToEncodedPoint as _;
use p256::{PublicKey, SecretKey, ecdh};
use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use secrecy::{ExposeSecret as _, SecretString};
use sha2::{Digest as _, Sha256};
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

const TIMEOUT: Duration = Duration::from_secs(10);
const CONNECT_TIMEOUT: Duration = Duration::from_secs(3);
/// How long a signature is good; RFC 8292 allows a day.
const SIGNED_FOR: TimeDelta = TimeDelta::hours(12);
/// The size of the one record that a message is. Push services take 4,096 bytes at most.
const RECORD_SIZE: u32 = 4_096;
/// What of it is left for words: without the header (86), the end mark (1) and the seal (16).
const MOST_BYTES: usize = 4_096 - 86 - 1 - 16;

/// The key with which the server signs what it sends to browsers.
#[derive(Clone)]
pub struct VapidKey {
    secret: SecretKey,
    public: String,
}

impl VapidKey {
    /// Reads a key as the usual tools write it: 32 bytes in base64url.
    pub fn parse(text: &SecretString) -> Result<Self, PushError> {
        let bytes = decode(text.expose_secret(), "the private key")?;
        let secret = SecretKey::from_slice(&bytes)
            .map_err(|_| PushError::Invalid("the private key is not one of P-256".to_owned()))?;
        let public = BASE64.encode(secret.public_key().to_encoded_point(false));
        Ok(Self { secret, public })
    }

    /// A new key, as [`Self::parse`] reads it.
    pub fn generate() -> SecretString {
        BASE64.encode(new_key().to_bytes()).into()
    }

    /// What browsers must know to subscribe.
    pub fn public(&self) -> &str {
        &self.public
    }

    /// The header `Authorization` for a push service at `origin` (RFC 8292, section 3).
    fn authorize(&self, origin: &str, subject: &str, now: DateTime<Utc>) -> String {
        let expires = (now + SIGNED_FOR).timestamp();
        let header = BASE64.encode(r#"{"typ":"JWT","alg":"ES256"}"#);
        let claims = serde_json::json!({ "aud": origin, "exp": expires, "sub": subject }).to_string();
        let signed = format!("{header}.{}", BASE64.encode(claims));
        let signature: Signature = SigningKey::from(&self.secret).sign(signed.as_bytes());
        format!("vapid t={signed}.{}, k={}", BASE64.encode(signature.to_bytes()), self.public)
    }
}

fn new_key() -> SecretKey {
    loop {
        // one in four thousand million is not a key
        if let Ok(key) = SecretKey::from_slice(&rand::random::<[u8; 32]>()) {
            return key;
        }
    }
}

fn decode(text: &str, what: &str) -> Result<Vec<u8>, PushError> {
    let plain = text.trim_end_matches('=').replace('+', "-").replace('/', "_");
    BASE64.decode(plain).map_err(|_| PushError::Invalid(format!("{what} is not base64url")))
}

/// What a browser gave when it subscribed.
struct Keys {
    public: PublicKey,
    auth: Vec<u8>,
}

impl Keys {
    fn parse(p256dh: &str, auth: &str) -> Result<Self, PushError> {
        let public = PublicKey::from_sec1_bytes(&decode(p256dh, "p256dh")?)
            .map_err(|_| PushError::Invalid("p256dh is not a point of P-256".to_owned()))?;
        let auth = decode(auth, "auth")?;
        if auth.len() != 16 {
            return Err(PushError::Invalid("auth has not 16 bytes".to_owned()));
        }
        Ok(Self { public, auth })
    }
}

/// The body for a browser: one record of `aes128gcm` with the sender's key in its header (RFC 8291, section 4).
fn encrypt(plain: &[u8], to: &Keys, from: &SecretKey, salt: [u8; 16]) -> Result<Vec<u8>, PushError> {
    if plain.len() > MOST_BYTES {
        return Err(PushError::Invalid("the message is too long".to_owned()));
    }
    let failed = |_| PushError::Invalid("the message cannot be encrypted".to_owned());
    let (theirs, ours) = (to.public.to_encoded_point(false), from.public_key().to_encoded_point(false));
    let shared = ecdh::diffie_hellman(from.to_nonzero_scalar(), to.public.as_affine());
    let info = [b"WebPush: info\0", theirs.as_bytes(), ours.as_bytes()].concat();
    let (mut input, mut key, mut nonce) = ([0; 32], [0; 16], [0; 12]);
    Hkdf::<Sha256>::new(Some(&to.auth), shared.raw_secret_bytes())
        .expand(&info, &mut input)
        .map_err(failed)?;
    let derived = Hkdf::<Sha256>::new(Some(&salt), &input);
    derived.expand(b"Content-Encoding: aes128gcm\0", &mut key).map_err(failed)?;
    derived.expand(b"Content-Encoding: nonce\0", &mut nonce).map_err(failed)?;
    // the mark of the last record
    let marked = [plain, &[2]].concat();
    let sealed = Aes128Gcm::new(&key.into())
        .encrypt(&nonce.into(), marked.as_slice())
        .map_err(|_| PushError::Invalid("the message cannot be encrypted".to_owned()))?;
    // a point is 65 bytes long
    let mut body = [salt.as_slice(), &RECORD_SIZE.to_be_bytes(), &[65], ours.as_bytes()].concat();
    body.extend(sealed);
    Ok(body)
}

/// How browsers are written to.
#[derive(Clone)]
pub struct WebPushSettings {
    /// Signs what is sent.
    pub key: VapidKey,
    /// Whom a push service may write to about it: `mailto:…` or `https://…`.
    pub subject: String,
    /// Whether push services on this machine are called; for stand-ins.
    pub allow_loopback: bool,
}

/// Sends over the push services of browsers.
pub struct WebPusher {
    settings: WebPushSettings,
    client: reqwest::Client,
}

impl WebPusher {
    /// A pusher that signs and sends as `settings` says.
    pub fn new(settings: WebPushSettings) -> Result<Self, reqwest::Error> {
        let client = reqwest::Client::builder()
            .timeout(TIMEOUT)
            .connect_timeout(CONNECT_TIMEOUT)
            .redirect(reqwest::redirect::Policy::none())
            .no_proxy()
            .dns_resolver(Arc::new(Public { allow_loopback: settings.allow_loopback }))
            .build()?;
        Ok(Self { settings, client })
    }
}

#[async_trait]
impl Pusher for WebPusher {
    async fn send(&self, push: Push) -> Result<(), PushError> {
        let url = check_endpoint(&push.endpoint, self.settings.allow_loopback)?;
        let keys = Keys::parse(&push.p256dh, &push.auth)?;
        let body = encrypt(push.payload.as_bytes(), &keys, &new_key(), rand::random())?;
        let origin = url.origin().ascii_serialization();
        let sent = self
            .client
            .post(url)
            .header(
                "authorization",
                self.settings.key.authorize(&origin, &self.settings.subject, push.sent_at),
            )
            .header("content-encoding", "aes128gcm")
            .header("content-type", "application/octet-stream")
            .header("ttl", push.ttl_seconds)
            .header("urgency", if push.urgent { "high" } else { "normal" })
            .header("topic", topic(&push.key))
            .body(body)
            .send()
            .await
            // the error names the endpoint, which opens the browser to whoever reads it
            .map_err(|error| PushError::Unavailable(error.without_url().to_string()))?;
        judge(sent.status().as_u16())
    }

    fn public_key(&self) -> &str {
        self.settings.key.public()
    }

    fn check(&self, endpoint: &str, p256dh: &str, auth: &str) -> Result<(), PushError> {
        check_endpoint(endpoint, self.settings.allow_loopback)?;
        Keys::parse(p256dh, auth).map(|_| ())
    }
}

/// Names the message to the push service: one that waits there is replaced by its repetition (RFC 8030, section 5.4).
fn topic(key: &str) -> String {
    let mut topic = BASE64.encode(Sha256::digest(key));
    topic.truncate(32);
    topic
}

fn judge(status: u16) -> Result<(), PushError> {
    match status {
        200..=299 => Ok(()),
        404 | 410 => Err(PushError::Gone),
        400 | 413 => Err(PushError::Invalid(status.to_string())),
        408 | 429 | 500..=599 => Err(PushError::Unavailable(status.to_string())),
        _ => Err(PushError::Refused(status.to_string())),
    }
}

/// Looks names up and keeps only public addresses, so that no name leads into the own network.
struct Public {
    allow_loopback: bool,
}

impl Resolve for Public {
    fn resolve(&self, name: Name) -> Resolving {
        let allow_loopback = self.allow_loopback;
        Box::pin(async move {
            let found = tokio::net::lookup_host((name.as_str(), 0)).await?;
            let fits = |address: &SocketAddr| {
                is_public(address.ip()) || (allow_loopback && address.ip().is_loopback())
            };
            let kept: Vec<SocketAddr> = found.filter(fits).collect();
            if kept.is_empty() {
                return Err("the name leads to no public address".into());
            }
            Ok(Box::new(kept.into_iter()) as Addrs)
        })
    }
}

#[cfg(test)]
#[path = "webpush_tests.rs"]
mod tests;
