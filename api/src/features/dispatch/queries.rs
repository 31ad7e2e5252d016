//! All SQL of dispatch.

pub mod events;
pub mod mechanics;
pub mod offers;
pub mod photos;
pub mod requests;
pub mod views;
