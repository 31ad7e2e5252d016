//! Repairs: the work after an approval, with its timeline, its photos and what may be charged for it.

pub mod jobs;
mod queries;
pub mod routes;
pub mod service;
