//! Does the text of a PDF bear a mark of classification? Scans have no text: a person looks at those.

use lopdf::Document;

use crate::classified::{MarkKind, kind_of};

/// Pages that are read; a file with more has a fault anyway.
const MOST_PAGES: usize = 1000;
/// Most bytes of the content or of a font's table of one page, once they are decompressed.
const PAGE_BYTES: usize = 16 << 20;
/// Most bytes of text that are looked through.
const MOST_TEXT: usize = 16 << 20;

/// The kind of the first mark that a page bears for certain. What cannot be read as text says nothing.
pub(super) fn mark(document: &Document) -> Option<MarkKind> {
    let mut left = MOST_TEXT;
    for number in document.get_pages().into_keys().take(MOST_PAGES) {
        let pieces = document.extract_text_chunks_with_limit(&[number], PAGE_BYTES);
        let text: String = pieces.into_iter().filter_map(Result::ok).collect();
        if let Some(kind) = kind_of(&text) {
            return Some(kind);
        }
        left = left.checked_sub(text.len())?;
    }
    None
}
