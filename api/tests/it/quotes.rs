//! Quotes: written by the provider, decided line by line by the customer.

mod decisions;
mod flow;
mod money;
mod photos;
mod writing;
