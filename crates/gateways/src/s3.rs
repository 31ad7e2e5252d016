//! Files in a bucket of any store that speaks the protocol of Amazon S3.

use crate::files::{FileError, FileStore, is_key};
use async_trait::async_trait;
use bytes::Bytes;
use object_store::aws::{AmazonS3, AmazonS3Builder};
use object_store::path::Path;
use object_store::{
    Attribute, Attributes, BackoffConfig, ClientOptions, ObjectStoreExt as _, PutOptions, RetryConfig,
};
use object_store::{Error, ObjectStore as _};
use secrecy::{ExposeSecret, SecretString};
use std::time::Duration;

/// How long one request may take; an upload has at most 10 MB.
const TIMEOUT: Duration = Duration::from_secs(10);
/// How long a store that is down is asked again, before whoever waits is told.
const GIVE_UP: Duration = Duration::from_secs(15);

/// Where a bucket is and who may use it.
#[derive(Debug, Clone)]
pub struct S3Settings {
    /// For example `https://s3.eu-central-1.amazonaws.com`.
    pub url: String,
    /// For example `eu-central-1`; part of each signature.
    pub region: String,
    /// A bucket that exists.
    pub bucket: String,
    /// Who signs.
    pub access_key: String,
    /// What they sign with.
    pub secret_key: SecretString,
}

/// Keeps files in a bucket. Each request is signed (version 4); the bucket needs no public access, because people get
/// files from the server.
#[derive(Debug)]
pub struct S3Store {
    bucket: AmazonS3,
}

impl S3Store {
    /// A store in the bucket of `settings`; nothing is asked of it yet.
    pub fn new(settings: &S3Settings) -> Result<Self, FileError> {
        let plain = settings.url.starts_with("http://");
        let client = ClientOptions::new()
            .with_timeout(TIMEOUT)
            .with_connect_timeout(Duration::from_secs(3))
            .with_allow_http(plain);
        let backoff = BackoffConfig {
            init_backoff: Duration::from_millis(100),
            max_backoff: Duration::from_secs(2),
            base: 2.0,
        };
        let bucket = AmazonS3Builder::new()
            .with_endpoint(settings.url.trim_end_matches('/'))
            .with_region(&settings.region)
            .with_bucket_name(&settings.bucket)
            .with_access_key_id(&settings.access_key)
            .with_secret_access_key(settings.secret_key.expose_secret())
            .with_client_options(client)
            .with_retry(RetryConfig { backoff, max_retries: 3, retry_timeout: GIVE_UP })
            .build()
            .map_err(failed)?;
        Ok(Self { bucket })
    }
}

#[async_trait]
impl FileStore for S3Store {
    async fn put(&self, key: &str, bytes: Bytes, content_type: &str) -> Result<(), FileError> {
        let attributes = Attributes::from_iter([(Attribute::ContentType, content_type.to_owned())]);
        let options = PutOptions { attributes, ..PutOptions::default() };
        self.bucket.put_opts(&path(key)?, bytes.into(), options).await.map_err(failed)?;
        Ok(())
    }

    async fn get(&self, key: &str) -> Result<Bytes, FileError> {
        self.bucket.get(&path(key)?).await.map_err(failed)?.bytes().await.map_err(failed)
    }

    async fn delete(&self, key: &str) -> Result<(), FileError> {
        match self.bucket.delete(&path(key)?).await {
            Err(Error::NotFound { .. }) | Ok(()) => Ok(()),
            Err(error) => Err(failed(error)),
        }
    }

    async fn answers(&self) -> bool {
        let anything = Path::from("ready");
        let asked = tokio::time::timeout(Duration::from_secs(2), self.bucket.head(&anything)).await;
        matches!(asked, Ok(Ok(_) | Err(Error::NotFound { .. })))
    }
}

fn path(key: &str) -> Result<Path, FileError> {
    if is_key(key) { Ok(Path::from(key)) } else { Err(FileError::BadKey) }
}

fn failed(error: Error) -> FileError {
    match error {
        Error::NotFound { .. } => FileError::NotFound,
        // its text may quote the store's answer, never the secret
        other => FileError::Unavailable(other.to_string()),
    }
}
