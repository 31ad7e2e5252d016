//! Rate limits by route class: strict for whatever tries passwords or addresses, wide for the rest.

use crate::http::problem::ApiError;
use crate::state::AppState;
use actix_web::body::{BoxBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::header::{HeaderMap, HeaderName, HeaderValue};
use actix_web::middleware::Next;
use actix_web::{Error, HttpRequest, ResponseError, web};
use governor::clock::{Clock, DefaultClock};
use governor::middleware::StateInformationMiddleware;
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};
use pitlane_contract::problem::Code;
use std::num::NonZeroU32;

type Limiter = RateLimiter<
    String,
    governor::state::keyed::DefaultKeyedStateStore<String>,
    DefaultClock,
    StateInformationMiddleware,
>;

/// The limiters of one server, by class.
pub struct Limits {
    enabled: bool,
    general: Limiter,
    strict: Limiter,
    per_minute: u32,
    strict_per_minute: u32,
}

impl Limits {
    /// Limiters as configured.
    pub fn new(config: &pitlane_platform::config::LimitsConfig) -> Self {
        let limiter = |per_minute: u32| {
            let rate = NonZeroU32::new(per_minute).unwrap_or(NonZeroU32::MIN);
            DefaultKeyedRateLimiter::keyed(Quota::per_minute(rate))
                .with_middleware::<StateInformationMiddleware>()
        };
        Self {
            enabled: config.enabled,
            general: limiter(config.per_minute),
            strict: limiter(config.auth_per_minute),
            per_minute: config.per_minute,
            strict_per_minute: config.auth_per_minute,
        }
    }

    /// Forgets addresses that have been quiet, so that memory does not grow with visitors.
    pub fn sweep(&self) {
        self.general.retain_recent();
        self.strict.retain_recent();
    }
}

/// Paths that try passwords, addresses or one-time links.
const STRICT: [&str; 9] = [
    "/register",
    "/login",
    "/forgot-password",
    "/reset-password",
    "/verify-email",
    "/auth/refresh",
    "/accept-invitation",
    "/confirm",
    "/authenticate",
];

/// The address a request comes from; the proxy's word counts only where one is configured.
pub fn address_of(request: &HttpRequest, behind_proxy: bool) -> Option<String> {
    let forwarded =
        if behind_proxy { request.connection_info().realip_remote_addr().map(str::to_owned) } else { None };
    forwarded.or_else(|| request.peer_addr().map(|peer| peer.ip().to_string()))
}

/// Counts each request against its class; 429 with `Retry-After` above it, `RateLimit-*` headers always.
pub async fn layer(
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<BoxBody>, Error> {
    let (Some(limits), Some(state)) = (
        request.app_data::<web::Data<Limits>>().cloned(),
        request.app_data::<web::Data<AppState>>().cloned(),
    ) else {
        return Ok(next.call(request).await?.map_into_boxed_body());
    };
    if !limits.enabled {
        return Ok(next.call(request).await?.map_into_boxed_body());
    }
    let path = request.path();
    // gateways call as often as there is news, from few addresses, and each call is signed
    if path.contains("/webhooks/") {
        return Ok(next.call(request).await?.map_into_boxed_body());
    }
    let strict =
        request.method() == actix_web::http::Method::POST && STRICT.iter().any(|end| path.ends_with(end));
    let (limiter, limit) = if strict {
        (&limits.strict, limits.strict_per_minute)
    } else {
        (&limits.general, limits.per_minute)
    };
    let key = address_of(request.request(), state.config.http.behind_proxy).unwrap_or_default();
    match limiter.check_key(&key) {
        Ok(snapshot) => {
            let remaining = snapshot.remaining_burst_capacity();
            let mut response = next.call(request).await?.map_into_boxed_body();
            say(response.headers_mut(), limit, remaining);
            Ok(response)
        }
        Err(until) => {
            let wait = until.wait_time_from(DefaultClock::default().now()).as_secs() + 1;
            let error = ApiError { retry_after: Some(wait), ..ApiError::new(Code::RateLimited) };
            let mut response = error.error_response();
            say(response.headers_mut(), limit, 0);
            Ok(request.into_response(response))
        }
    }
}

/// Says how many requests a minute there are, how many of them are left, and in how many seconds all of them are again.
fn say(headers: &mut HeaderMap, limit: u32, remaining: u32) {
    let reset = (limit.saturating_sub(remaining) * 60).div_ceil(limit.max(1));
    for (name, value) in
        [("ratelimit-limit", limit), ("ratelimit-remaining", remaining), ("ratelimit-reset", reset)]
    {
        headers.insert(HeaderName::from_static(name), HeaderValue::from(value));
    }
}
