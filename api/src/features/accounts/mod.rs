//! Accounts: registration, signing in and out, one's own data, and who belongs to which workshop.

pub mod fields;
pub mod jobs;
pub mod passwords;
mod queries;
pub mod routes;
mod sealing;
pub mod service;
mod throttle;
