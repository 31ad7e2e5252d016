//! What crosses the wire between the Pitlane API and whoever uses it: request and response types, error codes,
//! realtime messages. Words come from [`pitlane_domain::vocabulary`].
//!
//! Money is `*_cents` in minor units beside a `currency` (ISO 4217). Times are RFC 3339 in UTC. Unknown fields in a
//! request are refused.

/// Types that requests carry: unknown fields are refused.
macro_rules! request {
    ($($(#[$meta:meta])* pub struct $name:ident { $($body:tt)* })+) => {$(
        $(#[$meta])*
        #[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
        #[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
        #[serde(deny_unknown_fields)]
        pub struct $name { $($body)* }
    )+};
}

/// Types that queries carry in the address: unknown parameters are ignored, as links pick some up on their way.
macro_rules! query {
    ($($(#[$meta:meta])* pub struct $name:ident { $($body:tt)* })+) => {$(
        $(#[$meta])*
        #[derive(Debug, Clone, Default, PartialEq, serde::Serialize, serde::Deserialize)]
        #[cfg_attr(feature = "openapi", derive(utoipa::IntoParams))]
        #[cfg_attr(feature = "openapi", into_params(parameter_in = Query))]
        pub struct $name { $($body)* }
    )+};
}

/// Types that answers carry.
macro_rules! response {
    ($($(#[$meta:meta])* pub struct $name:ident { $($body:tt)* })+) => {$(
        $(#[$meta])*
        #[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
        #[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
        pub struct $name { $($body)* }
    )+};
}

/// A value that is given, or taken away by `null`. In an `Option`, none says that the field was left out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(transparent)]
pub struct Given<T>(pub Option<T>);

/// Reads a field that is there, be it `null`; together with `default` for one that is not.
fn given<'de, T: serde::Deserialize<'de>, D: serde::Deserializer<'de>>(
    from: D,
) -> Result<Option<T>, D::Error> {
    T::deserialize(from).map(Some)
}

pub mod accounts;
pub mod customers;
pub mod dispatch;
pub mod favorites;
pub mod fees;
pub mod ledger;
pub mod messages;
pub mod notifications;
pub mod paging;
pub mod payments;
pub mod problem;
pub mod providers;
pub mod quotes;
pub mod realtime;
pub mod repairs;
pub mod reviews;
pub mod sent_messages;
pub mod sessions;
pub mod vehicles;
