//! The fonts of the papers: one in the program, and those of the machine for the scripts that it has not.

use crate::PaperError;
use krilla::Data;
use krilla::text::{Font, GlyphId, KrillaGlyph};
use rustybuzz::ttf_parser;
use rustybuzz::{Direction, Face, UnicodeBuffer};
use std::collections::BTreeMap;
use std::ops::RangeInclusive;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

/// `DejaVu` Sans; its licence lies beside it.
static BUNDLED: &[u8] = include_bytes!("../fonts/DejaVuSans.ttf");

/// A file that is larger is no font that a paper needs.
const MAX_FILE: u64 = 64 * 1024 * 1024;
/// Folders within folders that are looked through.
const MAX_DEPTH: usize = 6;

/// The fonts that papers are written in. One is made for the whole server.
pub struct Fonts {
    bundled: Arc<Typeface>,
    folders: Vec<PathBuf>,
    /// What the machine's fonts hold, looked at when the first character needs it.
    known: OnceLock<Vec<Known>>,
    /// The fonts of the machine that were needed so far, by their place in `known`.
    opened: Mutex<BTreeMap<usize, Arc<Typeface>>>,
}

impl std::fmt::Debug for Fonts {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Fonts").field("folders", &self.folders).finish_non_exhaustive()
    }
}

/// One font, ready to measure and to draw with.
pub struct Typeface {
    data: FaceData,
    index: u32,
    pub(crate) font: Font,
}

enum FaceData {
    /// Read once: most of what is written is written in it.
    Bundled(Box<Face<'static>>),
    File(Arc<Vec<u8>>),
}

impl Typeface {
    /// Calls `action` with the tables of this font; nothing where they cannot be read.
    fn with<T>(&self, action: impl FnOnce(&Face<'_>) -> T) -> Option<T> {
        match &self.data {
            FaceData::Bundled(face) => Some(action(face)),
            FaceData::File(bytes) => Face::from_slice(bytes, self.index).map(|face| action(&face)),
        }
    }

    fn has(&self, character: char) -> bool {
        self.with(|face| face.glyph_index(character).is_some()).unwrap_or(false)
    }

    /// The glyphs of `text`, from left to right as they stand on the paper, for a size of one.
    pub(crate) fn shape(&self, text: &str, right_to_left: bool) -> Vec<KrillaGlyph> {
        self.with(|face| shape(face, text, right_to_left)).unwrap_or_default()
    }
}

/// What a font of the machine holds.
struct Known {
    path: PathBuf,
    index: u32,
    characters: Vec<RangeInclusive<u32>>,
}

impl Known {
    fn has(&self, character: char) -> bool {
        let code = u32::from(character);
        let after = self.characters.partition_point(|range| *range.start() <= code);
        after > 0 && self.characters[after - 1].contains(&code)
    }
}

impl Fonts {
    /// The font of the program, and those in `folders` for the scripts that it has not; an earlier folder goes first.
    pub fn new(folders: impl IntoIterator<Item = PathBuf>) -> Result<Self, PaperError> {
        let face = Face::from_slice(BUNDLED, 0).ok_or(PaperError::Font)?;
        let font = Font::new(BUNDLED.into(), 0).ok_or(PaperError::Font)?;
        let bundled = Typeface { data: FaceData::Bundled(Box::new(face)), index: 0, font };
        Ok(Self {
            bundled: Arc::new(bundled),
            folders: folders.into_iter().collect(),
            known: OnceLock::new(),
            opened: Mutex::default(),
        })
    }

    /// A font for `character`; `before` is the font of the character before it, which signs and spaces stay in. What
    /// no font has is drawn as a box.
    pub(crate) fn choose(&self, character: char, before: Option<&Arc<Typeface>>) -> Arc<Typeface> {
        if let Some(before) = before
            && !character.is_alphanumeric()
            && before.has(character)
        {
            return before.clone();
        }
        if self.bundled.has(character) {
            return self.bundled.clone();
        }
        let known = self.known.get_or_init(|| look_through(&self.folders));
        let mut places = known.iter().enumerate().filter(|(_, font)| font.has(character));
        let opened = places.find_map(|(place, font)| self.open(place, font));
        opened.or_else(|| before.cloned()).unwrap_or_else(|| self.bundled.clone())
    }

