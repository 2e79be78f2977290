//! Which letters does the embedded font have, and how wide is each?

use std::sync::OnceLock;

use skrifa::{
    FontRef, MetadataProvider as _,
    instance::{LocationRef, Size},
};

/// A part of Noto Sans CJK SC Regular (`assets/fonts/README.md`).
pub(super) const FONT: &[u8] =
    include_bytes!("../../../assets/fonts/NotoSansCJKsc-Regular.subset.otf");

/// What stands for a letter that the font lacks.
pub(super) const GETA: char = '〓';

/// A ticked box, shown as a tick in an empty box; the font has both.
pub(super) const TICKED: char = '☑';
pub(super) const TICK: char = '√';
const BOX: char = '□';

/// Letters with their widths in thousandths of the size.
#[derive(Debug)]
pub(super) struct Face {
    /// Letter, glyph, width; sorted by letter.
    letters: Vec<(char, u32, f32)>,
}

impl Face {
    /// The embedded font, read once.
    pub(super) fn embedded() -> &'static Self {
        static FACE: OnceLock<Face> = OnceLock::new();
        FACE.get_or_init(|| {
            // A font that cannot be read would show nothing but gaps; the tests of this room see it.
            let letters = FontRef::new(FONT).map(|font| letters(&font)).unwrap_or_default();
            Self { letters }
        })
    }

    fn find(&self, letter: char) -> Option<(u32, f32)> {
        let at = self.letters.binary_search_by_key(&letter, |(letter, ..)| *letter).ok()?;
        self.letters.get(at).map(|(_, glyph, width)| (*glyph, *width))
    }

    /// Whether the font has the letter, or nothing is to be shown for it.
    pub(super) fn holds(&self, letter: char) -> bool {
        letter.is_control() || letter == TICKED || self.find(letter).is_some()
    }

    /// Glyph and width of a letter, of 〓 where it is missing.
    pub(super) fn glyph(&self, letter: char) -> (u32, f32) {
        let letter = if letter == TICKED { BOX } else { letter };
        self.find(letter).or_else(|| self.find(GETA)).unwrap_or((0, 1.0))
    }

    /// How wide a text is at a size.
    pub(super) fn width(&self, text: &str, size: f32) -> f32 {
        text.chars().map(|letter| self.glyph(letter).1).sum::<f32>() * size
    }
}

fn letters(font: &FontRef<'_>) -> Vec<(char, u32, f32)> {
    let metrics = font.glyph_metrics(Size::unscaled(), LocationRef::default());
    let em = f32::from(font.metrics(Size::unscaled(), LocationRef::default()).units_per_em);
    let mut letters: Vec<(char, u32, f32)> = font
        .charmap()
        .mappings()
        .filter_map(|(letter, glyph)| {
            let width = metrics.advance_width(glyph)? / em;
            Some((char::from_u32(letter)?, glyph.to_u32(), width))
        })
        .collect();
    letters.sort_by_key(|(letter, ..)| *letter);
    letters
}
