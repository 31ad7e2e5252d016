use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use futures::lock::Mutex as AsyncMutex;
use pitlane_contract::problem::Problem;
use serde::{Serialize, de::DeserializeOwned};

use crate::{
    ApiError, Upload,
    http::{Method, Request, Response, Transport, escape},
};

/// A connection to one Pitlane server on behalf of one person, or of nobody.
#[derive(Debug, Clone)]
pub struct Client {
    inner: Arc<Inner>,
}

/// What is called when the server does not know the sign-in any more.
#[derive(Clone)]
struct Lost(Arc<dyn Fn() + Send + Sync>);

impl std::fmt::Debug for Lost {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Lost")
    }
}

#[derive(Debug)]
struct Inner {
    base: String,
    transport: Transport,
    tokens: Mutex<Tokens>,
    refreshing: AsyncMutex<()>,
    on_lost: Mutex<Option<Lost>>,
}

#[derive(Debug, Default)]
struct Tokens {
    access: Option<String>,
    refresh: Option<String>,
    /// Counts the changes, so that a call can tell whether somebody refreshed since it was sent.
    generation: u64,
}

/// A request in the words of the API, before it has an address and a token.
#[derive(Debug)]
pub(crate) struct Call {
    method: Method,
    path: String,
    query: Vec<(String, String)>,
    body: Option<(String, Vec<u8>)>,
    key: Option<String>,
    version: Option<i32>,
    anonymous: bool,
    elsewhere: bool,
    accept: &'static str,
}

impl Call {
    fn new(method: Method, path: impl Into<String>) -> Self {
        Self {
            method,
            path: path.into(),
            query: Vec::new(),
            body: None,
            key: None,
            version: None,
            anonymous: false,
            elsewhere: false,
            accept: "application/json",
        }
    }

    pub(crate) fn get(path: impl Into<String>) -> Self {
        Self::new(Method::Get, path)
    }

    pub(crate) fn post(path: impl Into<String>) -> Self {
        Self::new(Method::Post, path)
    }

    pub(crate) fn put(path: impl Into<String>) -> Self {
        Self::new(Method::Put, path)
    }

    pub(crate) fn patch(path: impl Into<String>) -> Self {
        Self::new(Method::Patch, path)
    }

    pub(crate) fn delete(path: impl Into<String>) -> Self {
        Self::new(Method::Delete, path)
    }

    /// Sends `value` as JSON.
    pub(crate) fn json(mut self, value: &impl Serialize) -> Self {
        // the contract's types have string keys only, so writing them cannot fail
        self.body = serde_json::to_vec(value).ok().map(|bytes| ("application/json".to_owned(), bytes));
        self
    }

    /// Sends a file as a form.
    pub(crate) fn upload(mut self, upload: Upload) -> Self {
        self.body = Some(upload.into_form());
        self
    }

    /// Adds every field of `value` that is set to the query.
    pub(crate) fn query(mut self, value: &impl Serialize) -> Self {
        if let Ok(serde_json::Value::Object(fields)) = serde_json::to_value(value) {
            for (name, value) in fields {
                let text = match value {
                    serde_json::Value::Null => continue,
                    serde_json::Value::String(text) => text,
                    other => other.to_string(),
                };
                self.query.push((name, text));
            }
        }
        self
    }

    /// Makes the call safe to repeat: the server answers the first result for the same key. Without a key of the
    /// caller's own a fresh one covers the repetitions that this client does by itself.
    pub(crate) fn key(mut self, key: Option<&str>) -> Self {
        self.key = Some(key.map_or_else(fresh_key, ToOwned::to_owned));
        self
    }

    /// Makes the call hold for this version of what it changes, and for no other.
    pub(crate) fn if_match(mut self, version: Option<i32>) -> Self {
        self.version = version;
        self
    }

    /// Sends no token and never refreshes: for log-in and its like.
    pub(crate) fn anonymous(mut self) -> Self {
        self.anonymous = true;
        self
    }

