//! The papers of a repair as files: figures in, bytes out. Nothing here asks a database or a clock.

mod fonts;
mod line;
mod pack;
mod proof;
mod receipt;
mod sheet;
mod words;

pub use fonts::Fonts;
pub use pack::{INDEX, Pack};
pub use proof::proof;
pub use receipt::receipt;
pub use words::{day, moment, money, percent, quantity};

/// Why a paper could not be made.
#[derive(Debug, thiserror::Error)]
pub enum PaperError {
    /// The font of the program cannot be read.
    #[error("the font of the papers cannot be read")]
    Font,
    /// The size of the page is none.
    #[error("the page has no size")]
    Page,
    /// The file could not be written.
    #[error("the paper could not be written: {0}")]
    File(String),
}
