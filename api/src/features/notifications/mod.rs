//! Messages to people: e-mail, and notices inside the app. Other features call [`service::notify`] in their own
//! transaction; what is said stands in `texts`, how it looks in `templates/`.

pub mod content;
pub mod jobs;
mod mailer;
mod queries;
mod render;
pub mod routes;
pub mod service;
mod texts;

#[cfg(test)]
mod tests;

pub use content::Content;
pub use mailer::mailer;
pub use service::{Notification, notify};
