//! How do the marks of the pages become the bytes of a file?

use chrono::{DateTime, Datelike as _, Timelike as _, Utc};
use krilla::{
    Document as File, SerializeSettings,
    color::luma,
    geom::{PathBuilder, Point, Rect},
    metadata::Metadata,
    page::PageSettings,
    paint::{Fill, Stroke},
    surface::Surface,
    text::{Font, GlyphId, KrillaGlyph},
};

use super::{
    document::Meta,
    font::{FONT, Face},
    layout::{Ink, Mark, Page},
};
use crate::shared::Language;

/// The library that writes the file refused.
#[derive(Debug, thiserror::Error)]
#[error("无法生成 PDF / the PDF cannot be made: {0}")]
pub struct PdfError(String);

const BLACK: u8 = 0;
const GREY: u8 = 96;
const HAIR: u8 = 150;
const SHADE: u8 = 236;

fn fill(grey: u8) -> Fill {
    Fill { paint: luma::Color::new(grey).into(), ..Fill::default() }
}

fn stroke(grey: u8, width: f32) -> Stroke {
    Stroke { paint: luma::Color::new(grey).into(), width, ..Stroke::default() }
}

fn glyphs(text: &str) -> Vec<KrillaGlyph> {
    let face = Face::embedded();
    text.char_indices()
        .map(|(at, letter)| {
            let (glyph, width) = face.glyph(letter);
            let range = at..at + letter.len_utf8();
            KrillaGlyph::new(GlyphId::new(glyph), width, 0.0, 0.0, 0.0, range, None)
        })
        .collect()
}

fn put(surface: &mut Surface<'_>, font: &Font, mark: &Mark) {
    match mark {
        Mark::Text { text, .. } if text.is_empty() => {}
        Mark::Text { x, y, size, is_bold, ink, text } => {
            let grey = if *ink == Ink::Black { BLACK } else { GREY };
            surface.set_fill(Some(fill(grey)));
            // The font has one weight; a thin outline makes it a bold one.
            surface.set_stroke(is_bold.then(|| stroke(grey, size * 0.035)));
            let start = Point::from_xy(*x, *y);
            surface.draw_glyphs(start, &glyphs(text), font.clone(), text, *size, false);
        }
        Mark::Line { from, to } => {
            let mut path = PathBuilder::new();
            path.move_to(from.0, from.1);
            path.line_to(to.0, to.1);
            surface.set_fill(None);
            surface.set_stroke(Some(stroke(HAIR, 0.5)));
            if let Some(path) = path.finish() {
                surface.draw_path(&path);
            }
        }
        Mark::Shade { x, y, width, height } => {
            let Some(rectangle) = Rect::from_xywh(*x, *y, *width, *height) else {
                return;
            };
            let mut path = PathBuilder::new();
            path.push_rect(rectangle);
            surface.set_stroke(None);
            surface.set_fill(Some(fill(SHADE)));
            if let Some(path) = path.finish() {
                surface.draw_path(&path);
            }
        }
    }
}

fn date(at: DateTime<Utc>) -> krilla::metadata::DateTime {
    let small = |number: u32| u8::try_from(number).unwrap_or_default();
    krilla::metadata::DateTime::new(u16::try_from(at.year()).unwrap_or_default())
        .month(small(at.month()))
        .day(small(at.day()))
        .hour(small(at.hour()))
        .minute(small(at.minute()))
        .second(small(at.second()))
        .utc_offset_hour(0)
        .utc_offset_minute(0)
}

fn properties(meta: &Meta) -> Metadata {
    let language = match meta.language {
        Language::Chinese => "zh-CN",
        Language::English => "en",
    };
    let properties = Metadata::new()
        .title(meta.title.clone())
        .authors(vec![meta.issuer.clone()])
        .creator("Laurel".to_owned())
        .language(language.to_owned())
        // What else would name the file is the time or chance; this names what it shows.
        .document_id(meta.digest.clone());
    match meta.made_at {
        Some(at) => properties.creation_date(date(at)),
        None => properties,
    }
}

/// The file of the pages.
pub(super) fn draw(meta: &Meta, pages: &[Page]) -> Result<Vec<u8>, PdfError> {
    let font = Font::new(FONT.into(), 0)
        .ok_or_else(|| PdfError("the embedded font cannot be read".to_owned()))?;
    let mut file = File::new_with(SerializeSettings::default());
    file.set_metadata(properties(meta));
    for page in pages {
        let settings = PageSettings::from_wh(page.width, page.height)
            .ok_or_else(|| PdfError("a page without a size".to_owned()))?;
        let mut sheet = file.start_page_with(settings);
        let mut surface = sheet.surface();
        for mark in &page.marks {
            put(&mut surface, &font, mark);
        }
        surface.finish();
        sheet.finish();
    }
    file.finish().map_err(|error| PdfError(error.to_string()))
}
