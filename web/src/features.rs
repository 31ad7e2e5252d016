//! The pages, by feature.

pub mod accounts;
pub mod booking;
pub mod customers;
pub mod dispatch;
pub mod favorites;
pub mod fees;
pub mod home;
pub mod ledger;
pub mod messages;
pub mod notices;
pub mod outbox;
pub mod payments;
pub mod photos;
pub mod providers;
pub mod quotes;
pub mod repairs;
pub mod requests;
pub mod reviews;
pub mod sent_messages;
pub mod sessions;
pub mod settings;
pub mod staff;
pub mod team;
pub mod vehicles;
