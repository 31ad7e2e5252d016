//! The mechanic's side of dispatch: presence, the offers and how they are answered, and the day at a glance.

mod alarm;
mod answer;
mod inbox;
mod offer;
mod offers;
mod presence;
mod sound;
mod today;

pub use alarm::{Alarm, WaitingCount};
pub use inbox::Inbox;
pub use offers::Offers;
pub use today::Today;

/// The page of the offers.
pub const OFFERS: &str = "/provider/offers";
