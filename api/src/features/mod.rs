//! The features, one folder each: `routes` (HTTP), `service` (use cases), `queries` (SQL), `jobs` (what happens later).

pub mod notifications;
pub mod platform;
pub mod realtime;
