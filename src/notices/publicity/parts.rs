//! How is much text cut into pages of bounded weight?

use std::ops::Range;

use super::content::{Content, Field, Table};

/// Consecutive places whose sizes together stay within `budget`; a place that is larger stands alone.
pub fn packed(sizes: &[usize], budget: usize) -> Vec<Range<usize>> {
    let mut pages = Vec::new();
    let (mut first, mut sum) = (0, 0_usize);
    for (at, size) in sizes.iter().enumerate() {
        if at > first && sum + size > budget {
            pages.push(first..at);
            (first, sum) = (at, 0);
        }
        sum += size;
    }
    if first < sizes.len() {
        pages.push(first..sizes.len());
    }
    pages
}

/// Bytes of a text in a page: what a page writes otherwise takes up to six.
pub fn weight(text: &str) -> usize {
    const ESCAPED: usize = 6;
    text.chars()
        .map(
            |one| {
                if matches!(one, '<' | '>' | '&' | '"' | '\'') { ESCAPED } else { one.len_utf8() }
            },
        )
        .sum()
}

/// A piece of a field that is not cut.
enum Piece {
    Text(String),
    Row(Vec<String>),
}

/// Bytes that a page adds to a piece, and to each cell of a row.
const AROUND: usize = 160;
const AROUND_CELL: usize = 100;

/// The fields as pages of at most about `budget` bytes each. What is long is cut at its paragraphs, and where
/// a paragraph is longer than a page within it; a table between its rows.
pub fn parts(content: &Content, budget: usize) -> Vec<Vec<Field>> {
    let mut pieces: Vec<(usize, Piece)> = Vec::new();
    for (at, field) in content.fields.iter().enumerate() {
        if let Some(table) = &field.table {
            pieces.extend(table.rows.iter().map(|row| (at, Piece::Row(row.clone()))));
        } else {
            let texts = paragraphs(&field.text, budget / 2);
            pieces.extend(texts.into_iter().map(|text| (at, Piece::Text(text))));
        }
    }
    let size = |(_, piece): &(usize, Piece)| match piece {
        Piece::Text(text) => AROUND + weight(text),
        Piece::Row(cells) => {
            AROUND + cells.iter().map(|cell| AROUND_CELL + weight(cell)).sum::<usize>()
        }
    };
    let sizes: Vec<usize> = pieces.iter().map(size).collect();
    let mut pieces = pieces.into_iter();
    packed(&sizes, budget)
        .into_iter()
        .map(|range| joined(content, pieces.by_ref().take(range.len())))
        .collect()
}

/// The pieces of one page, those of one field together again.
fn joined(content: &Content, pieces: impl Iterator<Item = (usize, Piece)>) -> Vec<Field> {
    let mut fields: Vec<(usize, Field)> = Vec::new();
    for (at, piece) in pieces {
        if fields.last().is_none_or(|(last, _)| *last != at) {
            let Some(whole) = content.fields.get(at) else { continue };
            let table = whole.table.as_ref().map(|table| Table {
                codes: table.codes.clone(),
                columns: table.columns.clone(),
                rows: Vec::new(),
            });
            fields.push((at, Field { text: String::new(), table, ..whole.clone() }));
        }
        let Some((_, field)) = fields.last_mut() else { continue };
        match (piece, &mut field.table) {
            (Piece::Row(row), Some(table)) => table.rows.push(row),
            (Piece::Text(text), _) => field.text.push_str(&text),
            (Piece::Row(_), None) => {}
        }
    }
    fields.into_iter().map(|(_, field)| field).collect()
}

/// The paragraphs of a text with their line ends, each cut where it is heavier than `most`.
fn paragraphs(text: &str, most: usize) -> Vec<String> {
    let mut found = Vec::new();
    for line in text.split_inclusive('\n') {
        let mut piece = String::new();
        let mut sum = 0;
        for one in line.chars() {
            let mut buffer = [0; 4];
            let own = weight(one.encode_utf8(&mut buffer));
            if sum + own > most && !piece.is_empty() {
                found.push(std::mem::take(&mut piece));
                sum = 0;
            }
            piece.push(one);
            sum += own;
        }
        found.push(piece);
    }
    if found.is_empty() {
        found.push(String::new());
    }
    found
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn field(code: usize, text: String, rows: Vec<Vec<String>>) -> Field {
        let table = (!rows.is_empty()).then(|| Table { rows, ..Table::default() });
        Field { code: format!("f{code}"), text, table, ..Field::default() }
    }

    proptest! {
        #[test]
        fn pages_hold_everything_once_and_are_bounded(
            texts in prop::collection::vec("[一-龥<&\n]{0,400}", 1..5),
            rows in prop::collection::vec("[一-龥\"]{0,120}", 0..30),
        ) {
            let mut fields: Vec<Field> = texts
                .iter()
                .enumerate()
                .map(|(at, text)| field(at, text.clone(), Vec::new()))
                .collect();
            fields.push(field(9, String::new(), rows.iter().map(|row| vec![row.clone()]).collect()));
            let content = Content { fields, ..Content::default() };
            let budget = 1_500;
            let pages = parts(&content, budget);
            for (at, text) in texts.iter().enumerate() {
                let code = format!("f{at}");
                let said: String = pages
                    .iter()
                    .flatten()
                    .filter(|field| field.code == code)
                    .map(|field| field.text.as_str())
                    .collect();
                prop_assert_eq!(&said, text);
            }
            let said: Vec<&String> = pages
                .iter()
                .flatten()
                .filter_map(|field| field.table.as_ref())
                .flat_map(|table| table.rows.iter().flatten())
                .collect();
            prop_assert_eq!(said, rows.iter().collect::<Vec<_>>());
            for page in &pages {
                let sum: usize = page.iter().map(|field| {
                    let rows = field.table.iter().flat_map(|table| table.rows.iter().flatten());
                    weight(&field.text) + rows.map(|cell| weight(cell)).sum::<usize>()
                }).sum();
                prop_assert!(sum <= budget, "{sum}");
            }
        }
    }

    #[test]
    fn what_is_larger_than_a_page_stands_alone() {
        assert_eq!(packed(&[5, 20, 3, 3], 10), [0..1, 1..2, 2..4]);
        assert!(packed(&[], 10).is_empty());
    }
}