    fn open(&self, place: usize, known: &Known) -> Option<Arc<Typeface>> {
        let mut opened = self.opened.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(there) = opened.get(&place) {
            return Some(there.clone());
        }
        let bytes = Arc::new(std::fs::read(&known.path).ok()?);
        let font = Font::new(Data::from(bytes.clone()), known.index)?;
        let made = Arc::new(Typeface { data: FaceData::File(bytes), index: known.index, font });
        opened.insert(place, made.clone());
        Some(made)
    }
}

/// Every font below `folders`, in the order of folders and names; one file is in memory at a time.
fn look_through(folders: &[PathBuf]) -> Vec<Known> {
    let mut files = Vec::new();
    for folder in folders {
        collect(folder, MAX_DEPTH, &mut files);
    }
    let mut known = Vec::new();
    for path in files {
        let Ok(bytes) = std::fs::read(&path) else { continue };
        for index in 0..ttf_parser::fonts_in_collection(&bytes).unwrap_or(1).min(64) {
            let Ok(face) = ttf_parser::Face::parse(&bytes, index) else { continue };
            // pictures of letters cannot be measured and drawn like the rest
            let drawn = face.tables().glyf.is_some() || face.tables().cff.is_some();
            let characters = if drawn { ranges(&face) } else { Vec::new() };
            if !characters.is_empty() {
                known.push(Known { path: path.clone(), index, characters });
            }
        }
    }
    known
}

fn collect(folder: &Path, depth: usize, files: &mut Vec<PathBuf>) {
    let Ok(entries) = std::fs::read_dir(folder) else { return };
    let mut paths: Vec<PathBuf> = entries.filter_map(|entry| Some(entry.ok()?.path())).collect();
    paths.sort();
    for path in paths {
        let Ok(about) = std::fs::metadata(&path) else { continue };
        let name = path.extension().and_then(|name| name.to_str()).unwrap_or_default().to_ascii_lowercase();
        if about.is_dir() && depth > 0 {
            collect(&path, depth - 1, files);
        } else if about.is_file() && about.len() <= MAX_FILE && ["ttf", "otf", "ttc"].contains(&name.as_str())
        {
            files.push(path);
        }
    }
}

/// The characters of a font as ranges, ascending.
fn ranges(face: &ttf_parser::Face<'_>) -> Vec<RangeInclusive<u32>> {
    let mut codes = Vec::new();
    let tables = face.tables().cmap.iter().flat_map(|cmap| cmap.subtables);
    for table in tables.filter(ttf_parser::cmap::Subtable::is_unicode) {
        table.codepoints(|code| codes.push(code));
    }
    codes.sort_unstable();
    codes.dedup();
    let mut ranges: Vec<RangeInclusive<u32>> = Vec::new();
    for code in codes {
        match ranges.last_mut() {
            Some(last) if *last.end() + 1 == code => *last = *last.start()..=code,
            _ => ranges.push(code..=code),
        }
    }
    ranges
}

#[expect(clippy::cast_precision_loss, reason = "font units are small numbers")]
fn shape(face: &Face<'_>, text: &str, right_to_left: bool) -> Vec<KrillaGlyph> {
    let mut buffer = UnicodeBuffer::new();
    buffer.push_str(text);
    buffer.guess_segment_properties();
    buffer.set_direction(if right_to_left { Direction::RightToLeft } else { Direction::LeftToRight });
    let shaped = rustybuzz::shape(face, &[], buffer);
    let clusters: Vec<usize> = shaped.glyph_infos().iter().map(|info| info.cluster as usize).collect();
    let mut starts = clusters.clone();
    starts.sort_unstable();
    let end = |start: usize| {
        let next = starts.partition_point(|other| *other <= start);
        starts.get(next).copied().unwrap_or(text.len())
    };
    let unit = 1.0 / face.units_per_em() as f32;
    let placed = shaped.glyph_infos().iter().zip(shaped.glyph_positions()).zip(&clusters);
    placed
        .map(|((info, at), start)| {
            KrillaGlyph::new(
                GlyphId::new(info.glyph_id),
                at.x_advance as f32 * unit,
                at.x_offset as f32 * unit,
                at.y_offset as f32 * unit,
                at.y_advance as f32 * unit,
                *start..end(*start),
                None,
            )
        })
        .collect()
}
