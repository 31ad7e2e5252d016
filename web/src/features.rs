//! The pages, by feature.

pub mod accounts;
pub mod favorites;
pub mod home;
pub mod providers;
pub mod vehicles;
