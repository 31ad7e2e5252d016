//! Mails, texts and messages to browsers.

use secrecy::SecretString;
use serde::Deserialize;

/// E-mail.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MailConfig {
    /// SMTP server; empty keeps mails in the outbox.
    pub host: String,
    /// Its port.
    pub port: u16,
    /// User, if it wants one.
    pub user: String,
    /// Password, if it wants one.
    pub password: SecretString,
    /// `none`, `starttls` or `tls`.
    pub tls: String,
    /// File with a certificate that vouches for the server besides those that everybody trusts.
    pub ca_file: String,
    /// Seconds that one mail may take.
    pub timeout_seconds: u64,
    /// Sender.
    pub from: String,
    /// Where mail servers send mails back to that they could not deliver; empty means to the sender.
    pub bounce_address: String,
    /// Where alerts for support go.
    pub support: String,
}

/// How many messages one person gets. What is over waits for the next hour; what is urgent, or was asked for a moment ago,
/// does not.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MessagesConfig {
    /// Mails an hour to one address.
    pub mails_per_hour: u32,
    /// Texts an hour to one number.
    pub texts_per_hour: u32,
    /// Messages an hour to all browsers of one account.
    pub pushes_per_hour: u32,
}

/// Text messages.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SmsConfig {
    /// The account at Twilio; empty keeps text messages in the outbox.
    pub account_sid: String,
    /// Its token; it also signs what Twilio calls. Without an account, empty makes one and keeps it in the database.
    pub auth_token: SecretString,
    /// The number that sends.
    pub from: String,
    /// The messaging service that sends, in place of a number.
    pub messaging_service: String,
    /// Where Twilio's API answers.
    pub base_url: String,
}

/// Messages to browsers.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PushConfig {
    /// `sandbox` or `web`.
    pub mode: String,
    /// The key that signs them; empty makes one and keeps it in the database.
    pub private_key: SecretString,
    /// Whom push services may write to: `mailto:…` or `https://…`.
    pub subject: String,
    /// Whether push services on this machine are called.
    pub allow_loopback: bool,
}
