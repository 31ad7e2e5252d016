//! Sheets of paper: texts one below the other, rows of cells, and new pages where one is full.

use crate::PaperError;
use crate::fonts::Fonts;
use crate::line::{Line, wrap};
use krilla::Document;
use krilla::color::rgb;
use krilla::geom::{PathBuilder, Point, Rect};
use krilla::metadata::Metadata;
use krilla::num::NormalizedF32;
use krilla::page::PageSettings;
use krilla::paint::{Fill, FillRule, Stroke};
use krilla::surface::Surface;

/// US letter, in points.
const PAPER: (f32, f32) = (612.0, 792.0);
const LEFT: f32 = 54.0;
const TOP: f32 = 54.0;
const BOTTOM: f32 = 72.0;
/// What a line of text may take.
pub const WIDTH: f32 = PAPER.0 - 2.0 * LEFT;

/// How a text looks.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Style {
    size: f32,
    grey: u8,
    strong: bool,
}

impl Style {
    /// The name of the paper.
    pub const TITLE: Self = Self { size: 20.0, grey: 20, strong: true };
    /// The name of a part.
    pub const HEAD: Self = Self { size: 12.0, grey: 20, strong: true };
    /// What is read.
    pub const PLAIN: Self = Self { size: 9.5, grey: 20, strong: false };
    /// What is read first.
    pub const STRONG: Self = Self { size: 9.5, grey: 20, strong: true };
    /// What stands beside.
    pub const QUIET: Self = Self { size: 8.5, grey: 95, strong: false };

    const fn leading(self) -> f32 {
        self.size * 1.38
    }
}

/// Where a cell stands and what it says.
pub struct Cell<'a> {
    /// From the left edge of the text.
    pub x: f32,
    /// How wide it may get.
    pub width: f32,
    /// Whether it ends at its right edge.
    pub right: bool,
    /// How it looks.
    pub style: Style,
    /// What it says.
    pub text: &'a str,
}

enum Mark {
    Text { x: f32, y: f32, style: Style, line: Line },
    Rule { y: f32, grey: u8 },
}

/// A paper under way.
pub struct Sheet<'f> {
    fonts: &'f Fonts,
    title: String,
    pages: Vec<Vec<Mark>>,
    y: f32,
}

impl<'f> Sheet<'f> {
    /// An empty paper; `title` is in its foot and in the file's own description.
    pub fn new(fonts: &'f Fonts, title: String) -> Self {
        Self { fonts, title, pages: vec![Vec::new()], y: TOP }
    }

    fn mark(&mut self, mark: Mark) {
        if let Some(page) = self.pages.last_mut() {
            page.push(mark);
        }
    }

    /// Begins a new page unless `height` fits on this one; says whether it did.
    pub fn room(&mut self, height: f32) -> bool {
        let full = self.y + height > PAPER.1 - BOTTOM && self.y > TOP;
        if full {
            self.pages.push(Vec::new());
            self.y = TOP;
        }
        full
    }

    /// Leaves a space.
    pub fn space(&mut self, height: f32) {
        self.y += height;
    }

    /// Draws a thin line over the whole width.
    pub fn rule(&mut self) {
        self.y += 4.0;
        self.mark(Mark::Rule { y: self.y, grey: 200 });
        self.y += 6.0;
    }

    /// Writes a text over the whole width.
    pub fn text(&mut self, style: Style, text: &str) {
        for line in wrap(self.fonts, text, WIDTH / style.size) {
            self.room(style.leading());
            let y = self.y + style.size;
            self.mark(Mark::Text { x: LEFT, y, style, line });
            self.y += style.leading();
        }
    }

