//! The outermost layer: names each request, writes errors as problems, sets the headers of every answer, logs and counts.

use crate::http::problem::ApiError;
use actix_web::body::{BoxBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::header::{self, HeaderName, HeaderValue};
use actix_web::middleware::Next;
use actix_web::{Error, HttpMessage, HttpResponse};
use pitlane_contract::problem::Code;
use std::time::Instant;
use tracing::Instrument;

/// Names a request in its answer and in the logs.
#[derive(Debug, Clone)]
pub struct RequestId(pub String);

const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// What the browser may load: only what this server sends. WebAssembly needs its own word.
pub const CSP_APP: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; \
    img-src 'self' blob: data:; font-src 'self'; connect-src 'self' ws: wss:; manifest-src 'self'; worker-src 'self'; \
    frame-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";
/// The interactive documentation brings inline styles of its own.
const CSP_DOCS: &str = "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; \
    connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/// Wraps the whole application.
pub async fn layer(
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<BoxBody>, Error> {
    let started = Instant::now();
    let id = pitlane_platform::new_id().simple().to_string();
    request.extensions_mut().insert(RequestId(id.clone()));
    let (method, path) = (request.method().clone(), request.path().to_owned());
    let span = tracing::info_span!("request", request_id = %id, method = %method);
    // the layers inside answer their errors themselves: an error here would have lost its request
    let mut response = next.call(request).instrument(span.clone()).await?.map_into_boxed_body();
    if response.status().is_client_error() || response.status().is_server_error() {
        response = as_problem(response, &path, &id);
    }
    set_headers(&mut response, &path, &id);
    let route = response.request().match_pattern().unwrap_or_else(|| "unmatched".to_owned());
    let (status, elapsed) = (response.status().as_u16(), started.elapsed());
    span.in_scope(|| tracing::info!(route, status, micros = elapsed.as_micros(), "answered"));
    metrics::histogram!("pitlane_http_request_seconds", "route" => route, "method" => method.to_string(), "status" => status.to_string())
        .record(elapsed.as_secs_f64());
    Ok(response)
}

/// Marks an answer that says all there is to say, whatever its status.
#[derive(Debug, Clone, Copy)]
pub struct Whole;

/// Gives an error its body. What did not come from our own handlers gets the code that fits its status.
fn as_problem(response: ServiceResponse<BoxBody>, path: &str, id: &str) -> ServiceResponse<BoxBody> {
    let own = response.response().extensions().get::<ApiError>().cloned();
    let is_problem =
        response.headers().get(header::CONTENT_TYPE).is_some_and(|t| t == "application/problem+json");
    let whole = response.response().extensions().contains::<Whole>();
    if whole || (is_problem && own.is_none()) {
        return response;
    }
    let error = own.unwrap_or_else(|| {
        ApiError::new(match response.status().as_u16() {
            401 => Code::Unauthenticated,
            403 => Code::Forbidden,
            404 => Code::NotFound,
            405 => Code::MethodNotAllowed,
            406 => Code::NotAcceptable,
            413 => Code::TooLarge,
            415 => Code::UnsupportedMediaType,
            429 => Code::RateLimited,
            503 => Code::Unavailable,
            400..=499 => Code::Unreadable,
            _ => Code::Internal,
        })
    });
    let body = serde_json::to_string(&error.body(path, id)).unwrap_or_default();
    let headers = response.headers().clone();
    let (request, _) = response.into_parts();
    let mut built = HttpResponse::build(actix_web::ResponseError::status_code(&error));
    for (name, value) in headers {
        if name != header::CONTENT_LENGTH && name != header::CONTENT_TYPE {
            built.append_header((name, value));
        }
    }
    ServiceResponse::new(request, built.content_type("application/problem+json").body(body))
}

fn set_headers(response: &mut ServiceResponse<BoxBody>, path: &str, id: &str) {
    let headers = response.headers_mut();
    let fixed = |name: HeaderName, value: &'static str| (name, HeaderValue::from_static(value));
    let csp = if path.starts_with("/api/docs") { CSP_DOCS } else { CSP_APP };
    for (name, value) in [
        fixed(header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        fixed(header::REFERRER_POLICY, "same-origin"),
        fixed(header::STRICT_TRANSPORT_SECURITY, "max-age=31536000"),
        fixed(header::X_FRAME_OPTIONS, "DENY"),
        fixed(HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
        fixed(
            HeaderName::from_static("permissions-policy"),
            "camera=(self), microphone=(self), geolocation=()",
        ),
        fixed(header::CONTENT_SECURITY_POLICY, csp),
    ] {
        if !headers.contains_key(&name) {
            headers.insert(name, value);
        }
    }
    if path.starts_with("/api/") && !headers.contains_key(header::CACHE_CONTROL) {
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    }
    if let Ok(value) = HeaderValue::from_str(id) {
        headers.insert(REQUEST_ID, value);
    }
}
