use super::{Method, Request, Response, Unreachable};
use std::time::Duration;

/// Waits for other tabs of a browser, of which there are none here.
pub(crate) fn pause(_milliseconds: u32) -> std::future::Ready<()> {
    std::future::ready(())
}

/// Sends requests through a pool of connections.
#[derive(Debug)]
pub(crate) struct Transport {
    pool: reqwest::Client,
}

impl Transport {
    pub(crate) fn new() -> Self {
        // a second installation is refused, and the first one serves as well
        let _ = rustls::crypto::ring::default_provider().install_default();
        // Pitlane's server ends a connection that was idle for 5 s: one that it is about to end must not carry a request
        let pool = reqwest::Client::builder().pool_idle_timeout(Duration::from_secs(3)).build();
        Self { pool: pool.unwrap_or_default() }
    }

    pub(crate) async fn send(&self, request: Request) -> Result<Response, Unreachable> {
        let method = match request.method {
            Method::Get => reqwest::Method::GET,
            Method::Post => reqwest::Method::POST,
            Method::Put => reqwest::Method::PUT,
            Method::Patch => reqwest::Method::PATCH,
            Method::Delete => reqwest::Method::DELETE,
        };
        let mut builder = self.pool.request(method, request.url);
        for (name, value) in request.headers {
            builder = builder.header(name, value);
        }
        if let Some(body) = request.body {
            builder = builder.body(body);
        }
        let answer = builder.send().await.map_err(|_| Unreachable)?;
        let status = answer.status().as_u16();
        let body = answer.bytes().await.map_err(|_| Unreachable)?.to_vec();
        Ok(Response { status, body })
    }
}
