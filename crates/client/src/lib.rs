//! A typed client of the Pitlane API: one method per operation, the same on a machine and in a browser.
//!
//! A [`Client`] keeps the access token in memory, refreshes it once when the server answers 401 (calls that run at
//! the same time wait for that one refresh) and repeats the call. In a browser the refresh token is a cookie that
//! scripts cannot read; elsewhere it is kept beside the access token.

mod accounts;
mod client;
mod customers;
mod dispatch;
mod error;
mod http;
mod money;
mod notifications;
mod papers;
mod providers;
mod quotes;
mod repairs;
mod reviews;
mod sandbox;
mod sessions;
mod upload;

pub use client::{Client, fresh_key};
pub use error::ApiError;
pub use upload::Upload;
