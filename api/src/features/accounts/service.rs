//! The use cases of accounts.

pub mod closing;
pub mod export;
pub mod me;
pub mod recovery;
pub mod registration;
pub mod sign_in;
pub mod staff;
pub mod sweeping;
pub mod two_factor;
pub mod workshop;
pub mod workshop_profile;

pub use sweeping::sweep;
