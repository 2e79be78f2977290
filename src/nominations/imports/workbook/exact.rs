//! Does a cell hold a value exactly? And how is a value written that none holds?

use super::super::words::{read, shown};
use crate::nominations::{dossier::Value, forms::Field};

/// Safely below the longest text of a cell (32,767 UTF-16 units).
pub(super) const MOST_UNITS: usize = 32_000;

/// The text of the cell that gives `value` back; none where there is no such text.
pub(super) fn cell_of(field: &Field, value: &Value) -> Option<String> {
    let text = shown(field, value);
    let comes_back = || read(field, &text).value.as_ref() == Some(value);
    (fits_cell(&text) && comes_back()).then_some(text)
}

/// Whether a workbook keeps a text as it is: no control characters, and nothing that it takes for an
/// escape (`_x000D_`).
fn fits_cell(text: &str) -> bool {
    let is_kept = |one: char| match one {
        '\n' | '\t' => true,
        '\u{fffe}' | '\u{ffff}' => false,
        other => !other.is_control(),
    };
    text.encode_utf16().count() <= MOST_UNITS && !text.contains("_x") && text.chars().all(is_kept)
}

/// A value as JSON in cells, one after another, each of which a workbook keeps as it is.
pub(super) fn parts_of(value: &Value) -> Vec<String> {
    let json = serde_json::to_string(value).unwrap_or_default();
    let mut parts = vec![String::new()];
    for one in json.chars() {
        let escaped = match one {
            '_' | '\u{7f}'..='\u{9f}' | '\u{fffe}' | '\u{ffff}' => {
                format!("\\u{:04x}", u32::from(one))
            }
            other => other.to_string(),
        };
        // Spaces at the end of a cell might be lost on the way through another program.
        let is_full =
            |part: &String| part.len() + escaped.len() > MOST_UNITS && !part.ends_with(' ');
        if parts.last().is_some_and(is_full) {
            parts.push(String::new());
        }
        if let Some(part) = parts.last_mut() {
            part.push_str(&escaped);
        }
    }
    parts
}
