//! Files behind a trait, and addresses that open one of them until a given time.

use crate::token::{hex, random, same};
use async_trait::async_trait;
use bytes::Bytes;
use chrono::{DateTime, Utc};
use hmac::{Hmac, Mac as _};
use sha2::Sha256;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use tokio::io::AsyncWriteExt as _;

/// Why a file was not kept or found.
#[derive(Debug, thiserror::Error)]
pub enum FileError {
    /// The key could lead out of the store, or cannot be a name.
    #[error("the key is not allowed")]
    BadKey,
    /// There is no such file.
    #[error("there is no such file")]
    NotFound,
    /// The store cannot be reached or is full: try again later.
    #[error("the file store is not available: {0}")]
    Unavailable(String),
}

impl From<std::io::Error> for FileError {
    fn from(error: std::io::Error) -> Self {
        if error.kind() == ErrorKind::NotFound {
            Self::NotFound
        } else {
            Self::Unavailable(error.to_string())
        }
    }
}

/// Keeps files by key. Keys are lower-case words between slashes, for example `sessions/0193/1.jpg`.
#[async_trait]
pub trait FileStore: Send + Sync {
    /// Keeps `bytes` under `key`, whole or not at all; what was there before is replaced.
    async fn put(&self, key: &str, bytes: Bytes, content_type: &str) -> Result<(), FileError>;
    /// What is kept under `key`.
    async fn get(&self, key: &str) -> Result<Bytes, FileError>;
    /// Removes what is kept under `key`; nothing there is no error.
    async fn delete(&self, key: &str) -> Result<(), FileError>;
    /// Whether the store can be used now; a folder always can.
    async fn answers(&self) -> bool {
        true
    }
}

/// Keeps files in a folder.
#[derive(Debug, Clone)]
pub struct FolderStore {
    root: PathBuf,
}

impl FolderStore {
    /// A store in `root`, which is made when the first file comes.
    pub fn new(root: impl Into<PathBuf>) -> Self {
        Self { root: root.into() }
    }

    fn path(&self, key: &str) -> Result<PathBuf, FileError> {
        if is_key(key) { Ok(self.root.join(key)) } else { Err(FileError::BadKey) }
    }
}

#[async_trait]
impl FileStore for FolderStore {
    async fn put(&self, key: &str, bytes: Bytes, _content_type: &str) -> Result<(), FileError> {
        let path = self.path(key)?;
        let folder = path.parent().unwrap_or(&self.root);
        tokio::fs::create_dir_all(folder).await?;
        // a name of its own, so that two writers never share a half-written file
        let draft = folder.join(random(".draft-"));
        let written = write_and_move(&draft, &path, &bytes).await;
        if written.is_err() {
            let _ = tokio::fs::remove_file(&draft).await;
        }
        Ok(written?)
    }

    async fn get(&self, key: &str) -> Result<Bytes, FileError> {
        Ok(tokio::fs::read(self.path(key)?).await?.into())
    }

    async fn delete(&self, key: &str) -> Result<(), FileError> {
        match tokio::fs::remove_file(self.path(key)?).await {
            Err(error) if error.kind() != ErrorKind::NotFound => Err(error.into()),
            _ => Ok(()),
        }
    }
}

/// Writes through to the disk before the name is given: after a crash the name shows the whole file or none.
async fn write_and_move(draft: &Path, path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    let mut file = tokio::fs::OpenOptions::new().write(true).create_new(true).open(draft).await?;
    file.write_all(bytes).await?;
    file.sync_all().await?;
    tokio::fs::rename(draft, path).await
}

/// Whether `key` is one or more lower-case words between slashes, none of them hidden or pointing upwards.
pub fn is_key(key: &str) -> bool {
    let word = |word: &str| {
        !word.is_empty()
            && !word.starts_with('.')
            && word.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b"-_.".contains(&b))
    };
    key.len() <= 200 && key.split('/').all(word)
}

/// Makes and checks addresses that open a file without log-in until they end.
#[derive(Clone)]
pub struct UrlSigner {
    secret: Vec<u8>,
}

impl UrlSigner {
    /// A signer with `secret`, which must not leave the server.
    pub fn new(secret: impl Into<Vec<u8>>) -> Self {
        Self { secret: secret.into() }
    }

    /// `{base}/{key}?expires=…&signature=…`, good until `expires_at`.
    pub fn sign_url(&self, base: &str, key: &str, expires_at: DateTime<Utc>) -> String {
        let seconds = expires_at.timestamp();
        let base = base.trim_end_matches('/');
        format!("{base}/{key}?expires={seconds}&signature={}", self.signature(key, seconds))
    }

