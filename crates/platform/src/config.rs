//! The configuration: one struct, read from a file and the environment, every value with its origin.

use secrecy::SecretString;
use serde::Deserialize;

mod check;
mod messages;
mod print;
use check::check;
pub use messages::{MailConfig, MessagesConfig, PushConfig, SmsConfig};
pub use print::describe;

/// Prefix of the environment's names: `PITLANE__HTTP__BIND` sets `http.bind`.
pub const PREFIX: &str = "PITLANE";

/// Everything that can be set. `defaults.toml` beside this file says what each value means.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Config {
    /// The HTTP server.
    pub http: HttpConfig,
    /// The database.
    pub database: DatabaseConfig,
    /// The bus between servers.
    pub redis: RedisConfig,
    /// The browser app.
    pub web: WebConfig,
    /// Uploaded files.
    pub files: FilesConfig,
    /// Receipts and other papers.
    pub papers: PapersConfig,
    /// E-mail.
    pub mail: MailConfig,
    /// How many messages one person gets.
    pub messages: MessagesConfig,
    /// Text messages.
    pub sms: SmsConfig,
    /// Messages to browsers.
    pub push: PushConfig,
    /// Payments.
    pub payments: PaymentsConfig,
    /// The windows of dispatch.
    pub dispatch: DispatchConfig,
    /// Rate limits.
    pub limits: LimitsConfig,
    /// Logs.
    pub log: LogConfig,
    /// Metrics.
    pub metrics: MetricsConfig,
    /// Jobs.
    pub jobs: JobsConfig,
    /// Log-in.
    pub auth: AuthConfig,
    /// The demo.
    pub demo: DemoConfig,
}

/// The HTTP server.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HttpConfig {
    /// Address and port to listen at.
    pub bind: String,
    /// Address under which people reach the server; links in messages begin with it.
    pub public_url: String,
    /// Origins, besides the public one, whose pages may call the API; comma-separated.
    pub cors_origins: String,
    /// Threads that answer requests; 0 means one for each core.
    pub workers: usize,
    /// Whether a proxy in front sets `X-Forwarded-For`.
    pub behind_proxy: bool,
}

/// The database.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DatabaseConfig {
    /// `sqlite://path?mode=rwc` or `postgres://user:password@host/name`.
    pub url: SecretString,
    /// Most connections of this process.
    pub max_connections: u32,
}

/// The bus between servers.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RedisConfig {
    /// `redis://host:port`; empty for a single server.
    pub url: SecretString,
}

/// The browser app.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WebConfig {
    /// Folder of the built app; empty serves the API alone.
    pub dir: String,
}

/// Uploaded files.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FilesConfig {
    /// `folder` or `s3`.
    pub store: String,
    /// Folder of the uploads.
    pub dir: String,
    /// Where the S3 store answers.
    pub s3_url: String,
    /// Its region.
    pub s3_region: String,
    /// The bucket that holds the uploads.
    pub s3_bucket: String,
    /// Who signs the requests.
    pub s3_access_key: String,
    /// What they are signed with.
    pub s3_secret_key: SecretString,
    /// Seconds that a signed address works.
    pub url_seconds: i64,
}

/// Receipts and other papers.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PapersConfig {
    /// Folders with fonts, between colons, for the scripts that the program's own font has not.
    pub font_dirs: String,
}

/// Payments.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PaymentsConfig {
    /// `sandbox` or `stripe`.
    pub gateway: String,
    /// Secret that signs the gateway's webhooks; empty makes one and keeps it in the database.
    pub webhook_secret: SecretString,
    /// Secret that signs the gateway's webhooks about its sellers; empty where they come with the other one.
    pub connect_webhook_secret: SecretString,
    /// Stripe's secret key.
    pub stripe_secret_key: SecretString,
    /// Stripe's key for browsers.
    pub stripe_publishable_key: String,
    /// Where Stripe's API answers.
    pub stripe_url: String,
    /// The script of Stripe that takes cards in the browser.
    pub stripe_script_url: String,
    /// Where the sandbox delivers its webhooks; empty means this server.
    pub sandbox_webhook_url: String,
}

/// The windows of dispatch.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DispatchConfig {
    /// Minutes that a preferred provider who is online is asked alone, 5 to 60.
    pub online_window_minutes: i64,
    /// Minutes when the customer chose to notify and wait, 5 to 60.
    pub wait_window_minutes: i64,
}

/// Rate limits.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LimitsConfig {
    /// Whether they hold; only tests and measurements turn them off.
    pub enabled: bool,
    /// Requests a minute from one address or account.
    pub per_minute: u32,
    /// Log-ins, registrations and resets a minute from one address.
    pub auth_per_minute: u32,
}

/// Logs.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LogConfig {
    /// Filter, for example `info` or `pitlane_api=debug,warn`.
    pub level: String,
    /// JSON lines instead of text.
    pub json: bool,
}

/// Metrics.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MetricsConfig {
    /// Address and port of `/metrics`; empty turns it off.
    pub bind: String,
}

/// Jobs.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct JobsConfig {
    /// Whether this process runs jobs.
    pub enabled: bool,
    /// How many messages that can wait begin on each channel in a second, at most.
    pub messages_a_second: u32,
}

/// Log-in.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AuthConfig {
    /// Secret that signs access tokens; empty makes one and keeps it in the database.
    pub jwt_secret: SecretString,
    /// Minutes that an access token lasts.
    pub access_minutes: i64,
    /// Days that a sign-in lasts without use.
    pub refresh_days: i64,
    /// Whether the refresh cookie is sent over HTTPS only.
    pub secure_cookie: bool,
    /// Memory of the password hash in KiB.
    pub argon2_memory_kib: u32,
    /// Whether the platform's staff must set up a second factor before anything else.
    pub staff_two_factor: bool,
    /// Seals the secrets of second factors; empty makes one and keeps it in the database.
    pub two_factor_key: SecretString,
}

