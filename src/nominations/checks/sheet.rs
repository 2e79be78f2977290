//! How does a rule read the dossier? By the places that the form has, and by nothing else.

use std::collections::BTreeSet;

use chrono::NaiveDate;

use super::{
    facts::Facts,
    rule_book::{Day, Rule, RuleBook},
};
use crate::nominations::{
    dossier::{Address, Content, Value},
    forms::{Field, Kind},
};

/// A dossier as one rule reads it.
pub(super) struct Sheet<'f> {
    pub(super) facts: &'f Facts<'f>,
    pub(super) book: &'f RuleBook,
    pub(super) rule: &'f Rule,
}

impl<'f> Sheet<'f> {
    /// The field at `section.field`, if the form has it.
    pub(super) fn field(&self, section: &str, field: &str) -> Option<&'f Field> {
        self.facts.form.field(section, field)
    }

    /// Whether the form has `section.field`.
    pub(super) fn has(&self, section: &str, field: &str) -> bool {
        self.field(section, field).is_some()
    }

    /// The text at `section.field` without the blanks around it.
    pub(super) fn text(&self, section: &str, field: &str) -> &'f str {
        self.facts.content.text(section, field).trim()
    }

    /// The day at `section.field`.
    pub(super) fn day(&self, section: &str, field: &str) -> Option<NaiveDate> {
        self.text(section, field).parse().ok()
    }

    /// Whether `section.field` says yes.
    pub(super) fn says_yes(&self, section: &str, field: &str) -> bool {
        self.text(section, field) == "yes"
    }

    /// Numbers of the attachments at `section.field`.
    pub(super) fn files(&self, section: &str, field: &str) -> Vec<&'f str> {
        files(self.facts.content.get(&Address::field(section, field)))
    }

    /// The rows of the table at `section.field`; none where the form has no such table.
    pub(super) fn rows(&self, section: &str, field: &str) -> Vec<Row<'f>> {
        if !self.field(section, field).is_some_and(|found| found.kind == Kind::Rows) {
            return Vec::new();
        }
        let table = Address::field(section, field);
        let keys = self.facts.content.rows(section, field);
        (1..)
            .zip(keys)
            .map(|(rank, key)| Row { facts: self.facts, table: table.clone(), key, rank })
            .collect()
    }

    /// The completers, or candidates, in order.
    pub(super) fn completers(&self) -> Vec<Row<'f>> {
        self.rows("completers", "items")
    }

    /// The completing units in order.
    pub(super) fn units(&self) -> Vec<Row<'f>> {
        self.rows("units", "items")
    }

    /// The section with the points of discovery, invention or innovation.
    pub(super) fn points_section(&self) -> Option<&'f str> {
        let has_points = |section: &&crate::nominations::forms::Section| {
            section.fields.iter().any(|field| field.code == "points")
        };
        self.facts.form.sections.iter().find(has_points).map(|section| section.code.as_str())
    }

    /// The points in order.
    pub(super) fn points(&self) -> Vec<Row<'f>> {
        self.points_section().map(|section| self.rows(section, "points")).unwrap_or_default()
    }

    /// The day that the rule names; the last day of nominating unless it says otherwise.
    pub(super) fn named_day(&self) -> Option<NaiveDate> {
        match self.rule.day {
            Some(Day::Cutoff) => self.facts.round.cutoff,
            Some(Day::Close) | None => self.facts.closing_day(),
        }
    }

    /// DOIs of papers and numbers of rights that the dossier rests on, each with its place.
    pub(super) fn numbers(&self) -> Vec<(Address, String)> {
        numbered(self.facts.content)
    }
}

fn numbered(content: &Content) -> Vec<(Address, String)> {
    let mut numbers = Vec::new();
    for (section, column) in [("papers", "doi"), ("intellectual_property", "number")] {
        for row in content.rows(section, "items") {
            let number = folded_number(content.cell(section, "items", row, column));
            if !number.is_empty() {
                numbers.push((Address::field(section, "items").cell(row, column), number));
            }
        }
    }
    numbers
}

