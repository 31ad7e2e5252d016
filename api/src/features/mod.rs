//! The features, one folder each: `routes` (HTTP), `service` (use cases), `queries` (SQL), `jobs` (what happens later).

pub mod accounts;
pub mod customers;
pub mod dispatch;
pub mod favorites;
pub mod notifications;
pub mod payments;
pub mod platform;
pub mod providers;
pub mod quotes;
pub mod realtime;
pub mod repairs;
pub mod reviews;
pub mod sessions;
pub mod vehicles;
