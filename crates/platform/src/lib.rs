//! What every feature of the server stands on: clock, ids, configuration, database, jobs, event bus, telemetry.

pub mod breaker;
pub mod bus;
pub mod clock;
pub mod config;
pub mod db;
pub mod ids;
pub mod jobs;
pub mod telemetry;

pub use clock::Clock;
pub use ids::new_id;
