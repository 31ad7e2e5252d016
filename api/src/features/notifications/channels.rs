//! Chooses who carries messages on each channel: the real gateway that is configured, else the sandbox's outbox.

use pitlane_gateways::mail::{MailError, Mailer};
use pitlane_gateways::outbox::Outbox;
use pitlane_gateways::push::Pusher;
use pitlane_gateways::sms::Texter;
use pitlane_gateways::smtp::{SmtpMailer, SmtpSettings, TlsMode};
use pitlane_gateways::twilio::{Sender, TwilioSettings, TwilioTexter};
use pitlane_gateways::webpush::{VapidKey, WebPushSettings, WebPusher};
use pitlane_platform::config::{Config, MailConfig, SmsConfig};
use sea_orm::DatabaseConnection;
use secrecy::SecretString;
use std::sync::Arc;
use std::time::Duration;

/// Who carries messages.
pub struct Channels {
    /// Mails.
    pub mailer: Arc<dyn Mailer>,
    /// Text messages.
    pub texter: Arc<dyn Texter>,
    /// Messages to browsers.
    pub pusher: Arc<dyn Pusher>,
}

impl Channels {
    /// The gateways of the configuration; messages to browsers are signed with `push_key`.
    pub fn new(config: &Config, push_key: &SecretString, db: &DatabaseConnection) -> Result<Self, String> {
        let key = VapidKey::parse(push_key).map_err(|error| format!("push: {error}"))?;
        let outbox = Arc::new(Outbox::new(db.clone(), key.public()));
        let mailer: Arc<dyn Mailer> = if config.mail.host.is_empty() {
            outbox.clone()
        } else {
            Arc::new(smtp(&config.mail).map_err(|error| format!("mail: {error}"))?)
        };
        let texter: Arc<dyn Texter> = if config.sms.account_sid.is_empty() {
            outbox.clone()
        } else {
            Arc::new(TwilioTexter::new(twilio(&config.sms)).map_err(|error| format!("sms: {error}"))?)
        };
        let pusher: Arc<dyn Pusher> = if config.push.mode == "sandbox" {
            outbox
        } else {
            let (subject, allow_loopback) = (config.push.subject.clone(), config.push.allow_loopback);
            let settings = WebPushSettings { key, subject, allow_loopback };
            Arc::new(WebPusher::new(settings).map_err(|error| format!("push: {error}"))?)
        };
        Ok(Self { mailer, texter, pusher })
    }
}

fn smtp(config: &MailConfig) -> Result<SmtpMailer, MailError> {
    let root = (!config.ca_file.is_empty()).then(|| std::fs::read(&config.ca_file)).transpose();
    let root = root.map_err(|error| MailError::Invalid(format!("{}: {error}", config.ca_file)))?;
    let credentials = (!config.user.is_empty()).then(|| (config.user.clone(), config.password.clone()));
    SmtpMailer::new(SmtpSettings {
        host: config.host.clone(),
        port: config.port,
        credentials,
        tls: match config.tls.as_str() {
            "none" => TlsMode::None,
            "tls" => TlsMode::Tls,
            _ => TlsMode::Starttls,
        },
        from: config.from.clone(),
        bounces: Some(config.bounce_address.clone()).filter(|address| !address.is_empty()),
        root,
        timeout: Duration::from_secs(config.timeout_seconds),
    })
}

fn twilio(config: &SmsConfig) -> TwilioSettings {
    let sender = if config.messaging_service.is_empty() {
        Sender::From(config.from.clone())
    } else {
        Sender::Service(config.messaging_service.clone())
    };
    TwilioSettings {
        account_sid: config.account_sid.clone(),
        auth_token: config.auth_token.clone(),
        sender,
        base_url: config.base_url.clone(),
    }
}
