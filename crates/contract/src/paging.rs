//! Lists: feeds that grow at the head are read by cursor, tables that people page through by page.

use serde::{Deserialize, Serialize};

/// Most rows that one request may ask for.
pub const MAX_LIMIT: u32 = 100;
/// Rows that come when nobody says how many.
pub const DEFAULT_LIMIT: u32 = 25;
/// The last page of a table that can be asked for; whoever looks further narrows the search.
pub const MAX_PAGE: u32 = 1_000_000;

query! {
    /// Where to read on in a feed.
    pub struct CursorQuery {
        /// How many rows, 1 to 100.
        #[cfg_attr(feature = "openapi", param(minimum = 1, maximum = 100, default = 25))]
        #[serde(skip_serializing_if = "Option::is_none")]
        pub limit: Option<u32>,
        /// The `next_cursor` of the answer before.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub cursor: Option<String>,
    }
}

/// One stretch of a feed, newest first.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Feed<T> {
    /// The rows.
    pub items: Vec<T>,
    /// Where to read on; none at the end.
    pub next_cursor: Option<String>,
}

/// One page of a table.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Page<T> {
    /// The rows.
    pub items: Vec<T>,
    /// Which page, from 1.
    pub page: u32,
    /// Rows on a full page.
    pub page_size: u32,
    /// Rows in all.
    pub total: u64,
}

/// A short list that comes whole.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct List<T> {
    /// The rows.
    pub items: Vec<T>,
}
