//! Serves the built browser app: hashed files for a year, the page itself fresh, compressed where it was built so.

use crate::http::edge::CSP_APP;
use crate::http::methods;
use crate::http::problem::ApiError;
use crate::state::AppState;
use actix_web::http::header::{self, HeaderValue};
use actix_web::{HttpRequest, HttpResponse, ResponseError, web};
use pitlane_contract::problem::Code;
use pitlane_platform::config::PaymentsConfig;
use std::path::{Component, Path, PathBuf};

/// Answers what no route took: a wrong method with 405, else with a file of the app, or with the app's page for any path of
/// its own router.
pub async fn serve(request: HttpRequest, state: web::Data<AppState>) -> Result<HttpResponse, ApiError> {
    if let Some(known) = methods::allowed(request.path()) {
        let mut refused = ApiError::new(Code::MethodNotAllowed).error_response();
        refused
            .headers_mut()
            .insert(header::ALLOW, HeaderValue::from_str(&known).map_err(ApiError::unexpected)?);
        return Ok(refused);
    }
    let root = PathBuf::from(&state.config.web.dir);
    let asked = request.path().trim_start_matches('/');
    let is_get = matches!(request.method().as_str(), "GET" | "HEAD");
    if state.config.web.dir.is_empty()
        || !is_get
        || asked.starts_with("api/")
        || asked.starts_with("sandbox/")
    {
        return Err(ApiError::not_found());
    }
    let safe = Path::new(asked).components().all(|part| matches!(part, Component::Normal(_)));
    let file = root.join(asked);
    if safe && !asked.is_empty() && file.is_file() {
        return send(&state, &request, &file, asked).await;
    }
    // a name with an ending is a file that is not there; anything else is a page
    if asked.rsplit('/').next().is_some_and(|last| last.contains('.')) {
        return Err(ApiError::not_found());
    }
    send(&state, &request, &root.join("index.html"), "index.html").await
}

async fn send(
    state: &AppState,
    request: &HttpRequest,
    file: &Path,
    name: &str,
) -> Result<HttpResponse, ApiError> {
    let accepted =
        request.headers().get(header::ACCEPT_ENCODING).and_then(|v| v.to_str().ok()).unwrap_or_default();
    let forms = [("br", "br"), ("gzip", "gz")];
    let packed = forms.iter().find_map(|(coding, ending)| {
        let path = PathBuf::from(format!("{}.{ending}", file.display()));
        (accepted.contains(coding) && path.is_file()).then_some((path, *coding))
    });
    let (path, coding) = packed.map_or((file.to_owned(), None), |(path, coding)| (path, Some(coding)));
    let bytes = tokio::fs::read(&path).await.map_err(|_| ApiError::not_found())?;
    let mut response = HttpResponse::Ok();
    response.content_type(content_type(name)).insert_header((header::VARY, "accept-encoding"));
    let hashed = name.starts_with("assets/");
    let caching = if hashed { "public, max-age=31536000, immutable" } else { "no-cache" };
    response.insert_header((header::CACHE_CONTROL, HeaderValue::from_static(caching)));
    if name == "index.html"
        && let Some(policy) = policy_with_stripe(&state.config.payments)
    {
        response.insert_header((header::CONTENT_SECURITY_POLICY, policy));
    }
    if let Some(coding) = coding {
        response.insert_header((header::CONTENT_ENCODING, coding));
    }
    Ok(response.body(bytes))
}

/// What the browser may load where Stripe takes the cards: its script, its frames and its API besides our own. The
/// addresses are those of Stripe's guide to content security policies.
fn policy_with_stripe(payments: &PaymentsConfig) -> Option<String> {
    if payments.gateway != "stripe" {
        return None;
    }
    let script = origin(&payments.stripe_script_url);
    let policy = CSP_APP
        .replace("script-src 'self'", &format!("script-src 'self' {script}"))
        .replace("frame-src 'self'", &format!("frame-src 'self' {script} https://hooks.stripe.com"))
        .replace("connect-src 'self'", &format!("connect-src 'self' {}", origin(&payments.stripe_url)));
    Some(policy)
}

/// Scheme, host and port of an address.
fn origin(url: &str) -> String {
    url.split('/').take(3).collect::<Vec<_>>().join("/")
}

fn content_type(name: &str) -> &'static str {
    match name.rsplit('.').next().unwrap_or_default() {
        "html" => "text/html; charset=utf-8",
        "js" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "wasm" => "application/wasm",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "ico" => "image/x-icon",
        "json" => "application/json",
        "webmanifest" => "application/manifest+json",
        "txt" => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}
