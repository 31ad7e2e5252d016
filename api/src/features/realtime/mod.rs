//! The WebSocket that tells people what happens, as `docs/realtime.md` describes it.
//!
//! What happened stands in the database (`user_events`); signals of the bus only wake the sockets, which read what
//! follows the last event they sent. So a signal that is lost delays, and nothing is ever skipped.

pub mod hub;
mod pace;
mod presence;
mod queries;
mod rooms;
pub mod routes;
mod socket;
mod wire;

pub use hub::Hub;
pub use rooms::IN_ROOM_SECONDS;
