//! English.

mod account;
mod booking;
mod common;
mod declined;
mod guests;
mod home;
mod messages;
mod money;
mod notices;
mod photos;
mod provider;
mod quotes;
mod rates;
mod reviews;
mod room;
mod sent_messages;
mod workshop;

pub use account::{Account, Settings, TwoFactor};
pub use booking::{Booking, Request};
pub use common::{Common, Outbox, Problems, Shell};
pub use declined::{Declined, Desk, Talk};
pub use guests::Guests;
pub use home::{Directory, Favorites, Home, Vehicles};
pub use messages::Messages;
pub use money::{Fees, Ledger, Staff};
pub use notices::Notices;
pub use photos::Photos;
pub use provider::{Editor, Provider, Team};
pub use quotes::{Quotes, Repairs};
pub use rates::Rates;
pub use reviews::{Review, Upkeep};
pub use room::Room;
pub use sent_messages::{MessageKinds, SentMessages};
pub use workshop::Workshop;

use super::Texts;

/// All texts in English.
pub static ENGLISH: Texts = Texts {
    common: common::COMMON,
    shell: common::SHELL,
    problems: common::PROBLEMS,
    outbox: common::OUTBOX,
    account: account::ACCOUNT,
    settings: account::SETTINGS,
    two_factor: account::TWO_FACTOR,
    messages: messages::MESSAGES,
    notices: notices::NOTICES,
    home: home::HOME,
    directory: home::DIRECTORY,
    favorites: home::FAVORITES,
    vehicles: home::VEHICLES,
    booking: booking::BOOKING,
    request: booking::REQUEST,
    provider: provider::PROVIDER,
    editor: provider::EDITOR,
    team: provider::TEAM,
    workshop: workshop::WORKSHOP,
    room: room::ROOM,
    quotes: quotes::QUOTES,
    rates: rates::RATES,
    repairs: quotes::REPAIRS,
    photos: photos::PHOTOS,
    guests: guests::GUESTS,
    declined: declined::DECLINED,
    talk: declined::TALK,
    desk: declined::DESK,
    review: reviews::REVIEW,
    upkeep: reviews::UPKEEP,
    sent_messages: sent_messages::SENT_MESSAGES,
    message_kinds: sent_messages::MESSAGE_KINDS,
    staff: money::STAFF,
    fees: money::FEES,
    ledger: money::LEDGER,
};
