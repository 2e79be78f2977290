//! Which passages do two texts share? A text in parts, those that stand in the other marked.

use std::ops::Range;

use super::{policy::Policy, shingles::Shingles, views::Part};

/// The passages of a text that stand in the other as well, in order and apart from each other.
fn passages(text: &str, own: &Shingles, other: &Shingles, policy: &Policy) -> Vec<Range<usize>> {
    let mut found: Vec<Range<usize>> = Vec::new();
    for place in own.places().iter().filter(|place| other.has(place.shingle)) {
        match found.last_mut() {
            Some(last) if place.range.start <= last.end => last.end = last.end.max(place.range.end),
            _ => found.push(place.range.clone()),
        }
    }
    found.retain(|range| {
        let characters = text.get(range.clone()).map_or(0, |part| part.chars().count());
        characters >= policy.text.least_passage_characters
    });
    found
}

/// `text` in parts.
pub(super) fn marked(text: &str, own: &Shingles, other: &Shingles, policy: &Policy) -> Vec<Part> {
    let mut parts = Vec::new();
    let mut push = |range: Range<usize>, is_shared| {
        if let Some(part) = text.get(range).filter(|part| !part.is_empty()) {
            parts.push(Part { text: part.to_owned(), is_shared });
        }
    };
    let mut behind = 0;
    for range in passages(text, own, other, policy) {
        push(behind..range.start, false);
        behind = range.end;
        push(range, true);
    }
    push(behind..text.len(), false);
    parts
}
