//! Messages to people: e-mail, and notices inside the app. Other features call [`service::notify`] in their own
//! transaction; what is said stands in `texts`, how it looks in `templates/`.

mod channels;
pub mod content;
pub mod jobs;
mod queries;
mod render;
pub mod routes;
pub mod service;
mod texts;

#[cfg(test)]
mod tests;

pub use channels::Channels;
pub use content::Content;
pub use service::{Notification, notify};
