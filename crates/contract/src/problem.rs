//! Errors as the API tells them: `application/problem+json` (RFC 9457) with a stable code.

use serde::{Deserialize, Serialize};

/// Declares the closed set of error codes with their status and title.
macro_rules! codes {
    ($($(#[$meta:meta])* $variant:ident = $word:tt, $status:literal, $title:literal;)+) => {
        /// What went wrong, as a stable word that programs may rely on.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
        #[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
        pub enum Code { $($(#[$meta])* #[serde(rename = $word)] $variant,)+ }

        impl Code {
            /// Every code, for the documentation and the tests.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];
            /// The word on the wire.
            pub const fn as_str(self) -> &'static str { match self { $(Self::$variant => $word),+ } }
            /// The HTTP status it comes with.
            pub const fn status(self) -> u16 { match self { $(Self::$variant => $status),+ } }
            /// The same short title each time.
            pub const fn title(self) -> &'static str { match self { $(Self::$variant => $title),+ } }
        }
    };
}

codes! {
    /// The request could not be read.
    Unreadable = "unreadable", 400, "The request could not be read";
    /// No valid access token or key.
    Unauthenticated = "unauthenticated", 401, "Sign in first";
    /// The access token has expired.
    TokenExpired = "token_expired", 401, "The access token has expired";
    /// The refresh token is unknown, used or revoked.
    InvalidRefreshToken = "invalid_refresh_token", 401, "Sign in again";
    /// E-mail address or password is wrong.
    InvalidCredentials = "invalid_credentials", 401, "The e-mail address or the password is wrong";
    /// The account has a second factor, and no code came with the password.
    TwoFactorRequired = "two_factor_required", 401, "Enter the code of your authenticator app";
    /// The code of the second factor is wrong, too old or was used.
    InvalidTwoFactorCode = "invalid_two_factor_code", 401, "This code is wrong or was used";
    /// The role may not do this.
    Forbidden = "forbidden", 403, "Not allowed for your role";
    /// The e-mail address has to be confirmed first.
    EmailNotVerified = "email_not_verified", 403, "Confirm your e-mail address first";
    /// The platform's staff sets up a second factor before anything else.
    TwoFactorMissing = "two_factor_missing", 403, "Set up a second factor first";
    /// Absent, or not yours to know about.
    NotFound = "not_found", 404, "Not found";
    /// The provider closed their account.
    ProviderGone = "provider_gone", 404, "This provider has left Pitlane";
    /// The address knows other methods.
    MethodNotAllowed = "method_not_allowed", 405, "This address does not know the method";
    /// The answer cannot be given in the wanted form.
    NotAcceptable = "not_acceptable", 406, "Only JSON is served here";
    /// A request with the same idempotency key is still running.
    RequestInProgress = "request_in_progress", 409, "The same request is still running";
    /// The provider is a favorite already.
    AlreadyFavorited = "already_favorited", 409, "Already a favorite";
    /// Another mechanic was faster.
    AlreadyAccepted = "already_accepted", 409, "Another mechanic took this request";
    /// The mechanic has another session under way.
    MechanicBusy = "mechanic_busy", 409, "Finish your other session first";
    /// The step is not possible in the present state; `allowed` lists those that are.
    InvalidTransition = "invalid_transition", 409, "Not possible in the present state";
    /// There is a review of this session already.
    AlreadyReviewed = "already_reviewed", 409, "Already reviewed";
    /// The person is a member of a workshop already.
    AlreadyMember = "already_member", 409, "Already a member of a workshop";
    /// Open work stands in the way.
    OpenWork = "open_work", 409, "Finish or cancel open work first";
    /// More than the customer authorised, or than is left of it.
    NotAuthorized = "not_authorized", 409, "More than is authorised";
    /// Something else changed or took it meanwhile.
    Conflict = "conflict", 409, "Changed meanwhile";
    /// `If-Match` names an old version.
    PreconditionFailed = "precondition_failed", 412, "Changed meanwhile";
    /// The body is too large.
    TooLarge = "too_large", 413, "Too large";
    /// The body has a type that is not read here.
    UnsupportedMediaType = "unsupported_media_type", 415, "This type is not read here";
    /// Fields are missing or wrong; `errors` lists them.
    Invalid = "invalid", 422, "Some fields need attention";
    /// The idempotency key came with another body before.
    IdempotencyKeyReused = "idempotency_key_reused", 422, "The idempotency key was used for another request";
    /// The one-time link is unknown, used or too old.
    InvalidLink = "invalid_link", 422, "The link is no longer valid";
    /// Too many requests; `Retry-After` says when to try again.
    RateLimited = "rate_limited", 429, "Too many requests";
    /// Nobody expected this.
    Internal = "internal", 500, "Something went wrong on our side";
    /// A part of the platform is down; `Retry-After` says when to try again.
    Unavailable = "unavailable", 503, "Not available right now";
}

/// What is wrong with one field.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FieldError {
    /// The field as it is named in the body, dots between levels.
    pub field: String,
    /// Stable, `snake_case`.
    pub code: String,
    /// What to change, in one sentence.
    pub message: String,
}

/// An error, as `application/problem+json` (RFC 9457).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Problem {
    /// Address of the code's description.
    #[serde(rename = "type")]
    pub kind: String,
    /// Short and the same for each code.
    pub title: String,
    /// The HTTP status.
    pub status: u16,
    /// What happened this time, in one sentence.
    pub detail: String,
    /// The path that was asked for.
    pub instance: String,
    /// Stable, for programs.
    pub code: Code,
    /// Names this request in the logs.
    pub request_id: String,
    /// What is wrong with which field.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub errors: Vec<FieldError>,
    /// The steps that are possible in the present state.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub allowed: Option<Vec<String>>,
}
