//! Answers that rarely change carry an `ETag`, and 304 where the client has them already. What several people may change
//! carries its version, which a change may name in `If-Match`.

use crate::http::problem::ApiError;
use crate::sql::hashed;
use actix_web::dev::Payload;
use actix_web::http::header::{self, EntityTag, Header, IfMatch as Tags, IfNoneMatch};
use actix_web::{FromRequest, HttpRequest, HttpResponse, HttpResponseBuilder};
use pitlane_contract::problem::Code;
use serde::Serialize;
use std::future::{Ready, ready};

/// The versions that a change may be made to; none named means any.
#[derive(Debug, Clone)]
pub struct IfMatch(Option<Vec<String>>);

impl IfMatch {
    /// Refuses a change to another version than the named ones.
    pub fn check(&self, version: i32) -> Result<(), ApiError> {
        let named = self.0.as_ref().is_none_or(|tags| tags.contains(&version.to_string()));
        if named { Ok(()) } else { Err(ApiError::new(Code::PreconditionFailed)) }
    }
}

impl FromRequest for IfMatch {
    type Error = ApiError;
    type Future = Ready<Result<Self, ApiError>>;
    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        if !request.headers().contains_key(header::IF_MATCH) {
            return ready(Ok(Self(None)));
        }
        let named = match Tags::parse(request) {
            Ok(Tags::Items(tags)) => Some(tags.iter().map(|tag| tag.tag().to_owned()).collect()),
            Ok(Tags::Any) => None,
            // what is no tag names no version
            Err(_) => Some(Vec::new()),
        };
        ready(Ok(Self(named)))
    }
}

/// `body` as JSON with its version as the `ETag`.
pub fn versioned(mut answer: HttpResponseBuilder, version: i32, body: &impl Serialize) -> HttpResponse {
    let tag = EntityTag::new_strong(version.to_string());
    answer.insert_header(header::ETag(tag)).insert_header((header::CACHE_CONTROL, "no-cache")).json(body)
}

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
