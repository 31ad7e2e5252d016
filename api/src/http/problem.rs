//! Errors on their way out: every one becomes `application/problem+json` (RFC 9457).

use actix_web::http::{StatusCode, header};
use actix_web::{HttpResponse, ResponseError};
use pitlane_contract::problem::{Code, FieldError, Problem};
use sea_orm::DbErr;
use std::fmt;

/// An error that a client is told. Handlers return it; `edge` writes its body, because only there the request is known.
#[derive(Debug, Clone)]
pub struct ApiError {
    /// The stable code, which sets the status.
    pub code: Code,
    /// What happened this time, in one sentence; the code's title where nothing more is to be said.
    pub detail: String,
    /// What is wrong with which field.
    pub errors: Vec<FieldError>,
    /// The steps that are possible in the present state.
    pub allowed: Option<Vec<String>>,
    /// Seconds after which another try makes sense.
    pub retry_after: Option<u64>,
}

impl ApiError {
    /// An error that its code says all about.
    pub fn new(code: Code) -> Self {
        Self {
            code,
            detail: format!("{}.", code.title()),
            errors: Vec::new(),
            allowed: None,
            retry_after: None,
        }
    }

    /// An error with a sentence of its own.
    pub fn because(code: Code, detail: impl Into<String>) -> Self {
        Self { detail: detail.into(), ..Self::new(code) }
    }

    /// Fields that need attention.
    pub fn fields(errors: Vec<FieldError>) -> Self {
        Self { errors, ..Self::new(Code::Invalid) }
    }

    /// One field that needs attention.
    pub fn field(field: &str, code: &str, message: &str) -> Self {
        Self::fields(vec![FieldError {
            field: field.to_owned(),
            code: code.to_owned(),
            message: message.to_owned(),
        }])
    }

    /// A step that is not possible now; `allowed` lists those that are.
    pub fn transition(detail: impl Into<String>, allowed: impl IntoIterator<Item = impl ToString>) -> Self {
        let allowed = Some(allowed.into_iter().map(|step| step.to_string()).collect());
        Self { allowed, ..Self::because(Code::InvalidTransition, detail) }
    }

    /// Absent, or not theirs to know about.
    pub fn not_found() -> Self {
        Self::new(Code::NotFound)
    }

    /// The body for a request.
    pub fn body(&self, instance: &str, request_id: &str) -> Problem {
        Problem {
            kind: format!("/api/docs/errors#{}", self.code.as_str()),
            title: self.code.title().to_owned(),
            status: self.code.status(),
            detail: self.detail.clone(),
            instance: instance.to_owned(),
            code: self.code,
            request_id: request_id.to_owned(),
            errors: self.errors.clone(),
            allowed: self.allowed.clone(),
        }
    }
}

impl fmt::Display for ApiError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.code.as_str(), self.detail)
    }
}

impl std::error::Error for ApiError {}

impl ResponseError for ApiError {
    fn status_code(&self) -> StatusCode {
        StatusCode::from_u16(self.code.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
    }

    fn error_response(&self) -> HttpResponse {
        let mut response = HttpResponse::build(self.status_code());
        if let Some(seconds) = self.retry_after {
            response.insert_header((header::RETRY_AFTER, seconds));
        }
        let mut response = response.finish();
        response.extensions_mut().insert(self.clone());
        response
    }
}

/// What nobody expected: one opaque answer, the cause in the log. A database that does not answer is 503.
impl From<DbErr> for ApiError {
    fn from(error: DbErr) -> Self {
        if matches!(error, DbErr::ConnectionAcquire(_) | DbErr::Conn(_)) {
            tracing::error!(%error, "the database does not answer");
            return Self { retry_after: Some(5), ..Self::new(Code::Unavailable) };
        }
        Self::unexpected(error)
    }
}

impl From<pitlane_domain::vocabulary::UnknownWord> for ApiError {
    fn from(error: pitlane_domain::vocabulary::UnknownWord) -> Self {
        Self::unexpected(error)
    }
}

impl ApiError {
    /// What nobody expected: logged whole, told as an opaque 500.
    pub fn unexpected(error: impl fmt::Display) -> Self {
        tracing::error!(%error, "unexpected error");
        Self::new(Code::Internal)
    }
}

/// Whether a statement failed because a row with the same key is there already.
pub fn is_duplicate(error: &DbErr) -> bool {
    matches!(error.sql_err(), Some(sea_orm::SqlErr::UniqueConstraintViolation(_)))
}
