//! The rules of Pitlane as pure functions: no I/O, no clock of their own, so that the API enforces and the
//! browser app previews the same rule. One module per feature; [`vocabulary`] holds the words all of them share.

pub mod accounts;
pub mod catalogue;
pub mod dispatch;
pub mod fees;
pub mod limits;
pub mod messages;
pub mod money;
pub mod payments;
pub mod presence;
pub mod quotes;
pub mod relations;
pub mod repairs;
pub mod reviews;
pub mod sessions;
pub mod upkeep;
pub mod vehicles;
pub mod vocabulary;
