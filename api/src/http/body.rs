//! Reads JSON bodies, query strings and path parameters; each failure names what is wrong.

use crate::http::problem::ApiError;
use actix_web::dev::Payload;
use actix_web::http::header;
use actix_web::{FromRequest, HttpMessage, HttpRequest, web};
use pitlane_contract::problem::Code;
use serde::de::DeserializeOwned;
use std::future::Future;
use std::pin::Pin;

/// Most bytes of a JSON body.
const MAX_BODY: usize = 256 * 1024;

/// A JSON body: 415 for another type, 413 when too large, 400 when it is no JSON, 422 naming the field that does not fit.
#[derive(Debug)]
pub struct Json<T>(pub T);

impl<T: DeserializeOwned + 'static> FromRequest for Json<T> {
    type Error = ApiError;
    type Future = Pin<Box<dyn Future<Output = Result<Self, ApiError>>>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let is_json = request.content_type().is_empty() || request.content_type() == "application/json";
        let empty = request.headers().get(header::CONTENT_LENGTH).is_some_and(|length| length == "0");
        let body = web::Bytes::from_request(request, payload);
        Box::pin(async move {
            if !is_json {
                return Err(ApiError::because(Code::UnsupportedMediaType, "Send application/json."));
            }
            let bytes = body.await.map_err(|_| ApiError::new(Code::TooLarge))?;
            if bytes.len() > MAX_BODY {
                return Err(ApiError::new(Code::TooLarge));
            }
            // a body that may be left out reads as an empty object
            let text: &[u8] = if empty || bytes.is_empty() { b"{}" } else { &bytes };
            read(text).map(Self)
        })
    }
}

fn read<T: DeserializeOwned>(text: &[u8]) -> Result<T, ApiError> {
    // first as any JSON: what is not even that is 400, whatever the type says about it
    let value: serde_json::Value = serde_json::from_slice(text)
        .map_err(|error| ApiError::because(Code::Unreadable, format!("The body is not JSON: {error}.")))?;
    // a list would be taken as the fields in their order
    if value.is_array() {
        return Err(ApiError::field(".", "invalid_type", "Send one object."));
    }
    serde_path_to_error::deserialize(value).map_err(|error| {
        let path = error.path().to_string();
        let message = error.inner().to_string();
        let named = message.split('`').nth(1).unwrap_or_default().to_owned();
        let parent = if path == "." { String::new() } else { format!("{path}.") };
        if message.starts_with("unknown field") {
            let field = if path.ends_with(&named) { path } else { format!("{parent}{named}") };
            ApiError::field(&field, "unknown_field", "This field is not known here.")
        } else if message.starts_with("missing field") {
            ApiError::field(&format!("{parent}{named}"), "required", "This field is needed.")
        } else {
            ApiError::field(&path, "invalid_type", "This value does not fit the field.")
        }
    })
}

/// Parameters of the query string; 422 naming what does not fit.
#[derive(Debug)]
pub struct Query<T>(pub T);

impl<T: DeserializeOwned + 'static> FromRequest for Query<T> {
    type Error = ApiError;
    type Future = std::future::Ready<Result<Self, ApiError>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        std::future::ready(
            web::Query::<T>::from_query(request.query_string())
                .map(|query| Self(query.into_inner()))
                .map_err(|_| {
                    ApiError::field(
                        "query",
                        "invalid_type",
                        "A parameter of the address does not fit its type.",
                    )
                }),
        )
    }
}

/// The id in the path; what is no id names nothing: 404.
#[derive(Debug, Clone, Copy)]
pub struct Id(pub uuid::Uuid);

impl FromRequest for Id {
    type Error = ApiError;
    type Future = std::future::Ready<Result<Self, ApiError>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let id = request.match_info().get("id").and_then(|text| text.parse().ok());
        std::future::ready(id.map(Self).ok_or_else(ApiError::not_found))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use pitlane_contract::dispatch::NewSessionRequest;

    #[test]
    fn each_failure_names_its_field() {
        let field = |text: &str| {
            let error = read::<NewSessionRequest>(text.as_bytes()).unwrap_err();
            error.errors.first().map(|e| (e.field.clone(), e.code.clone()))
        };
        assert_eq!(field(r#"{"colour": 1}"#), Some(("colour".into(), "unknown_field".into())));
        assert_eq!(field("{}"), Some(("vehicle_id".into(), "required".into())));
        let wrong = r#"{"vehicle_id": 7}"#;
        assert_eq!(field(wrong), Some(("vehicle_id".into(), "invalid_type".into())));
        assert_eq!(field("[null, null]"), Some((".".into(), "invalid_type".into())));
        assert_eq!(field("null"), Some((".".into(), "invalid_type".into())));
        assert_eq!(read::<NewSessionRequest>(b"{").unwrap_err().code, Code::Unreadable);
    }
}
