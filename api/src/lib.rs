//! The Pitlane server.
