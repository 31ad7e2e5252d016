//! The one thing that is read of what a camera wrote beside the picture: when it was taken. Everything else is left behind.
//!
//! EXIF is TIFF: a directory of entries, one of which points to the directory of the camera (Exif 2.32, 4.6).

use chrono::{DateTime, FixedOffset, NaiveDateTime, TimeZone, Utc};

/// The entry that points to the camera's directory.
const CAMERA: u16 = 0x8769;
/// `DateTimeOriginal`: the camera's clock when the picture was taken.
const TAKEN: u16 = 0x9003;
/// `OffsetTimeOriginal`: how far that clock was from UTC. Older cameras do not say.
const TAKEN_OFFSET: u16 = 0x9011;
/// The kind of an entry that is text.
const TEXT: u16 = 2;
/// Bytes of one entry.
const ENTRY: usize = 12;

/// When a picture was taken, by the camera's clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Taken {
    local: NaiveDateTime,
    offset: Option<FixedOffset>,
}

impl Taken {
    /// The moment itself; a camera that does not say where its clock stood is taken to be in `zone`.
    pub fn at<Z: TimeZone>(self, zone: &Z) -> Option<DateTime<Utc>> {
        let moment = match self.offset {
            Some(offset) => self.local.and_local_timezone(offset).earliest()?.to_utc(),
            None => self.local.and_local_timezone(zone.clone()).earliest()?.to_utc(),
        };
        Some(moment)
    }
}

/// The bytes with the order in which their numbers are written.
struct Tiff<'a> {
    bytes: &'a [u8],
    big: bool,
}

impl<'a> Tiff<'a> {
    fn read(bytes: &'a [u8]) -> Option<Self> {
        let big = match bytes.get(..4)? {
            b"MM\0\x2a" => true,
            b"II\x2a\0" => false,
            _ => return None,
        };
        Some(Self { bytes, big })
    }

    fn short(&self, at: usize) -> Option<u16> {
        let two: [u8; 2] = self.bytes.get(at..at.checked_add(2)?)?.try_into().ok()?;
        Some(if self.big { u16::from_be_bytes(two) } else { u16::from_le_bytes(two) })
    }

    fn long(&self, at: usize) -> Option<usize> {
        let four: [u8; 4] = self.bytes.get(at..at.checked_add(4)?)?.try_into().ok()?;
        let number = if self.big { u32::from_be_bytes(four) } else { u32::from_le_bytes(four) };
        usize::try_from(number).ok()
    }

    /// Where the entry `tag` of the directory at `at` begins.
    fn entry(&self, at: usize, tag: u16) -> Option<usize> {
        let many = usize::from(self.short(at)?);
        let first = at.checked_add(2)?;
        (0..many).map(|place| first + place * ENTRY).find(|entry| self.short(*entry) == Some(tag))
    }

    fn text(&self, directory: usize, tag: u16) -> Option<&'a str> {
        let entry = self.entry(directory, tag)?;
        if self.short(entry + 2)? != TEXT {
            return None;
        }
        let length = self.long(entry + 4)?;
        // four bytes have room in the entry itself
        let at = if length <= 4 { entry + 8 } else { self.long(entry + 8)? };
        let text = self.bytes.get(at..at.checked_add(length)?)?;
        Some(std::str::from_utf8(text).ok()?.trim_end_matches('\0').trim())
    }
}

/// When the picture of these EXIF bytes was taken; none where that is not said, or not understood.
pub fn taken(bytes: &[u8]) -> Option<Taken> {
    let tiff = Tiff::read(bytes)?;
    let camera = tiff.long(tiff.entry(tiff.long(4)?, CAMERA)? + 8)?;
    let local = NaiveDateTime::parse_from_str(tiff.text(camera, TAKEN)?, "%Y:%m:%d %H:%M:%S").ok()?;
    let offset = tiff.text(camera, TAKEN_OFFSET).and_then(|text| text.parse().ok());
    Some(Taken { local, offset })
}