    /// Writes cells side by side, each with as many lines as it needs. The row stays on one page; says whether a new
    /// page began with it. `before` is written first on a new page, for the heads of columns.
    pub fn row(&mut self, cells: &[Cell<'_>], before: &[Cell<'_>]) {
        let set: Vec<_> = cells
            .iter()
            .map(|cell| (cell, wrap(self.fonts, cell.text, cell.width / cell.style.size)))
            .collect();
        let height = |(cell, lines): &(&Cell<'_>, Vec<Line>)| {
            lines.iter().fold(0.0, |height, _| height + cell.style.leading())
        };
        let tallest = set.iter().map(height).fold(0.0, f32::max);
        if self.room(tallest) && !before.is_empty() {
            self.row(before, &[]);
            self.rule();
        }
        let top = self.y;
        for (cell, lines) in set {
            let mut y = top + cell.style.size;
            for line in lines {
                let width = line.width * cell.style.size;
                let x = LEFT + cell.x + if cell.right { cell.width - width } else { 0.0 };
                self.mark(Mark::Text { x, y, style: cell.style, line });
                y += cell.style.leading();
            }
        }
        self.y = top + tallest + 2.0;
    }

    /// Writes what something is, and beside it what it is here. Long values go on over the page.
    pub fn pair(&mut self, name: &str, value: &str) {
        let size = Style::PLAIN.size;
        let mut lines = wrap(self.fonts, value, (WIDTH - 120.0) / size);
        let rest = lines.split_off(lines.len().min(1));
        self.room(Style::PLAIN.leading());
        for line in wrap(self.fonts, name, 114.0 / Style::QUIET.size).into_iter().take(1) {
            self.mark(Mark::Text { x: LEFT, y: self.y + size, style: Style::QUIET, line });
        }
        for line in lines.into_iter().chain(rest) {
            self.room(Style::PLAIN.leading());
            self.mark(Mark::Text { x: LEFT + 120.0, y: self.y + size, style: Style::PLAIN, line });
            self.y += Style::PLAIN.leading();
        }
    }

    /// The file.
    pub fn finish(mut self) -> Result<Vec<u8>, PaperError> {
        self.number();
        let mut document = Document::new();
        let about = Metadata::new().title(self.title).language("en".to_owned()).creator("Pitlane".to_owned());
        document.set_metadata(about);
        for marks in &self.pages {
            let settings = PageSettings::from_wh(PAPER.0, PAPER.1).ok_or(PaperError::Page)?;
            let mut page = document.start_page_with(settings);
            let mut surface = page.surface();
            for mark in marks {
                draw(&mut surface, mark);
            }
            surface.finish();
            page.finish();
        }
        document.finish().map_err(|error| PaperError::File(format!("{error:?}")))
    }

    /// Writes the foot of each page, now that their number is known.
    fn number(&mut self) {
        let all = self.pages.len();
        let style = Style::QUIET;
        let y = PAPER.1 - BOTTOM / 2.0;
        for (place, page) in self.pages.iter_mut().enumerate() {
            let number = format!("Page {} of {all}", place + 1);
            for line in wrap(self.fonts, &number, WIDTH / style.size) {
                let x = LEFT + WIDTH - line.width * style.size;
                page.push(Mark::Text { x, y, style, line });
            }
            for line in wrap(self.fonts, &self.title, 400.0 / style.size).into_iter().take(1) {
                page.push(Mark::Text { x: LEFT, y, style, line });
            }
        }
    }
}

fn fill(grey: u8) -> Fill {
    let paint = rgb::Color::new(grey, grey, grey).into();
    Fill { paint, opacity: NormalizedF32::ONE, rule: FillRule::default() }
}

fn draw(surface: &mut Surface<'_>, mark: &Mark) {
    match mark {
        Mark::Rule { y, grey } => {
            surface.set_stroke(None);
            surface.set_fill(Some(fill(*grey)));
            let mut path = PathBuilder::new();
            if let Some(line) = Rect::from_xywh(LEFT, *y, WIDTH, 0.6) {
                path.push_rect(line);
            }
            if let Some(path) = path.finish() {
                surface.draw_path(&path);
            }
        }
        Mark::Text { x, y, style, line } => {
            surface.set_fill(Some(fill(style.grey)));
            // one font for everything: what is strong is drawn with a thin outline
            let outline =
                Stroke { paint: fill(style.grey).paint, width: style.size / 36.0, ..Stroke::default() };
            surface.set_stroke(style.strong.then_some(outline));
            let mut x = *x;
            for piece in &line.pieces {
                let (at, font) = (Point::from_xy(x, *y), piece.face.font.clone());
                surface.draw_glyphs(at, &piece.glyphs, font, &piece.text, style.size, false);
                x += piece.width * style.size;
            }
        }
    }
}
