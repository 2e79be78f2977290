//! What stands at the head and the foot of every page?

use super::{
    super::{document::Meta, font::Face},
    Ink, Mark, Page,
    measures::Measures,
};
use crate::shared::Language;

const SIZE: f32 = 8.0;
/// How far the head stands from the top, and the foot from the bottom.
const FROM_TOP: f32 = 42.0;
const FROM_BOTTOM: f32 = 34.0;

fn page_of(language: Language, page: usize, pages: usize) -> String {
    match language {
        Language::Chinese => format!("第 {page} 页 / 共 {pages} 页"),
        Language::English => format!("page {page} of {pages}"),
    }
}

fn digest_line(meta: &Meta) -> String {
    match (meta.digest.as_str(), meta.language) {
        ("", _) => String::new(),
        (digest, Language::Chinese) => format!("内容摘要 SHA-256 {digest}"),
        (digest, Language::English) => format!("SHA-256 of the record {digest}"),
    }
}

/// The start of `text` that fits into a width.
fn cut(face: &Face, text: &str, width: f32) -> String {
    if face.width(text, SIZE) <= width {
        return text.to_owned();
    }
    let mut kept = String::new();
    for letter in text.chars() {
        kept.push(letter);
        if face.width(&kept, SIZE) + SIZE > width {
            break;
        }
    }
    kept + "…"
}

/// Adds head and foot to every page.
pub(super) fn frame(meta: &Meta, pages: &mut [Page]) {
    let face = Face::embedded();
    let (count, m) = (pages.len(), Measures::of(meta.setting));
    for (at, page) in pages.iter_mut().enumerate() {
        let (left, right) = (m.left, page.width - m.right);
        let mut write = |x: f32, y: f32, text: String| {
            let (size, is_bold, ink, gap) = (SIZE, false, Ink::Grey, 0.0);
            page.marks.push(Mark::Text { x, y, size, is_bold, ink, gap, text });
        };
        write(left, FROM_TOP, meta.issuer.clone());
        let title = if meta.number.is_empty() { &meta.title } else { &meta.number };
        if at > 0 || !meta.number.is_empty() {
            let room = right - left - face.width(&meta.issuer, SIZE) - 3.0 * SIZE;
            let title = cut(face, title, room);
            write(right - face.width(&title, SIZE), FROM_TOP, title);
        }
        let base = page.height - FROM_BOTTOM;
        let number = page_of(meta.language, at + 1, count);
        write(left, base, digest_line(meta));
        write(right - face.width(&number, SIZE), base, number);
        for y in [FROM_TOP + 6.0, base - 12.0] {
            page.marks.push(Mark::Line { from: (left, y), to: (right, y) });
        }
    }
}
