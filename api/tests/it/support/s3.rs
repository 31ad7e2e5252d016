//! An S3 server that refuses every request whose signature is not right.

use hyper_util::rt::{TokioExecutor, TokioIo};
use hyper_util::server::conn::auto::Builder;
use pitlane_platform::config::Config;
use s3s::auth::SimpleAuth;
use s3s::service::S3ServiceBuilder;
use s3s_fs::FileSystem;
use std::net::SocketAddr;
use tempfile::TempDir;

pub const BUCKET: &str = "pitlane-files";
const ACCESS_KEY: &str = "pitlane";
const SECRET_KEY: &str = "of the test alone";

/// A running S3 server with one bucket; it ends with the runtime of its test.
pub struct S3Server {
    address: SocketAddr,
    folder: TempDir,
    task: tokio::task::JoinHandle<()>,
}

impl S3Server {
    pub async fn start() -> Self {
        let folder = tempfile::tempdir().unwrap();
        std::fs::create_dir(folder.path().join(BUCKET)).unwrap();
        let mut service = S3ServiceBuilder::new(FileSystem::new(folder.path()).unwrap());
        service.set_auth(SimpleAuth::from_single(ACCESS_KEY, SECRET_KEY));
        let service = service.build();
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let task = actix_web::rt::spawn(async move {
            while let Ok((socket, _)) = listener.accept().await {
                let service = service.clone();
                actix_web::rt::spawn(async move {
                    let served = Builder::new(TokioExecutor::new());
                    let _ = served.serve_connection(TokioIo::new(socket), service).await;
                });
            }
        });
        Self { address, folder, task }
    }

    /// Points a server's uploads at this one.
    pub fn set(&self, config: &mut Config) {
        "s3".clone_into(&mut config.files.store);
        config.files.s3_url = format!("http://{}", self.address);
        BUCKET.clone_into(&mut config.files.s3_bucket);
        ACCESS_KEY.clone_into(&mut config.files.s3_access_key);
        config.files.s3_secret_key = SECRET_KEY.into();
    }

    /// The objects of the bucket, without what the server itself keeps about them.
    pub fn objects(&self) -> Vec<String> {
        let root = self.folder.path().join(BUCKET);
        let mut folders = vec![root.clone()];
        let mut found = Vec::new();
        while let Some(folder) = folders.pop() {
            for entry in std::fs::read_dir(folder).unwrap() {
                let path = entry.unwrap().path();
                if path.is_dir() {
                    folders.push(path);
                } else {
                    found.push(path.strip_prefix(&root).unwrap().display().to_string());
                }
            }
        }
        found.retain(|name| !name.rsplit('/').next().unwrap().starts_with('.'));
        found
    }

    /// Stops to answer.
    pub async fn stop(self) {
        self.task.abort();
        let _ = self.task.await;
    }
}
