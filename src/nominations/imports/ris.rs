//! What does a text of tagged records (RIS) say? Two letters, two spaces, a dash: `TI  - title`.
//!
//! The format is of a few lines, and no kept library reads it; every tag that we do not know is told.

use super::{
    draft::SourceFault,
    source::{Entry, Part},
    words::day,
};
use crate::shared::Bilingual;

/// Reads every record.
///
/// # Errors
/// The first line that stands outside of a record, or the last record that was never ended: the file
/// was cut off.
pub(super) fn entries(text: &str) -> Result<Vec<Entry>, SourceFault> {
    let mut entries: Vec<Entry> = Vec::new();
    let mut open: Option<Record> = None;
    for (line, number) in text.trim_start_matches('\u{feff}').lines().zip(1_u64..) {
        match (tag_of(line), &mut open) {
            (Some(("TY", _)), None) => open = Some(Record::at(number)),
            (Some(("TY", _)), Some(record)) => return Err(unended(record.line)),
            (Some(("ER", _)), Some(_)) => entries.extend(open.take().map(Record::entry)),
            (Some((tag, value)), Some(record)) => {
                record.fields.push((tag.to_owned(), value.trim().to_owned()));
            }
            (None, Some(record)) if !line.trim().is_empty() => record.go_on(line.trim()),
            (None, _) if line.trim().is_empty() => {}
            _ => return Err(outside(number)),
        }
    }
    match open {
        Some(record) => Err(unended(record.line)),
        None => Ok(entries),
    }
}

fn fault(line: u64, zh: &str, en: &str) -> SourceFault {
    SourceFault::at(Some(line), Bilingual::new(zh, en))
}

fn unended(line: u64) -> SourceFault {
    fault(
        line,
        "这条记录没有结束标记 ER，文件可能不完整",
        "the record is not ended by ER; the file may be cut off",
    )
}

fn outside(line: u64) -> SourceFault {
    fault(
        line,
        "这一行不属于任何记录（记录以 TY 开始）",
        "the line belongs to no record; a record begins with TY",
    )
}

/// The tag of a line and what follows it.
fn tag_of(line: &str) -> Option<(&str, &str)> {
    let (tag, rest) = line.split_at_checked(2)?;
    let mut letters = tag.chars();
    let is_tag = letters.next().is_some_and(|one| one.is_ascii_uppercase())
        && letters.next().is_some_and(|one| one.is_ascii_uppercase() || one.is_ascii_digit());
    let value = rest.strip_prefix("  -")?;
    is_tag.then_some((tag, value))
}

struct Record {
    line: u64,
    fields: Vec<(String, String)>,
}

impl Record {
    fn at(line: u64) -> Self {
        Self { line, fields: Vec::new() }
    }

    /// A line without a tag goes on with the field before it.
    fn go_on(&mut self, line: &str) {
        if let Some((_, value)) = self.fields.last_mut() {
            value.push('\n');
            value.push_str(line);
        }
    }

    fn entry(self) -> Entry {
        let mut entry = Entry { line: self.line, ..Entry::default() };
        let mut pages = (String::new(), String::new());
        for (tag, value) in &self.fields {
            match tag.as_str() {
                "TI" | "T1" => entry.say(Part::Title, value),
                "AU" | "A1" => author(&mut entry, value),
                "T2" | "JF" | "JO" | "BT" => entry.say(Part::Venue, value),
                "PB" => entry.say(Part::Publisher, value),
                "PY" | "Y1" | "DA" => date(&mut entry, value),
                "VL" => entry.say(Part::Volume, value),
                "IS" => entry.say(Part::Issue, value),
                "SP" => pages.0.clone_from(value),
                "EP" => pages.1.clone_from(value),
                "DO" => entry.say(Part::Doi, value),
                "ID" => entry.name.clone_from(value),
                other if !entry.others.iter().any(|one| one == other) => {
                    entry.others.push(other.to_owned());
                }
                _ => {}
            }
        }
        let between = if pages.0.is_empty() || pages.1.is_empty() { "" } else { "-" };
        entry.say(Part::Pages, &format!("{}{between}{}", pages.0, pages.1));
        entry
    }
}

fn author(entry: &mut Entry, value: &str) {
    if matches!(value, "et al." | "et al" | "等") {
        entry.say(Part::MoreAuthors, value);
    } else {
        entry.say(Part::Author, value);
    }
}

/// `2024/05/31/epub`, `2024/05//`, `2024`.
fn date(entry: &mut Entry, value: &str) {
    let parts: Vec<&str> = value.split(['/', '-']).map(str::trim).collect();
    if let Some(year) = parts.first()
        && entry.get(Part::Year).is_empty()
    {
        entry.say(Part::Year, year);
    }
    if let [year, month, of_month, ..] = parts.as_slice()
        && let Some(day) = day(&format!("{year}-{month}-{of_month}"))
    {
        entry.say(Part::Day, &day);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TWO: &str = "TY  - JOUR\r\nAU  - 张三\r\nAU  - Smith, J.\r\nTI  - 第一行\r\n  第二行\r\nJO  - 科学通报\r\nPY  - 2024/05/31/\r\nVL  - 69\r\nIS  - 2\r\nSP  - 101\r\nEP  - 110\r\nDO  - 10.1000/1\r\nAB  - 摘要\r\nER  - \r\n\r\nTY  - BOOK\r\nTI  - B\r\nPY  - 2020\r\nER  - \r\n";

    #[test]
    fn records_are_read_with_their_lines() {
        let read = entries(TWO).unwrap();
        assert_eq!(read.len(), 2);
        assert_eq!(read[0].all(Part::Author), ["张三", "Smith, J."]);
        assert_eq!(read[0].get(Part::Title), "第一行\n第二行");
        assert_eq!(read[0].get(Part::Day), "2024-05-31");
        assert_eq!(read[0].get(Part::Pages), "101-110");
        assert_eq!(read[0].others, ["AB"]);
        assert_eq!(
            (read[1].line, read[1].get(Part::Year), read[1].get(Part::Day)),
            (16, "2020", "")
        );
    }

    #[test]
    fn a_file_that_was_cut_off_is_told() {
        let cut = TWO.trim_end().trim_end_matches("ER  -");
        assert_eq!(entries(cut).unwrap_err().line, Some(16));
        assert_eq!(entries("TY  - JOUR\nER  - \nrest\n").unwrap_err().line, Some(3));
    }
}
