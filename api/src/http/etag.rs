//! Answers that rarely change carry an `ETag`, and 304 where the client has them already.

use crate::sql::hashed;
use actix_web::http::header::{self, EntityTag, Header, IfNoneMatch};
use actix_web::{HttpRequest, HttpResponse};
use serde::Serialize;

/// `body` as JSON with the `ETag` of its text, or 304 where the request names that one.
pub fn json(request: &HttpRequest, body: &impl Serialize) -> HttpResponse {
    let text = serde_json::to_string(body).unwrap_or_default();
    // weak: the same text may be compressed in different ways
    let tag = EntityTag::new_weak(hashed(&text).chars().take(32).collect());
    let known = match IfNoneMatch::parse(request) {
        Ok(IfNoneMatch::Items(tags)) => tags.iter().any(|known| known.weak_eq(&tag)),
        Ok(IfNoneMatch::Any) => true,
        Err(_) => false,
    };
    let mut response = if known { HttpResponse::NotModified() } else { HttpResponse::Ok() };
    response.insert_header(header::ETag(tag)).insert_header((header::CACHE_CONTROL, "no-cache"));
    if known { response.finish() } else { response.content_type("application/json").body(text) }
}
