//! A message to a browser that asked for it, and who carries it.

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use reqwest::Url;
use serde::{Deserialize, Serialize};
use std::net::IpAddr;

/// A message to one browser.
#[derive(Clone, PartialEq, Eq)]
pub struct Push {
    /// Where the browser's push service takes messages for it.
    pub endpoint: String,
    /// The browser's public key: a P-256 point, uncompressed, in base64url.
    pub p256dh: String,
    /// The secret it shares with the server: 16 bytes in base64url.
    pub auth: String,
    /// What the service worker reads: [`Shown`] as JSON.
    pub payload: String,
    /// Our own name for the message; the same message sent again has the same, and replaces the one before.
    pub key: String,
    /// How long the push service may keep it for a browser that is not there.
    pub ttl_seconds: u32,
    /// Whether it should wake a phone that saves its battery.
    pub urgent: bool,
    /// The date it bears.
    pub sent_at: DateTime<Utc>,
}

impl std::fmt::Debug for Push {
    // the endpoint opens the browser to whoever has it
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Push").field("key", &self.key).finish_non_exhaustive()
    }
}

/// What a browser shows; the payload of a [`Push`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shown {
    /// One line.
    pub title: String,
    /// One or two sentences.
    pub body: String,
    /// The page that opens, as a path of the web app.
    pub path: String,
    /// A message with the same tag takes the other's place instead of standing beside it.
    pub tag: String,
    /// Why it comes, in one short sentence.
    #[serde(default)]
    pub reason: String,
    /// Ends such messages; none where nobody can.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stop: Option<Stop>,
}

/// The button that ends messages such as the one it stands on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stop {
    /// What it says.
    pub label: String,
    /// The page that it opens, as a path of the web app.
    pub path: String,
}

impl Shown {
    /// As the payload of a [`Push`].
    pub fn to_payload(&self) -> String {
        serde_json::json!(self).to_string()
    }
}

/// Why a message was not handed over.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PushError {
    /// The browser takes no more messages: the subscription can be forgotten.
    #[error("the subscription is gone")]
    Gone,
    /// The subscription or the message cannot be used: the next try leads to the same.
    #[error("the push message cannot be written: {0}")]
    Invalid(String),
    /// The push service refused it for good.
    #[error("the push service refused the message: {0}")]
    Refused(String),
    /// The push service cannot be reached or asks for another try.
    #[error("the push service is not available: {0}")]
    Unavailable(String),
}

impl PushError {
    /// Whether another try may go well.
    pub const fn is_retryable(&self) -> bool {
        matches!(self, Self::Unavailable(_))
    }

    /// Whether the subscription is of no more use.
    pub const fn ends_the_subscription(&self) -> bool {
        matches!(self, Self::Gone | Self::Invalid(_))
    }
}

/// Carries messages to browsers.
#[async_trait]
pub trait Pusher: Send + Sync {
    /// Hands the message over.
    async fn send(&self, push: Push) -> Result<(), PushError>;

    /// What browsers must know to subscribe: a P-256 point, uncompressed, in base64url.
    fn public_key(&self) -> &str;

    /// Refuses a subscription that could never be used, before it is kept.
    fn check(&self, endpoint: &str, p256dh: &str, auth: &str) -> Result<(), PushError>;
}

/// The endpoint as an address that a server may call: over HTTPS, and not one of the machine or of its own network.
/// With `allow_loopback` the machine itself may be called, over HTTP too: that is for stand-ins.
pub fn check_endpoint(endpoint: &str, allow_loopback: bool) -> Result<Url, PushError> {
    let invalid = |why: &str| Err(PushError::Invalid(format!("the endpoint {why}")));
    if endpoint.len() > 2_000 {
        return invalid("is too long");
    }
    let Ok(url) = Url::parse(endpoint) else { return invalid("is not an address") };
    if !url.username().is_empty() || url.password().is_some() {
        return invalid("names a user");
    }
    let Some(host) = url.host_str() else { return invalid("names no host") };
    let plain = host.trim_start_matches('[').trim_end_matches(']');
    let address: Option<IpAddr> = plain.parse().ok();
    let local_name = host == "localhost" || host.ends_with(".localhost");
    if local_name || address.is_some_and(|address| address.is_loopback()) {
        let fits = allow_loopback && matches!(url.scheme(), "http" | "https");
        return if fits { Ok(url) } else { invalid("is the machine itself") };
    }
    if url.scheme() != "https" {
        return invalid("is not HTTPS");
    }
    if address.is_some_and(|address| !is_public(address)) {
        return invalid("is not a public address");
    }
    Ok(url)
}

/// Whether `address` is one of the public internet, as the registries of special addresses have it (RFC 6890).
pub fn is_public(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(v4) => {
            let [a, b, c, _] = v4.octets();
            !(v4.is_private()
                || v4.is_loopback()
                || v4.is_link_local()
                || v4.is_broadcast()
                || v4.is_documentation()
                || v4.is_multicast()
                || a == 0
                || a >= 240
                || (a == 100 && (64..128).contains(&b))
                || (a == 192 && b == 0 && c == 0)
                || (a == 198 && (b == 18 || b == 19)))
        }
        IpAddr::V6(v6) => {
            if let Some(v4) = v6.to_ipv4_mapped() {
                return is_public(v4.into());
            }
            let [a, b, ..] = v6.segments();
            // 2000::/3 is what is given out; documentation, 6to4 and Teredo are parts of it that lead elsewhere
            (a & 0xe000) == 0x2000 && a != 0x2002 && !(a == 0x2001 && (b < 0x200 || b == 0xdb8))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn endpoints_of_push_services_are_called() {
        for endpoint in [
            "https://fcm.googleapis.com/fcm/send/x",
            "https://updates.push.services.mozilla.com/wpush/v2/x",
            "https://93.184.216.34/x",
        ] {
            assert!(check_endpoint(endpoint, false).is_ok(), "{endpoint}");
        }
    }

    #[test]
    fn nothing_on_the_own_network_is() {
        for endpoint in [
            "http://push.example/x",
            "https://127.0.0.1/x",
            "https://localhost/x",
            "https://a.localhost/x",
            "https://[::1]/x",
            "https://10.0.0.1/x",
            "https://192.168.1.1/x",
            "https://172.16.0.1/x",
            "https://169.254.169.254/latest",
            "https://100.64.0.1/x",
            "https://0.0.0.0/x",
            "https://[fd00::1]/x",
            "https://[fe80::1]/x",
            "https://[::ffff:10.0.0.1]/x",
            "https://2130706433/x",
            "https://0x7f.1/x",
            "https://user@push.example/x",
            "ftp://push.example/x",
            "push",
            "",
        ] {
            assert!(matches!(check_endpoint(endpoint, false), Err(PushError::Invalid(_))), "{endpoint}");
        }
    }

    #[test]
    fn the_machine_itself_is_called_where_it_is_allowed() {
        for endpoint in ["http://127.0.0.1:9/x", "http://[::1]:9/x", "https://localhost/x"] {
            assert!(check_endpoint(endpoint, true).is_ok(), "{endpoint}");
        }
        for endpoint in ["https://10.0.0.1/x", "http://push.example/x"] {
            assert!(check_endpoint(endpoint, true).is_err(), "{endpoint}");
        }
    }
}
