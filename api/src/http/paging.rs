//! Reads paging parameters and makes cursors.

use crate::http::problem::ApiError;
use pitlane_contract::paging::{CursorQuery, DEFAULT_LIMIT, Feed, MAX_LIMIT, MAX_PAGE};
use uuid::Uuid;

/// Where a feed is read on: rows are ordered by id, newest first, because ids grow with time.
#[derive(Debug, Clone, Copy)]
pub struct Cursor {
    /// How many rows.
    pub limit: u32,
    /// Only rows before this one.
    pub before: Option<Uuid>,
}

impl Cursor {
    /// Reads the parameters; 422 when they do not fit.
    pub fn read(query: &CursorQuery) -> Result<Self, ApiError> {
        let limit = limit("limit", query.limit)?;
        let before = query
            .cursor
            .as_deref()
            .map(|text| {
                text.parse()
                    .map_err(|_| ApiError::field("cursor", "invalid", "Use the next_cursor of an answer."))
            })
            .transpose()?;
        Ok(Self { limit, before })
    }

    /// How many rows to ask the database for: one more, to know whether there is a next stretch.
    pub fn fetch(self) -> u64 {
        u64::from(self.limit) + 1
    }

    /// Makes the answer of rows that were fetched with [`Cursor::fetch`].
    pub fn feed<T>(self, mut items: Vec<T>, id: impl Fn(&T) -> Uuid) -> Feed<T> {
        let limit = self.limit as usize;
        let more = items.len() > limit;
        items.truncate(limit);
        let next_cursor = if more { items.last().map(|item| id(item).to_string()) } else { None };
        Feed { items, next_cursor }
    }
}

/// Checks a number of rows: 1 to 100, 25 when left out.
pub fn limit(field: &str, asked: Option<u32>) -> Result<u32, ApiError> {
    match asked.unwrap_or(DEFAULT_LIMIT) {
        good @ 1..=MAX_LIMIT => Ok(good),
        _ => Err(ApiError::field(field, "out_of_range", "Ask for 1 to 100 rows.")),
    }
}

/// Checks the number of a page: 1 to [`MAX_PAGE`], the first when left out.
pub fn page(asked: Option<u32>) -> Result<u32, ApiError> {
    match asked.unwrap_or(1) {
        good @ 1..=MAX_PAGE => Ok(good),
        _ => Err(ApiError::field("page", "out_of_range", "Ask for page 1 to 1,000,000.")),
    }
}
