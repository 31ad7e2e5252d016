//! Quotes: written by the provider, decided line by line by the customer.

mod closing;
mod decisions;
mod flow;
mod money;
mod photos;
mod reviews;
mod writing;
