//! What a customer sees of their own history.

mod favorites;
mod figures;
mod history;
mod page;
mod waiting;

pub use page::Dashboard;
