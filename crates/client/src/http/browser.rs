use gloo_net::http::RequestBuilder;
use gloo_timers::future::TimeoutFuture;
use js_sys::Uint8Array;
use web_sys::{AbortController, RequestCredentials};

use super::{Method, Request, Response, Unreachable};

/// Waits.
pub(crate) fn pause(milliseconds: u32) -> TimeoutFuture {
    TimeoutFuture::new(milliseconds)
}

/// Sends requests with fetch; the browser keeps the connections and the cookies.
#[derive(Debug)]
pub(crate) struct Transport;

/// Aborts the fetch when the future that waits for it is dropped; after its end this does nothing.
struct AbortOnDrop(Option<AbortController>);

impl Drop for AbortOnDrop {
    fn drop(&mut self) {
        if let Some(controller) = &self.0 {
            controller.abort();
        }
    }
}

impl Transport {
    pub(crate) fn new() -> Self {
        Self
    }

    pub(crate) async fn send(&self, request: Request) -> Result<Response, Unreachable> {
        let guard = AbortOnDrop(AbortController::new().ok());
        let signal = guard.0.as_ref().map(AbortController::signal);
        let mut builder = RequestBuilder::new(&request.url)
            .method(match request.method {
                Method::Get => gloo_net::http::Method::GET,
                Method::Post => gloo_net::http::Method::POST,
                Method::Put => gloo_net::http::Method::PUT,
                Method::Patch => gloo_net::http::Method::PATCH,
                Method::Delete => gloo_net::http::Method::DELETE,
            })
            .credentials(RequestCredentials::Include)
            .abort_signal(signal.as_ref());
        for (name, value) in request.headers {
            builder = builder.header(name, &value);
        }
        let answer = match request.body {
            Some(body) => {
                builder.body(Uint8Array::from(body.as_slice())).map_err(|_| Unreachable)?.send().await
            }
            None => builder.send().await,
        }
        .map_err(|_| Unreachable)?;
        let status = answer.status();
        let body = answer.binary().await.map_err(|_| Unreachable)?;
        Ok(Response { status, body })
    }
}
