//! Every text that a person reads, in one place per language. English is the definition: [`words!`] makes a struct
//! of it, and another language is another value of that struct, which the compiler checks to be complete.

/// Declares the texts of one part of the app: `name: "text"` or `name(argument: Type): "text with {argument}"`.
macro_rules! words {
    ($(#[$meta:meta])* $part:ident, $value:ident { $($name:ident $(($($arg:ident: $kind:ty),+))? : $text:literal),+ $(,)? }) => {
        $(#[$meta])*
        pub struct $part { $(pub $name: words!(@kind $(($($kind),+))?)),+ }
        pub(in crate::text) const $value: $part = $part { $($name: words!(@value $(($($arg),+))? $text)),+ };
    };
    (@kind) => { &'static str };
    (@kind ($($kind:ty),+)) => { fn($($kind),+) -> String };
    (@value $text:literal) => { $text };
    (@value ($($arg:ident),+) $text:literal) => { |$($arg),+| format!($text) };
}

mod en;

/// All texts of one language.
pub struct Texts {
    pub common: en::Common,
    pub shell: en::Shell,
    pub account: en::Account,
    pub home: en::Home,
    pub directory: en::Directory,
    pub favorites: en::Favorites,
    pub vehicles: en::Vehicles,
    pub booking: en::Booking,
    pub request: en::Request,
    pub provider: en::Provider,
    pub editor: en::Editor,
    pub team: en::Team,
    pub workshop: en::Workshop,
    pub room: en::Room,
    pub quotes: en::Quotes,
    pub rates: en::Rates,
    pub repairs: en::Repairs,
    pub photos: en::Photos,
    pub guests: en::Guests,
    pub declined: en::Declined,
    pub talk: en::Talk,
    pub desk: en::Desk,
    pub review: en::Review,
    pub upkeep: en::Upkeep,
    pub sent_messages: en::SentMessages,
    pub message_kinds: en::MessageKinds,
    pub staff: en::Staff,
    pub fees: en::Fees,
    pub ledger: en::Ledger,
    pub settings: en::Settings,
    pub two_factor: en::TwoFactor,
    pub messages: en::Messages,
    pub notices: en::Notices,
    pub outbox: en::Outbox,
    pub problems: en::Problems,
}

/// The texts of the person's language; so far there is one.
pub fn t() -> &'static Texts {
    &en::ENGLISH
}
