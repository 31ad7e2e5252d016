//! Quotes: written by the provider, decided line by line by the customer.

mod closing;
mod conversation;
mod decisions;
mod disputes;
mod flow;
mod money;
mod papers;
mod photos;
mod reviews;
mod stripe;
mod thousand;
mod webhooks;
mod writing;
