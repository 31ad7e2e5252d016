//! Quotes: written by the provider, decided line by line by the customer.

mod books;
mod cards;
mod claiming;
mod closing;
mod conversation;
mod decisions;
mod desk;
mod disputes;
mod effects;
mod flow;
mod guests;
mod jurisdictions;
mod money;
mod onboarding;
mod papers;
mod photos;
mod retries;
mod reviews;
mod stripe;
mod taken_over;
mod thousand;
mod transitions;
mod webhooks;
mod writing;
