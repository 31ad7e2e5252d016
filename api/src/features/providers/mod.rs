//! Who sells: the catalogue, the directory, public profiles and presence.

pub mod presence;
