//! Where the mechanic writes the summary: a draft is kept as they type, and handed over once.

mod draft;
mod page;
mod parts;
mod photos;
mod saver;

pub use page::WriteSummary;
