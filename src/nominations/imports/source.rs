//! What did somebody hand in: a workbook, a table of text, or records of literature?

use super::{bibtex, draft::SourceFault, ris};
use crate::exchange::{self, Grid};

/// The most bytes that are read as literature: thousands of records.
const MOST_LITERATURE_BYTES: usize = 4 * 1024 * 1024;

/// A record of literature, in the words of its format.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Entry {
    /// Line where it begins, from 1.
    pub(super) line: u64,
    /// Its key or its place, to name it by.
    pub(super) name: String,
    /// What it says, by the names of [`super::citations`].
    pub(super) said: Vec<(Part, String)>,
    /// Fields that no column takes, as the format calls them.
    pub(super) others: Vec<String>,
    /// Fields that could not be understood and stand as they were typed.
    pub(super) as_typed: Vec<String>,
}

/// A part of a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Part {
    Title,
    /// One author.
    Author,
    /// The list of authors was cut by whoever wrote it (“et al.”).
    MoreAuthors,
    /// The journal, the book that it is part of.
    Venue,
    Publisher,
    Year,
    /// A whole day, `2024-05-31`.
    Day,
    Volume,
    Issue,
    Pages,
    Doi,
}

impl Entry {
    /// The first that is said of a part; empty where nothing is.
    pub(super) fn get(&self, part: Part) -> &str {
        self.said.iter().find(|(one, _)| *one == part).map_or("", |(_, text)| text.as_str())
    }

    /// Everything that is said of a part.
    pub(super) fn all(&self, part: Part) -> Vec<&str> {
        let said = self.said.iter().filter(|(one, _)| *one == part);
        said.map(|(_, text)| text.as_str()).collect()
    }

    /// Takes what is said of a part, unless it is nothing.
    pub(super) fn say(&mut self, part: Part, text: &str) {
        let text = text.trim();
        if !text.is_empty() {
            self.said.push((part, text.to_owned()));
        }
    }
}

/// A source by what it holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Source {
    /// The sheets of a workbook, or the one table of a text.
    Grids(Vec<Grid>),
    /// Records of literature.
    Entries(Vec<Entry>),
}

/// Reads bytes by what they hold, never by a name: the word of the format and what it gives.
///
/// # Errors
/// The fault that keeps the file from being read at all.
pub(super) fn read(bytes: &[u8]) -> Result<(&'static str, Source), SourceFault> {
    if exchange::is_workbook(bytes) {
        return Ok(("xlsx", Source::Grids(exchange::grids_of_workbook(bytes)?)));
    }
    if bytes.len() <= MOST_LITERATURE_BYTES {
        let text = exchange::decoded(bytes)?;
        if is_ris(&text) {
            return Ok(("ris", Source::Entries(ris::entries(&text)?)));
        }
        if is_bibtex(&text) {
            return Ok(("bibtex", Source::Entries(bibtex::entries(&text)?)));
        }
    }
    let first = bytes.split(|byte| *byte == b'\n').next().unwrap_or_default();
    let is_tabbed = first.contains(&b'\t');
    let (word, delimiter) = if is_tabbed { ("tsv", b'\t') } else { ("csv", b',') };
    let grid = exchange::grid_of_text(bytes, delimiter)?;
    if grid.rows.is_empty() {
        let empty = exchange::Fault {
            file: String::new(),
            line: None,
            column: None,
            problem: exchange::Problem::EmptyFile,
        };
        return Err(empty.into());
    }
    Ok((word, Source::Grids(vec![grid])))
}

fn is_ris(text: &str) -> bool {
    text.lines()
        .find(|line| !line.trim().is_empty())
        .is_some_and(|line| line.trim_start_matches('\u{feff}').starts_with("TY  -"))
}

/// `@word{` at the beginning of a line, before any of which there are only comments.
fn is_bibtex(text: &str) -> bool {
    let starts = |line: &str| {
        let Some((word, rest)) = line.strip_prefix('@').map(|rest| {
            let end = rest.find(|one: char| !one.is_ascii_alphabetic()).unwrap_or(rest.len());
            rest.split_at(end)
        }) else {
            return false;
        };
        !word.is_empty() && rest.trim_start().starts_with(['{', '('])
    };
    let lines = text.lines().map(str::trim_start).filter(|line| !line.is_empty());
    lines.take(200).find(|line| !line.starts_with('%')).is_some_and(starts)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn word(bytes: &[u8]) -> &'static str {
        read(bytes).unwrap().0
    }

    #[test]
    fn a_source_is_known_by_what_it_holds() {
        assert_eq!(word("姓名,单位\n甲,乙\n".as_bytes()), "csv");
        assert_eq!(word("姓名\t单位\n甲\t乙\n".as_bytes()), "tsv");
        assert_eq!(word(b"% a comment\n@article{a, title = {T}}\n"), "bibtex");
        assert_eq!(word("\u{feff}TY  - JOUR\nTI  - T\nER  - \n".as_bytes()), "ris");
        let (gb, _, _) = encoding_rs::GB18030.encode("姓名,单位\n张三,研究所\n");
        let Source::Grids(grids) = read(&gb).unwrap().1 else { unreachable!() };
        assert_eq!(grids[0].rows[1].cells, ["张三", "研究所"]);
    }

    #[test]
    fn what_is_no_source_is_told() {
        for bad in
            [b"".as_slice(), b"%PDF-1.7\n\0\0", b"PK\x03\x04 no zip", b"\xD0\xCF\x11\xE0 old"]
        {
            let fault = read(bad).unwrap_err();
            assert!(!fault.what.zh.is_empty() && !fault.what.en.is_empty(), "{fault:?}");
        }
    }
}
