//! Text as it stands in a line: pieces of one font and one direction, from left to right, with their width.

use crate::fonts::{Fonts, Typeface};
use krilla::text::KrillaGlyph;
use std::ops::Range;
use std::sync::Arc;
use unicode_bidi::{BidiInfo, Level};

/// A piece of a line in one font and one direction.
pub struct Piece {
    pub(crate) text: String,
    pub(crate) glyphs: Vec<KrillaGlyph>,
    pub(crate) face: Arc<Typeface>,
    /// For a size of one.
    pub(crate) width: f32,
}

/// One line, for a size of one.
pub struct Line {
    pub(crate) pieces: Vec<Piece>,
    pub(crate) width: f32,
}

/// Sets a line; `base` is the direction of the paragraph that it is of.
fn set(fonts: &Fonts, text: &str, base: Option<Level>) -> Line {
    let mut pieces = Vec::new();
    let bidi = BidiInfo::new(text, base);
    for paragraph in &bidi.paragraphs {
        let (levels, runs) = bidi.visual_runs(paragraph, paragraph.range.clone());
        for run in runs {
            let right_to_left = levels[run.start].is_rtl();
            let mut parts = by_font(fonts, text, run);
            if right_to_left {
                parts.reverse();
            }
            pieces.extend(parts.into_iter().map(|(range, face)| piece(&text[range], face, right_to_left)));
        }
    }
    let width = pieces.iter().map(|piece| piece.width).sum();
    Line { pieces, width }
}

fn piece(text: &str, face: Arc<Typeface>, right_to_left: bool) -> Piece {
    let glyphs = face.shape(text, right_to_left);
    let width = glyphs.iter().map(|glyph| glyph.x_advance).sum();
    Piece { text: text.to_owned(), glyphs, face, width }
}

fn by_font(fonts: &Fonts, text: &str, run: Range<usize>) -> Vec<(Range<usize>, Arc<Typeface>)> {
    let mut parts: Vec<(Range<usize>, Arc<Typeface>)> = Vec::new();
    for (at, character) in text[run.clone()].char_indices() {
        let (start, end) = (run.start + at, run.start + at + character.len_utf8());
        let face = fonts.choose(character, parts.last().map(|(_, face)| face));
        match parts.last_mut() {
            Some((range, last)) if Arc::ptr_eq(last, &face) => range.end = end,
            _ => parts.push((start..end, face)),
        }
    }
    parts
}

/// What a reader sees of `text`: signs that steer a terminal or a direction are gone.
fn clean(text: &str) -> String {
    let steers = |c: char| matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{FEFF}');
    let visible = |c: char| if c.is_control() { ' ' } else { c };
    text.chars().filter(|c| !steers(*c)).map(visible).collect()
}

/// Breaks `text` into lines of at most `width` (for a size of one), between words, or within a word that is longer.
pub fn wrap(fonts: &Fonts, text: &str, width: f32) -> Vec<Line> {
    let mut lines = Vec::new();
    for paragraph in text.lines() {
        let paragraph = clean(paragraph);
        let base = BidiInfo::new(&paragraph, None).paragraphs.first().map(|paragraph| paragraph.level);
        let measure = |text: &str| set(fonts, text, base).width;
        for line in broken(&paragraph, width, &measure) {
            lines.push(set(fonts, &line, base));
        }
    }
    if lines.is_empty() {
        lines.push(Line { pieces: Vec::new(), width: 0.0 });
    }
    lines
}

fn broken(paragraph: &str, width: f32, measure: &impl Fn(&str) -> f32) -> Vec<String> {
    // most texts are short
    if measure(paragraph) <= width {
        return vec![paragraph.trim_end().to_owned()];
    }
    let space = measure(" ");
    let (mut lines, mut line, mut used) = (Vec::new(), String::new(), 0.0_f32);
    for word in paragraph.split_whitespace() {
        let needs = measure(word);
        if !line.is_empty() && used + space + needs <= width {
            line.push(' ');
            line.push_str(word);
            used += space + needs;
            continue;
        }
        if !line.is_empty() {
            lines.push(std::mem::take(&mut line));
        }
        (line, used) = (word.to_owned(), needs);
        if needs > width {
            let mut parts = cut(word, width, measure);
            line = parts.pop().unwrap_or_default();
            used = measure(&line);
            lines.append(&mut parts);
        }
    }
    lines.push(line);
    lines
}

/// Cuts a word that is longer than a line.
fn cut(word: &str, width: f32, measure: &impl Fn(&str) -> f32) -> Vec<String> {
    let (mut parts, mut part, mut used) = (Vec::new(), String::new(), 0.0_f32);
    for character in word.chars() {
        let needs = measure(character.encode_utf8(&mut [0; 4]));
        if !part.is_empty() && used + needs > width {
            parts.push(std::mem::take(&mut part));
            used = 0.0;
        }
        part.push(character);
        used += needs;
    }
    parts.push(part);
    parts
}
