//! How do the marks of the pages become the bytes of a file?

use chrono::{DateTime, Datelike as _, Timelike as _, Utc};
use krilla::destination::XyzDestination;
use krilla::{
    Document as File, SerializeSettings,
    color::luma,
    geom::{PathBuilder, Point, Rect, Size, Transform},
    metadata::Metadata,
    num::NormalizedF32,
    outline::{Outline, OutlineNode},
    page::PageSettings,
    paint::{Fill, Stroke},
    surface::Surface,
    text::{Font, GlyphId, KrillaGlyph},
};

use super::{
    attached::{self, Attached, Source},
    document::Meta,
    font::{FONT, Face, TICK, TICKED},
    layout::{Bookmark, Ink, Insert, Mark, Page},
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

/// The glyphs of a text, with `gap` behind each, as a part of the size, as widths are.
fn glyphs(text: &str, gap: f32) -> Vec<KrillaGlyph> {
    let face = Face::embedded();
    let mut glyphs = Vec::with_capacity(text.len());
    for (at, letter) in text.char_indices() {
        let range = at..at + letter.len_utf8();
        if letter == TICKED {
            // The font has no such letter: a tick is written over an empty box.
            let (tick, ..) = face.glyph(TICK);
            let (shown, to_right) = (GlyphId::new(tick), 0.22);
            glyphs.push(KrillaGlyph::new(shown, 0.0, to_right, 0.0, 0.0, range.clone(), None));
        }
        let (glyph, width) = face.glyph(letter);
        glyphs.push(KrillaGlyph::new(GlyphId::new(glyph), width + gap, 0.0, 0.0, 0.0, range, None));
    }
    glyphs
}

fn put(surface: &mut Surface<'_>, font: &Font, mark: &Mark) {
    match mark {
        Mark::Text { text, .. } if text.is_empty() => {}
        Mark::Text { x, y, size, is_bold, ink, gap, text } => {
            let grey = if *ink == Ink::Black { BLACK } else { GREY };
            surface.set_fill(Some(fill(grey)));
            // The font has one weight; a thin outline makes it a bold one.
            surface.set_stroke(is_bold.then(|| stroke(grey, size * 0.035)));
            let start = Point::from_xy(*x, *y);
            surface.draw_glyphs(start, &glyphs(text, gap / size), font.clone(), text, *size, false);
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

/// The words across a page, from the lower left to the upper right: as a shape, so that they are not
/// among the words of the page when somebody copies it.
fn watermark(surface: &mut Surface<'_>, font: &Font, page: &Page, words: &str) {
    const PALE: f32 = 0.05;
    const DEGREES: f32 = -50.0;
    let width = Face::embedded().width(words, 1.0);
    let (Some(opacity), true) = (NormalizedF32::new(PALE), width > 0.0) else {
        return;
    };
    let size = 0.62 * page.width.hypot(page.height) / width;
    let (x, y) = (page.width / 2.0, page.height / 2.0);
    surface.push_transform(&Transform::from_rotate_at(DEGREES, x, y));
    surface.push_opacity(opacity);
    surface.set_fill(Some(fill(BLACK)));
    surface.set_stroke(None);
    let start = Point::from_xy(x - width * size / 2.0, y + size * 0.36);
    surface.draw_glyphs(start, &glyphs(words, 0.0), font.clone(), words, size, true);
    surface.pop();
    surface.pop();
}

/// Shows a page of another file, or a picture.
fn insert(surface: &mut Surface<'_>, attached: &[Attached], insert: &Insert) {
    let (Some(file), Some(size)) =
        (attached.get(insert.file), Size::from_wh(insert.size.0, insert.size.1))
    else {
        return;
    };
    surface.push_transform(&Transform::from_translate(insert.at.0, insert.at.1));
    match &file.source {
        Source::Pages { file, .. } => surface.draw_pdf_page(file, size, insert.page),
        Source::Picture { image, .. } => surface.draw_image(image.clone(), size),
        Source::Refused(_) => {}
    }
    surface.pop();
}

/// The outline: parts, and under each its parts.
fn outline(pages: &[Page]) -> Outline {
    let mut parts: Vec<OutlineNode> = Vec::new();
    let marks = pages
        .iter()
        .enumerate()
        .flat_map(|(at, page)| page.bookmarks.iter().map(move |bookmark| (at, bookmark)));
    for (page, Bookmark { depth, text, y }) in marks {
        let goal = XyzDestination::new(page, Point::from_xy(0.0, (y - 8.0).max(0.0)));
        let node = OutlineNode::new(text.clone(), goal);
        match parts.last_mut().filter(|_| *depth > 0) {
            Some(part) => part.push_child(node),
            None => parts.push(node),
        }
    }
    let mut outline = Outline::new();
    for part in parts {
        outline.push_child(part);
    }
    outline
}

/// The file of the pages.
pub(super) fn draw(
    meta: &Meta,
    pages: &[Page],
    attached: &[Attached],
) -> Result<Vec<u8>, PdfError> {
    let font = Font::new(FONT.into(), 0)
        .ok_or_else(|| PdfError("the embedded font cannot be read".to_owned()))?;
    let settings =
        if attached.is_empty() { SerializeSettings::default() } else { attached::settings() };
    let mut file = File::new_with(settings);
    file.set_metadata(properties(meta));
    for page in pages {
        let settings = PageSettings::from_wh(page.width, page.height)
            .ok_or_else(|| PdfError("a page without a size".to_owned()))?;
        let mut sheet = file.start_page_with(settings);
        let mut surface = sheet.surface();
        if let Some(shown) = &page.insert {
            insert(&mut surface, attached, shown);
        }
        for mark in &page.marks {
            put(&mut surface, &font, mark);
        }
        watermark(&mut surface, &font, page, &meta.watermark);
        surface.finish();
        sheet.finish();
    }
    if pages.iter().any(|page| !page.bookmarks.is_empty()) {
        file.set_outline(outline(pages));
    }
    file.finish().map_err(|error| PdfError(error.to_string()))
}
