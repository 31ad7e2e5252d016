//! The features, one folder each: `routes` (HTTP), `service` (use cases), `queries` (SQL), `jobs` (what happens later).

pub mod accounts;
pub mod dispatch;
pub mod notifications;
pub mod payments;
pub mod platform;
pub mod providers;
pub mod realtime;
pub mod sessions;
pub mod vehicles;
