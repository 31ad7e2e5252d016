//! Chooses who carries mails.

use pitlane_gateways::mail::{MailError, Mailer};
use pitlane_gateways::outbox::OutboxMailer;
use pitlane_gateways::smtp::{SmtpMailer, SmtpSettings, TlsMode};
use pitlane_platform::config::MailConfig;
use sea_orm::DatabaseConnection;
use std::sync::Arc;
use std::time::Duration;

/// The mail server of the configuration, or the outbox in the database where none is named.
pub fn mailer(config: &MailConfig, db: &DatabaseConnection) -> Result<Arc<dyn Mailer>, MailError> {
    if config.host.is_empty() {
        return Ok(Arc::new(OutboxMailer::new(db.clone())));
    }
    let credentials = (!config.user.is_empty()).then(|| (config.user.clone(), config.password.clone()));
    Ok(Arc::new(SmtpMailer::new(SmtpSettings {
        host: config.host.clone(),
        port: config.port,
        credentials,
        tls: match config.tls.as_str() {
            "none" => TlsMode::None,
            "tls" => TlsMode::Tls,
            _ => TlsMode::Starttls,
        },
        from: config.from.clone(),
        timeout: Duration::from_secs(20),
    })?))
}
