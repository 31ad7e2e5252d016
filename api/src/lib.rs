//! The Pitlane server: one actix-web application, its features and its commands.

pub mod app;
pub mod audit;
pub mod commands;
pub mod events;
pub mod features;
pub mod http;
pub mod jobs;
pub mod openapi;
pub mod sql;
pub mod state;
pub mod work;
