//! The review of finished work.

mod form;

pub use form::ReviewForm;

use uuid::Uuid;

/// What is finished.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Finished {
    /// A session.
    Session(Uuid),
    /// A repair.
    Repair(Uuid),
}
