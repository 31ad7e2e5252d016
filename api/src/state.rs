//! What every handler can reach.

use crate::features::accounts::passwords::Turns;
use crate::features::notifications::{Carriers, Channels};
use crate::features::payments::sandbox::Sandbox;
use crate::features::realtime::Hub;
use pitlane_entities::server_secrets;
use pitlane_gateways::accounts::Gateway;
use pitlane_gateways::files::{FileError, FileStore, FolderStore, UrlSigner};
use pitlane_gateways::mail::Mailer;
use pitlane_gateways::push::Pusher;
use pitlane_gateways::s3::{S3Settings, S3Store};
use pitlane_gateways::sandbox_payments::SandboxGateway;
use pitlane_gateways::sms::Texter;
use pitlane_gateways::stripe::StripeGateway;
use pitlane_gateways::webpush::VapidKey;
use pitlane_papers::Fonts;
use pitlane_platform::bus::Bus;
use pitlane_platform::config::{Config, FilesConfig, PaymentsConfig};
use pitlane_platform::ids::new_secret;
use pitlane_platform::{Clock, db};
use sea_orm::{ActiveValue::Set, DatabaseConnection, DbErr, EntityTrait};
use secrecy::{ExposeSecret, SecretString};
use std::sync::{Arc, OnceLock};
use std::time::Duration;

/// What every handler can reach; cheap to clone.
#[derive(Clone)]
pub struct AppState {
    /// The database.
    pub db: DatabaseConnection,
    /// The time.
    pub clock: Clock,
    /// News to sockets and workers.
    pub bus: Bus,
    /// The configuration.
    pub config: Arc<Config>,
    /// Secrets that sign things.
    pub secrets: Arc<Secrets>,
    /// Holds, charges, releases and gives back money, and keeps the accounts of sellers.
    pub payments: Arc<dyn Gateway>,
    /// Keeps uploads.
    pub files: Arc<dyn FileStore>,
    /// Makes addresses that open an upload.
    pub file_urls: UrlSigner,
    /// The fonts of receipts and other papers.
    pub fonts: Arc<Fonts>,
    /// Who carries mails.
    pub mailer: Arc<dyn Mailer>,
    /// Who carries text messages.
    pub texter: Arc<dyn Texter>,
    /// Who carries messages to browsers.
    pub pusher: Arc<dyn Pusher>,
    /// Whether those who carry messages answer.
    pub carriers: Arc<Carriers>,
    /// Whose turn it is to hash a password.
    pub hashing: Arc<Turns>,
    /// The sockets that are open here.
    pub sockets: Hub,
    /// Calls out over HTTP: made once, because reading the certificates costs more than a call.
    http: Arc<OnceLock<reqwest::Client>>,
}

/// Secrets that sign things: configured, or made once and kept in the database so that all servers share them.
#[derive(Debug)]
pub struct Secrets {
    /// Signs access tokens.
    pub jwt: SecretString,
    /// Signs the gateway's webhooks.
    pub webhook: SecretString,
    /// Signs the gateway's webhooks about its sellers, where it has one of its own for them.
    pub connect_webhook: Option<SecretString>,
    /// Signs addresses of files.
    pub files: SecretString,
    /// Signs what the text gateway calls.
    pub sms: SecretString,
    /// Signs messages to browsers.
    pub push: SecretString,
    /// Seals the secrets of second factors.
    pub two_factor: SecretString,
}

impl Secrets {
    /// All that the gateway may sign its webhooks with.
    pub fn of_webhooks(&self) -> impl Iterator<Item = &str> {
        [Some(&self.webhook), self.connect_webhook.as_ref()]
            .into_iter()
            .flatten()
            .map(ExposeSecret::expose_secret)
    }
}

