//! A pack: files in one ZIP, with an index that names the SHA-256 of each.

use crate::PaperError;
use chrono::{DateTime, Datelike, Timelike, Utc};
use pitlane_domain::quotes::sha256_of;
use std::fmt::Write as _;
use std::io::{Seek, Write};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

/// The name of the index.
pub const INDEX: &str = "index.txt";

/// A pack under way: what is added goes into `out` at once, so that one file is in memory at a time.
pub struct Pack<W: Write + Seek> {
    zip: ZipWriter<W>,
    index: String,
    at: DateTime<Utc>,
}

impl<W: Write + Seek> std::fmt::Debug for Pack<W> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Pack").field("index", &self.index).finish_non_exhaustive()
    }
}

impl<W: Write + Seek> Pack<W> {
    /// An empty pack of `at`; `head` begins its index.
    pub fn new(out: W, at: DateTime<Utc>, head: &str) -> Self {
        Self { zip: ZipWriter::new(out), index: format!("{head}\n\n"), at }
    }

    /// Adds a file. What is compressed already is kept as it is.
    pub fn add(&mut self, name: &str, bytes: &[u8]) -> Result<(), PaperError> {
        self.write(name, bytes)?;
        // writing to a text cannot fail
        let _ = writeln!(self.index, "{}  {name}", sha256_of(bytes));
        Ok(())
    }

    /// Names a file in the index that could not be added, and why.
    pub fn lacks(&mut self, name: &str, why: &str) {
        let _ = writeln!(self.index, "missing: {name}: {why}");
    }

    fn write(&mut self, name: &str, bytes: &[u8]) -> Result<(), PaperError> {
        let packed = [".jpg", ".png", ".webp", ".pdf"].iter().any(|end| name.ends_with(end));
        let method = if packed { CompressionMethod::Stored } else { CompressionMethod::Deflated };
        let mut options = SimpleFileOptions::default().compression_method(method).unix_permissions(0o644);
        if let Some(at) = time(self.at) {
            options = options.last_modified_time(at);
        }
        let failed = |error: &dyn std::fmt::Display| PaperError::File(error.to_string());
        self.zip.start_file(name, options).map_err(|error| failed(&error))?;
        self.zip.write_all(bytes).map_err(|error| failed(&error))
    }

    /// Adds the index and ends the pack.
    pub fn finish(mut self) -> Result<W, PaperError> {
        let index = std::mem::take(&mut self.index);
        self.write(INDEX, index.as_bytes())?;
        self.zip.finish().map_err(|error| PaperError::File(error.to_string()))
    }
}

fn time(at: DateTime<Utc>) -> Option<zip::DateTime> {
    let small = |number: u32| u8::try_from(number).ok();
    let year = u16::try_from(at.year()).ok()?;
    let (month, day) = (small(at.month())?, small(at.day())?);
    let (hour, minute, second) = (small(at.hour())?, small(at.minute())?, small(at.second())?);
    zip::DateTime::from_date_and_time(year, month, day, hour, minute, second).ok()
}