/// DOIs of papers and numbers of rights that a dossier rests on, as they are compared.
pub fn numbers_of(content: &Content) -> BTreeSet<String> {
    numbered(content).into_iter().map(|(_, number)| number).collect()
}

/// A DOI, or the number of a right, as it is compared: a DOI in lower case without its resolver; of any
/// other number the letters and digits, without the `ZL` of Chinese patents. Empty where too little is
/// left to tell one right from another.
pub fn folded_number(text: &str) -> String {
    const TELLS_LITTLE: usize = 6;
    let text = text.trim().to_lowercase();
    let bare = ["https://doi.org/", "http://doi.org/", "doi:"]
        .iter()
        .find_map(|prefix| text.strip_prefix(prefix))
        .unwrap_or(&text)
        .trim();
    if bare.starts_with("10.") && bare.contains('/') {
        return bare.to_owned();
    }
    let kept: String = bare.chars().filter(|one| one.is_alphanumeric()).collect();
    let number = kept.strip_prefix("zl").unwrap_or(&kept);
    if number.chars().count() < TELLS_LITTLE { String::new() } else { number.to_owned() }
}

fn files(value: Option<&Value>) -> Vec<&str> {
    let words: Vec<&str> = match value {
        None => Vec::new(),
        Some(Value::Text(text)) => vec![text.trim()],
        Some(Value::List(words)) => words.iter().map(|word| word.trim()).collect(),
    };
    words.into_iter().filter(|word| !word.is_empty()).collect()
}

/// A row of a table.
pub(super) struct Row<'f> {
    facts: &'f Facts<'f>,
    table: Address,
    /// Name of the row.
    pub(super) key: &'f str,
    /// Place in the order, from 1.
    pub(super) rank: usize,
}

impl<'f> Row<'f> {
    /// The place of a cell.
    pub(super) fn at(&self, column: &str) -> Address {
        self.table.cell(self.key, column)
    }

    /// The text of a cell without the blanks around it.
    pub(super) fn text(&self, column: &str) -> &'f str {
        self.facts.content.get(&self.at(column)).map_or("", Value::text).trim()
    }

    /// The day in a cell.
    pub(super) fn day(&self, column: &str) -> Option<NaiveDate> {
        self.text(column).parse().ok()
    }

    /// Whether a cell says yes.
    pub(super) fn says_yes(&self, column: &str) -> bool {
        self.text(column) == "yes"
    }

    /// Numbers of the attachments in a cell.
    pub(super) fn files(&self, column: &str) -> Vec<&'f str> {
        files(self.facts.content.get(&self.at(column)))
    }

    /// What the row is called when it is spoken of: its name, title or unit, or its place.
    pub(super) fn called(&self) -> String {
        let named = ["name", "title", "unit"].iter().map(|column| self.text(column));
        match named.into_iter().find(|text| !text.is_empty()) {
            Some(text) => shortened(text),
            None => self.rank.to_string(),
        }
    }
}

/// What another nomination of the round is called, in both languages: by its number where the reader may know it.
pub(super) fn nomination_called(number: Option<&str>) -> (String, String) {
    match number {
        Some(number) => (format!("提名“{number}”"), format!("nomination {number}")),
        None => ("另一件提名".to_owned(), "another nomination".to_owned()),
    }
}

/// The beginning of a long text.
pub(super) fn shortened(text: &str) -> String {
    const SHOWN: usize = 40;
    let mut short: String = text.chars().take(SHOWN).collect();
    if text.chars().nth(SHOWN).is_some() {
        short.push('…');
    }
    short
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_number_is_one_however_it_is_written() {
        for (text, number) in [
            (" https://doi.org/10.1000/AB.12 ", "10.1000/ab.12"),
            ("doi:10.1000/a.b12", "10.1000/a.b12"),
            ("ZL 2015 1 0000001.X", "201510000001x"),
            ("201510000001.x", "201510000001x"),
            ("无", ""),
            ("ZL1", ""),
        ] {
            assert_eq!(folded_number(text), number, "{text}");
        }
    }
}