impl AppState {
    /// Puts the state together on a migrated database.
    pub async fn new(db: DatabaseConnection, clock: Clock, bus: Bus, config: Config) -> Result<Self, DbErr> {
        let connect = config.payments.connect_webhook_secret.clone();
        let secrets = Secrets {
            // nothing is ever believed for having been signed with nothing
            connect_webhook: Some(connect).filter(|secret| !secret.expose_secret().is_empty()),
            jwt: secret(&db, &clock, "jwt", &config.auth.jwt_secret).await?,
            webhook: secret(&db, &clock, "webhook", &config.payments.webhook_secret).await?,
            files: secret(&db, &clock, "files", &SecretString::default()).await?,
            sms: secret(&db, &clock, "sms", &config.sms.auth_token).await?,
            push: secret_made(&db, &clock, "push", &config.push.private_key, VapidKey::generate).await?,
            two_factor: secret(&db, &clock, "two_factor", &config.auth.two_factor_key).await?,
        };
        let channels = Channels::new(&config, &secrets.push, &db).map_err(DbErr::Custom)?;
        let folders = config.papers.font_dirs.split(':').filter(|folder| !folder.is_empty());
        let fonts = Fonts::new(folders.map(Into::into)).map_err(|error| DbErr::Custom(error.to_string()))?;
        Ok(Self {
            fonts: Arc::new(fonts),
            payments: gateway(&db, &clock, &config.payments)?,
            files: files(&config.files).map_err(|error| DbErr::Custom(format!("files: {error}")))?,
            file_urls: UrlSigner::new(secrets.files.expose_secret().as_bytes()),
            db,
            clock,
            bus,
            config: Arc::new(config),
            secrets: Arc::new(secrets),
            mailer: channels.mailer,
            texter: channels.texter,
            pusher: channels.pusher,
            carriers: Arc::default(),
            hashing: Arc::default(),
            sockets: Hub::default(),
            http: Arc::default(),
        })
    }

    /// The client for calls out; it gives up after five seconds.
    pub fn http(&self) -> Result<&reqwest::Client, reqwest::Error> {
        if let Some(client) = self.http.get() {
            return Ok(client);
        }
        // a connection of its own for each call: one that was kept may end with its peer's restart
        let calls = reqwest::Client::builder().timeout(Duration::from_secs(5)).pool_max_idle_per_host(0);
        let client = calls.no_proxy().build()?;
        Ok(self.http.get_or_init(|| client))
    }

    /// The same with connections of its own: for one of the threads that answer requests.
    #[must_use]
    pub fn on(&self, db: DatabaseConnection) -> Self {
        Self { db, ..self.clone() }
    }

    /// Begins a unit of work.
    pub async fn begin(&self) -> Result<crate::work::Work, DbErr> {
        Ok(crate::work::Work::new(db::begin(&self.db).await?, self.clock.now(), self.bus.clone()))
    }
}

/// The file store that is configured.
fn files(config: &FilesConfig) -> Result<Arc<dyn FileStore>, FileError> {
    if config.store == "s3" {
        return Ok(Arc::new(S3Store::new(&S3Settings {
            url: config.s3_url.clone(),
            region: config.s3_region.clone(),
            bucket: config.s3_bucket.clone(),
            access_key: config.s3_access_key.clone(),
            secret_key: config.s3_secret_key.clone(),
        })?));
    }
    Ok(Arc::new(FolderStore::new(&config.dir)))
}

/// The payment gateway that is configured.
fn gateway(
    db: &DatabaseConnection,
    clock: &Clock,
    config: &PaymentsConfig,
) -> Result<Arc<dyn Gateway>, DbErr> {
    if config.gateway == "stripe" {
        let stripe = StripeGateway::new(&config.stripe_url, config.stripe_secret_key.clone());
        return Ok(Arc::new(stripe.map_err(|error| DbErr::Custom(format!("stripe: {error}")))?));
    }
    let sandbox = Sandbox { db: db.clone(), clock: clock.clone() };
    Ok(Arc::new(SandboxGateway::new(Arc::new(sandbox))))
}

async fn secret(
    db: &DatabaseConnection,
    clock: &Clock,
    name: &str,
    configured: &SecretString,
) -> Result<SecretString, DbErr> {
    secret_made(db, clock, name, configured, || new_secret().into()).await
}

async fn secret_made(
    db: &DatabaseConnection,
    clock: &Clock,
    name: &str,
    configured: &SecretString,
    make: fn() -> SecretString,
) -> Result<SecretString, DbErr> {
    if !configured.expose_secret().is_empty() {
        return Ok(configured.clone());
    }
    let row = server_secrets::ActiveModel {
        name: Set(name.to_owned()),
        value: Set(make().expose_secret().to_owned()),
        created_at: Set(clock.now()),
    };
    // two servers may start at once: the first one's secret stays
    server_secrets::Entity::insert(row)
        .on_conflict(
            sea_orm::sea_query::OnConflict::column(server_secrets::Column::Name).do_nothing().to_owned(),
        )
        .exec_without_returning(db)
        .await?;
    let kept = server_secrets::Entity::find_by_id(name).one(db).await?;
    kept.map(|row| row.value.into()).ok_or_else(|| DbErr::RecordNotFound(format!("secret {name}")))
}