/// The demo.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DemoConfig {
    /// Shows every sent mail to everybody: never on a server with real people.
    pub show_outbox: bool,
}

/// A value that cannot be used, by name and with an example.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    /// The file or the environment could not be read.
    #[error("the configuration could not be read: {0}")]
    Unreadable(#[from] config::ConfigError),
    /// One value is wrong.
    #[error("{name} is `{value}`: {problem}; for example {name} = {example}")]
    Invalid {
        /// For example `http.bind`.
        name: &'static str,
        /// What was read; secrets are masked.
        value: String,
        /// What is wrong with it.
        problem: &'static str,
        /// A good value.
        example: &'static str,
    },
}

/// The commented defaults.
pub const DEFAULTS: &str = include_str!("config/defaults.toml");

/// Reads the configuration: defaults, then the file, then the environment.
pub fn load(file: Option<&str>) -> Result<Config, ConfigError> {
    let mut builder =
        config::Config::builder().add_source(config::File::from_str(DEFAULTS, config::FileFormat::Toml));
    if let Some(file) = file {
        builder = builder.add_source(config::File::new(file, config::FileFormat::Toml));
    }
    let read: Config = builder
        .add_source(
            config::Environment::with_prefix(PREFIX).prefix_separator("__").separator("__").try_parsing(true),
        )
        .build()?
        .try_deserialize()?;
    check(&read)?;
    Ok(read)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_defaults_are_complete_and_good() {
        let config = load(None).unwrap();
        assert_eq!(config.dispatch.online_window_minutes, 10);
    }

    #[test]
    fn a_bad_value_is_named_with_an_example() {
        let mut config = load(None).unwrap();
        config.dispatch.wait_window_minutes = 61;
        let message = check(&config).unwrap_err().to_string();
        assert!(
            message.contains("dispatch.wait_window_minutes") && message.contains("for example"),
            "{message}"
        );
    }

    #[test]
    fn a_bucket_is_not_used_without_what_it_needs() {
        let mut config = load(None).unwrap();
        config.files.store = "s3".to_owned();
        for (name, set) in [
            ("s3_url", &mut |f: &mut FilesConfig| f.s3_url = "http://storage:9000".to_owned()),
            ("s3_bucket", &mut |f: &mut FilesConfig| f.s3_bucket = "pitlane".to_owned()),
            ("s3_access_key", &mut |f: &mut FilesConfig| f.s3_access_key = "pitlane".to_owned()),
            ("s3_secret_key", &mut |f: &mut FilesConfig| f.s3_secret_key = "secret".into()),
        ] as [(&str, &mut dyn FnMut(&mut FilesConfig)); 4]
        {
            let message = check(&config).unwrap_err().to_string();
            assert!(message.contains(&format!("files.{name}")), "{message}");
            set(&mut config.files);
        }
        check(&config).unwrap();
    }

    #[test]
    fn twilio_is_not_started_without_what_it_needs() {
        let mut config = load(None).unwrap();
        config.sms.account_sid = "AC1".to_owned();
        for (name, set) in [
            ("auth_token", &mut |c: &mut SmsConfig| c.auth_token = "token".into()),
            ("from", &mut |c| c.from = "+15550100".to_owned()),
        ] as [(&str, &mut dyn FnMut(&mut SmsConfig)); 2]
        {
            assert!(check(&config).unwrap_err().to_string().contains(name), "{name} is asked for");
            set(&mut config.sms);
        }
        check(&config).unwrap();
        config.sms.messaging_service = "MG1".to_owned();
        assert!(check(&config).unwrap_err().to_string().contains("not both"));
    }

    #[test]
    fn mails_come_back_to_an_address_or_to_their_sender() {
        let mut config = load(None).unwrap();
        for (address, fits) in [
            ("", true),
            ("bounces@pitlane.example", true),
            ("bounces", false),
            ("Pitlane <bounces@pitlane.example>", false),
        ] {
            address.clone_into(&mut config.mail.bounce_address);
            assert_eq!(check(&config).is_ok(), fits, "{address}");
        }
        assert!(check(&config).unwrap_err().to_string().contains("mail.bounce_address"));
    }

    #[test]
    fn push_services_are_told_whom_to_write_to() {
        let mut config = load(None).unwrap();
        config.push.subject = "support".to_owned();
        assert!(check(&config).unwrap_err().to_string().contains("push.subject"));
        config.push.mode = "on".to_owned();
        assert!(check(&config).unwrap_err().to_string().contains("push.mode"));
    }

    #[test]
    fn stripe_is_not_started_without_its_keys() {
        let mut config = load(None).unwrap();
        config.payments.gateway = "stripe".to_owned();
        for (name, set) in [
            ("stripe_secret_key", &mut |c: &mut PaymentsConfig| c.stripe_secret_key = "sk_test_1".into()),
            ("stripe_publishable_key", &mut |c| c.stripe_publishable_key = "pk_test_1".to_owned()),
            ("webhook_secret", &mut |c| c.webhook_secret = "whsec_1".into()),
        ] as [(&str, &mut dyn FnMut(&mut PaymentsConfig)); 3]
        {
            assert!(check(&config).unwrap_err().to_string().contains(name), "{name} is asked for");
            set(&mut config.payments);
        }
        check(&config).unwrap();
        config.payments.stripe_script_url = "https://js.example; script-src *".to_owned();
        assert!(check(&config).is_err());
    }
}
