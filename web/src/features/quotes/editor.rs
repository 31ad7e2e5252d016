//! The editor of a draft: what is typed is kept, and sent once.

mod draft;
mod line;
mod lines;
mod page;
mod saver;
mod templates;
mod terms;

pub use page::Editor;