    /// Whether `signature` was made for this key and end, and the end is not past at `now`.
    pub fn verify(&self, key: &str, expires: i64, signature: &str, now: DateTime<Utc>) -> bool {
        let expected = self.signature(key, expires);
        same(expected.as_bytes(), signature.as_bytes()) && now.timestamp() < expires
    }

    fn signature(&self, key: &str, seconds: i64) -> String {
        // a key of any length is fine for HMAC; an error cannot come
        let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(&self.secret) else { return random("") };
        mac.update(b"file\0");
        mac.update(seconds.to_string().as_bytes());
        mac.update(b"\0");
        mac.update(key.as_bytes());
        hex(&mac.finalize().into_bytes())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::TimeDelta;
    use proptest::prelude::*;

    /// A folder that goes when the test ends.
    struct Folder(PathBuf);

    impl Folder {
        fn new() -> Self {
            Self(std::env::temp_dir().join(random("pitlane-files-")))
        }
    }

    impl Drop for Folder {
        fn drop(&mut self) {
            let _ = std::fs::remove_dir_all(&self.0);
        }
    }

    fn now() -> DateTime<Utc> {
        "2026-11-21T10:00:00Z".parse().unwrap()
    }

    #[tokio::test]
    async fn a_file_is_kept_replaced_and_removed() {
        let folder = Folder::new();
        let store = FolderStore::new(&folder.0);
        assert!(matches!(store.get("a/b.jpg").await, Err(FileError::NotFound)));
        store.put("a/b.jpg", Bytes::from_static(b"one"), "image/jpeg").await.unwrap();
        store.put("a/b.jpg", Bytes::from_static(b"two"), "image/jpeg").await.unwrap();
        assert_eq!(store.get("a/b.jpg").await.unwrap(), "two");
        let names: Vec<_> = std::fs::read_dir(folder.0.join("a")).unwrap().collect();
        assert_eq!(names.len(), 1, "no draft stays behind");
        store.delete("a/b.jpg").await.unwrap();
        store.delete("a/b.jpg").await.unwrap();
        assert!(matches!(store.get("a/b.jpg").await, Err(FileError::NotFound)));
    }

    #[tokio::test]
    async fn no_key_leads_out_of_the_folder() {
        let store = FolderStore::new("/nowhere");
        for key in [
            "",
            "/etc/passwd",
            "../x",
            "a/../../x",
            "a//b",
            "a/./b",
            ".hidden",
            "a\\b",
            "a\0b",
            "A",
            "ü",
            "a/",
        ] {
            assert!(!is_key(key), "{key:?}");
            assert!(matches!(store.get(key).await, Err(FileError::BadKey)));
            assert!(matches!(store.put(key, Bytes::new(), "x").await, Err(FileError::BadKey)));
            assert!(matches!(store.delete(key).await, Err(FileError::BadKey)));
        }
        assert!(is_key("sessions/0193-ab/1_x.jpg"));
    }

    #[test]
    fn a_signed_address_works_until_it_ends() {
        let signer = UrlSigner::new("secret");
        let end = now() + TimeDelta::minutes(5);
        let url = signer.sign_url("/api/v1/files/", "a/b.jpg", end);
        let (path, query) = url.split_once('?').unwrap();
        assert_eq!(path, "/api/v1/files/a/b.jpg");
        let signature = query.split_once("&signature=").unwrap().1;
        let expires = end.timestamp();
        assert!(signer.verify("a/b.jpg", expires, signature, now()));
        assert!(!signer.verify("a/b.jpg", expires, signature, end));
        assert!(!signer.verify("a/c.jpg", expires, signature, now()));
        assert!(!signer.verify("a/b.jpg", expires + 1, signature, now()));
        assert!(!UrlSigner::new("other").verify("a/b.jpg", expires, signature, now()));
    }

    proptest! {
        #[test]
        fn an_allowed_key_stays_below_the_root(key in "[a-z./\\\\A-Z0-9_-]{0,40}") {
            if let Ok(path) = FolderStore::new("/root").path(&key) {
                let below = path.strip_prefix("/root").unwrap();
                prop_assert!(below.components().all(|c| matches!(c, std::path::Component::Normal(_))));
            }
        }

        #[test]
        fn one_changed_letter_is_noticed(place in 0usize..64, other in "[0-9a-f]") {
            let signer = UrlSigner::new("secret");
            let good = signer.signature("k", 2_000_000_000);
            let mut bad = good.clone();
            bad.replace_range(place..=place, &other);
            prop_assert_eq!(signer.verify("k", 2_000_000_000, &bad, now()), bad == good);
        }
    }
}
