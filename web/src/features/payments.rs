//! Paying with a card. Card data goes to the gateway and never to the API.

mod bank;
mod card;
mod failure;
mod test_cards;

pub use card::CardForm;