    /// The path is a whole address, or one of the server's own outside the API; it gets no token.
    pub(crate) fn elsewhere(mut self) -> Self {
        self.elsewhere = true;
        self.anonymous()
    }

    /// Asks for a file of this media type.
    pub(crate) fn accept(mut self, media_type: &'static str) -> Self {
        self.accept = media_type;
        self
    }

    fn url(&self, base: &str) -> String {
        let mut url = match (self.elsewhere, self.path.starts_with("http")) {
            (true, true) => self.path.clone(),
            (true, false) => format!("{base}{}", self.path),
            (false, _) => format!("{base}/api/v1{}", self.path),
        };
        for (position, (name, value)) in self.query.iter().enumerate() {
            url.push(if position == 0 { '?' } else { '&' });
            url.push_str(name);
            url.push('=');
            url.push_str(&escape(value));
        }
        url
    }

    fn request(&self, base: &str, token: Option<&str>) -> Request {
        let mut headers = vec![("Accept", format!("{}, application/problem+json", self.accept))];
        if let Some(token) = token {
            headers.push(("Authorization", format!("Bearer {token}")));
        }
        if let Some(key) = &self.key {
            headers.push(("Idempotency-Key", key.clone()));
        }
        if let Some(version) = self.version {
            headers.push(("If-Match", format!("\"{version}\"")));
        }
        if let Some((kind, _)) = &self.body {
            headers.push(("Content-Type", kind.clone()));
        }
        Request {
            method: self.method,
            url: self.url(base),
            headers,
            body: self.body.as_ref().map(|(_, bytes)| bytes.clone()),
        }
    }
}

impl Client {
    /// A client of the server at `base`, such as `http://127.0.0.1:8080`; empty in a browser, where the server is
    /// the page's own origin.
    pub fn new(base: impl Into<String>) -> Self {
        let base = base.into().trim_end_matches('/').to_owned();
        let inner = Inner {
            base,
            transport: Transport::new(),
            tokens: Mutex::default(),
            refreshing: AsyncMutex::new(()),
            on_lost: Mutex::default(),
        };
        Self { inner: Arc::new(inner) }
    }

    /// The address of the server, without a slash at its end.
    pub fn base(&self) -> &str {
        &self.inner.base
    }

    /// The access token in use, for the realtime connection's first frame.
    pub fn access_token(&self) -> Option<String> {
        self.tokens().access.clone()
    }

    /// The refresh token in use; never there in a browser.
    pub fn refresh_token(&self) -> Option<String> {
        self.tokens().refresh.clone()
    }

    /// Uses these tokens from now on.
    pub fn set_tokens(&self, access: Option<String>, refresh: Option<String>) {
        let mut tokens = self.tokens();
        tokens.access = access;
        tokens.refresh = refresh;
        tokens.generation += 1;
    }

    /// Forgets the tokens, without telling the server.
    pub fn forget(&self) {
        self.set_tokens(None, None);
    }

    /// Calls `listener` when a refresh tells that the server does not know the sign-in any more.
    pub fn on_lost(&self, listener: impl Fn() + Send + Sync + 'static) {
        let mut on_lost = self.inner.on_lost.lock().unwrap_or_else(PoisonError::into_inner);
        *on_lost = Some(Lost(Arc::new(listener)));
    }

    fn lose(&self) {
        self.forget();
        let listener = self.inner.on_lost.lock().unwrap_or_else(PoisonError::into_inner).clone();
        if let Some(Lost(listener)) = listener {
            listener();
        }
    }

    fn tokens(&self) -> MutexGuard<'_, Tokens> {
        self.inner.tokens.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Sends a call and reads its answer.
    pub(crate) async fn fetch<T: DeserializeOwned>(&self, call: Call) -> Result<T, ApiError> {
        let answer = self.send(&call).await?;
        serde_json::from_slice(&answer.body).map_err(|_| ApiError::Unreadable { status: answer.status })
    }

