//! The pages, by feature.

pub mod home;
