//! How operations document the problems that they can answer with: named in `responses(..)` beside the success.

use pitlane_contract::problem::Problem;
use std::collections::BTreeMap;
use utoipa::openapi::{Content, RefOr, Response, ResponseBuilder};
use utoipa::{IntoResponses, ToSchema};

/// Declares groups of problems.
macro_rules! problems {
    ($($(#[$meta:meta])* $name:ident { $($status:literal: $text:literal),+ $(,)? })+) => {$(
        $(#[$meta])*
        #[derive(Debug)]
        pub struct $name;

        impl IntoResponses for $name {
            fn responses() -> BTreeMap<String, RefOr<Response>> {
                [$(($status, $text)),+].into_iter().map(problem).collect()
            }
        }
    )+};
}

fn problem((status, text): (&str, &str)) -> (String, RefOr<Response>) {
    let schema = utoipa::openapi::Ref::from_schema_name(Problem::name());
    let content = Content::new(Some(RefOr::<utoipa::openapi::Schema>::Ref(schema)));
    let response =
        ResponseBuilder::new().description(text).content("application/problem+json", content).build();
    (status.to_owned(), response.into())
}

problems! {
    /// What every operation can answer.
    Always {
        "429": "Too many requests; `Retry-After` says when to try again.",
        "500": "Nobody expected this; `request_id` names it in the logs.",
        "503": "The database does not answer; `Retry-After` says when to try again.",
    }
    /// What every operation that reads a body can answer.
    Body {
        "400": "The body is not JSON.",
        "413": "The body is too large.",
        "415": "The body is not `application/json`.",
        "422": "Some fields need attention; `errors` names each.",
    }
    /// The query string does not fit.
    Parameters { "422": "A parameter does not fit; `errors` names it." }
    /// No valid access token.
    SignedIn { "401": "No access token, or it is wrong (`unauthenticated`) or too old (`token_expired`)." }
    /// For one role only.
    ForRole {
        "401": "No access token, or it is wrong (`unauthenticated`) or too old (`token_expired`).",
        "403": "Not for this role (`forbidden`), or staff without a second factor (`two_factor_missing`).",
    }
    /// Absent or somebody else's.
    Absent { "404": "Absent, or not yours to know about." }
    /// `If-Match` names an old version.
    Stale { "412": "`If-Match` names an old version (`precondition_failed`)." }
    /// The present state does not allow it.
    State { "409": "The present state does not allow it; `code` says why." }
}
