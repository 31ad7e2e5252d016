//! Messages to people: e-mail, and notices inside the app. Other features call [`service::notify`] in their own
//! transaction; what is said stands in `texts`, how it looks in `templates/`.

mod admin;
pub mod admin_routes;
pub mod bounces;
mod carriers;
mod channels;
pub mod content;
mod digest;
mod forms;
pub mod jobs;
mod judging;
mod outcomes;
mod person;
mod plan;
pub mod preference_routes;
pub mod preferences;
mod queries;
mod render;
pub mod routes;
pub mod samples;
pub mod sandbox_routes;
mod sending;
pub mod service;
pub mod short_links;
pub mod stopping;
mod texts;
pub mod twilio_routes;

#[cfg(test)]
mod tests;

pub use carriers::Carriers;
pub use channels::Channels;
pub use content::Content;
pub use outcomes::delivered;
pub use service::{Notification, notify};
