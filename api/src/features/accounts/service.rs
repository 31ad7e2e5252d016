//! The use cases of accounts.

pub mod me;
pub mod recovery;
pub mod registration;
pub mod sign_in;
pub mod staff;
