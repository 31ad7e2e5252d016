//! Paying with a card. Card data goes to the gateway and never to the API.

mod bank;
mod card;
mod failure;
mod form;
mod script;
mod stripe;
mod test_cards;
mod wallet;

pub use form::CardForm;