    /// Sends a call exactly once, as it is, and reads its answer.
    pub(crate) async fn fetch_bare<T: DeserializeOwned>(&self, call: Call) -> Result<T, ApiError> {
        let answer = read(self.send_once(&call, None).await?)?;
        serde_json::from_slice(&answer.body).map_err(|_| ApiError::Unreadable { status: answer.status })
    }

    /// Sends a call whose answer has nothing in it.
    pub(crate) async fn perform(&self, call: Call) -> Result<(), ApiError> {
        self.send(&call).await.map(|_| ())
    }

    /// Sends a call whose answer is a file.
    pub(crate) async fn download(&self, call: Call) -> Result<Vec<u8>, ApiError> {
        self.send(&call).await.map(|answer| answer.body)
    }

    async fn send(&self, call: &Call) -> Result<Response, ApiError> {
        let (token, generation) = {
            let tokens = self.tokens();
            (tokens.access.clone().filter(|_| !call.anonymous), tokens.generation)
        };
        let answer = self.send_once(call, token.as_deref()).await?;
        if answer.status != 401 || token.is_none() {
            return read(answer);
        }
        if self.refresh_since(generation).await.is_err() {
            return read(answer);
        }
        let token = self.access_token();
        read(self.send_once(call, token.as_deref()).await?)
    }

    async fn send_once(&self, call: &Call, token: Option<&str>) -> Result<Response, ApiError> {
        let request = call.request(&self.inner.base, token);
        self.inner.transport.send(request).await.map_err(|_| ApiError::Network)
    }

    /// Refreshes, unless another call did since `generation`.
    async fn refresh_since(&self, generation: u64) -> Result<(), ApiError> {
        let _one_at_a_time = self.inner.refreshing.lock().await;
        if self.tokens().generation == generation {
            let outcome = self.refresh_now().await;
            if matches!(&outcome, Err(error) if error.status() == Some(401)) {
                self.lose();
            }
            outcome
        } else if self.access_token().is_some() {
            Ok(())
        } else {
            Err(ApiError::Unreadable { status: 401 })
        }
    }

    /// Exchanges the refresh token for new tokens. In a browser this is how a page that was just loaded finds out
    /// who is signed in.
    pub async fn refresh(&self) -> Result<(), ApiError> {
        let generation = self.tokens().generation;
        self.refresh_since(generation).await
    }
}

fn read(answer: Response) -> Result<Response, ApiError> {
    if (200..300).contains(&answer.status) {
        return Ok(answer);
    }
    Err(match serde_json::from_slice::<Problem>(&answer.body) {
        Ok(problem) => ApiError::Problem(Box::new(problem)),
        Err(_) => ApiError::Unreadable { status: answer.status },
    })
}

/// A new key for a call that may have to be repeated: keep it until the answer is known.
#[expect(clippy::disallowed_methods, reason = "the client runs where the server's source of ids does not")]
pub fn fresh_key() -> String {
    uuid::Uuid::now_v7().to_string()
}

/// A number below `bound`, by chance.
#[expect(clippy::disallowed_methods, reason = "the client runs where the server's source of ids does not")]
pub(crate) fn chance(bound: u32) -> u32 {
    // the last bits of such an id are random
    let bits = uuid::Uuid::now_v7().as_u128() % u128::from(bound.max(1));
    u32::try_from(bits).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::Call;

    #[derive(serde::Serialize)]
    struct Filter {
        q: Option<String>,
        limit: Option<u32>,
        online: bool,
    }

    #[test]
    fn only_what_is_set_goes_into_the_query() {
        let call =
            Call::get("/providers").query(&Filter { q: Some("a&b".into()), limit: None, online: true });
        let url = call.url("http://host");
        let (path, query) = url.split_once('?').unwrap();
        // the order of the parameters means nothing
        let mut parameters: Vec<_> = query.split('&').collect();
        parameters.sort_unstable();
        assert_eq!((path, parameters), ("http://host/api/v1/providers", vec!["online=true", "q=a%26b"]));
    }
}
