//! Is a row that comes one that stands already?

use crate::nominations::{
    dossier::Value,
    forms::{Field, Format},
};

use super::{citations::plain_doi, words::plain};

/// By what two rows are one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum By {
    /// The same DOI.
    Doi,
    /// The same number of an identity document.
    IdNumber,
    /// The same unified social credit code.
    CreditCode,
    /// The same number of a patent, plan or standard.
    Number,
    /// The same title, letters alone.
    Title,
    /// The same name and unit.
    NameUnit,
    /// The same name, in a table without units.
    Name,
    /// The same in every cell.
    Whole,
}

impl By {
    /// The word that answers carry.
    pub(super) const fn word(self) -> &'static str {
        match self {
            Self::Doi => "doi",
            Self::IdNumber => "id_number",
            Self::CreditCode => "credit_code",
            Self::Number => "number",
            Self::Title => "title",
            Self::NameUnit => "name_unit",
            Self::Name => "name",
            Self::Whole => "whole",
        }
    }

    /// Whether two different ones say that the rows are different, whatever else agrees.
    const fn is_strong(self) -> bool {
        matches!(self, Self::Doi | Self::IdNumber | Self::CreditCode | Self::Number)
    }
}

/// What a row is known by; personal data as fingerprints.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Keys(Vec<(By, String)>);

/// Letters and digits alone: what a title says, however it was set.
fn bare(text: &str) -> String {
    plain(text).chars().filter(|one| one.is_alphanumeric()).collect()
}

impl Keys {
    /// The keys of a row of `table` whose cells are told by `cell`.
    pub(super) fn of<'v>(
        table: &Field,
        cell: &dyn Fn(&str) -> Option<&'v Value>,
        fingerprint: &dyn Fn(&[u8]) -> String,
    ) -> Self {
        let mut keys = Self::default();
        let text = |code: &str| cell(code).map_or("", Value::text);
        for column in &table.columns {
            let by = match (column.format, column.code.as_str()) {
                (Some(Format::Doi), _) => By::Doi,
                (Some(Format::IdNumber), _) | (_, "document_number") => By::IdNumber,
                (Some(Format::CreditCode), _) => By::CreditCode,
                (_, "number") => By::Number,
                _ => continue,
            };
            let said = match by {
                By::Doi => plain(plain_doi(text(&column.code))),
                _ => bare(text(&column.code)),
            };
            // A fingerprint, so that what is compared tells no number.
            let said =
                if column.secret && !said.is_empty() { fingerprint(said.as_bytes()) } else { said };
            keys.add(by, said);
        }
        let has = |code: &str| table.column(code).is_some();
        let units = ["work_unit", "completing_unit", "unit"];
        if has("name") && units.iter().any(|unit| has(unit)) {
            for unit in units {
                let (name, unit) = (bare(text("name")), bare(text(unit)));
                if !name.is_empty() && !unit.is_empty() {
                    keys.add(By::NameUnit, format!("{name}/{unit}"));
                }
            }
        } else if has("name") && !has("number") {
            keys.add(By::Name, bare(text("name")));
        } else if has("title") {
            let title = bare(text("title"));
            // One work may cite several papers.
            let cited =
                if has("cited") { format!("/{}", bare(text("cited"))) } else { String::new() };
            if !title.is_empty() {
                keys.add(By::Title, format!("{title}{cited}"));
            }
        }
        let all: Vec<String> = table
            .columns
            .iter()
            .map(|column| {
                let value = cell(&column.code);
                value.map_or_else(String::new, |value| {
                    format!("{}{}", plain(value.text()), value.list().join(";"))
                })
            })
            .collect();
        if all.iter().any(|one| !one.is_empty()) {
            keys.add(By::Whole, fingerprint(all.join("\u{1f}").as_bytes()));
        }
        keys
    }

    fn add(&mut self, by: By, said: String) {
        if !said.is_empty() {
            self.0.push((by, said));
        }
    }

    /// By what both are one; none where they are not, or where a number says that they are two.
    pub(super) fn meets(&self, other: &Self) -> Option<By> {
        let said = |keys: &Self, by: By| -> Vec<String> {
            keys.0.iter().filter(|(one, _)| *one == by).map(|(_, said)| said.clone()).collect()
        };
        let is_two = self.0.iter().any(|(by, said_here)| {
            let there = said(other, *by);
            by.is_strong() && !there.is_empty() && !there.contains(said_here)
        });
        let met = self.0.iter().filter(|key| other.0.contains(key)).map(|(by, _)| *by).min();
        met.filter(|by| by.is_strong() || !is_two)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::nominations::forms::find;

    fn keys(table: (&str, &str), cells: &[(&str, &str)]) -> Keys {
        let field = find("nat-1").unwrap().field(table.0, table.1).unwrap();
        let cells: BTreeMap<&str, Value> =
            cells.iter().map(|(code, text)| (*code, Value::Text((*text).to_owned()))).collect();
        Keys::of(field, &|code| cells.get(code), &|bytes| crate::shared::hex_sha256(bytes))
    }

    #[test]
    fn papers_are_one_by_doi_or_by_title() {
        let table = ("papers", "items");
        let paper = |title: &str, doi: &str| keys(table, &[("title", title), ("doi", doi)]);
        let one = paper("Quantum  States: A Review", "10.1000/X1");
        assert_eq!(one.meets(&paper("另一题目", "https://doi.org/10.1000/x1")), Some(By::Doi));
        assert_eq!(one.meets(&paper("QUANTUM STATES — a review", "")), Some(By::Title));
        assert_eq!(one.meets(&paper("Quantum States: a review", "10.1000/other")), None);
        assert_eq!(one.meets(&paper("", "")), None);
    }

    #[test]
    fn people_are_one_by_number_or_by_name_and_unit() {
        let table = ("completers", "items");
        let one = keys(
            table,
            &[("name", "张三"), ("work_unit", "甲所"), ("id_number", "11010519491231002x")],
        );
        let same = keys(table, &[("name", "张三 "), ("id_number", "11010519491231002X")]);
        assert_eq!(one.meets(&same), Some(By::IdNumber));
        let by_unit = keys(table, &[("name", "张三"), ("completing_unit", "甲所")]);
        assert_eq!(one.meets(&by_unit), Some(By::NameUnit));
        let namesake = keys(
            table,
            &[("name", "张三"), ("work_unit", "甲所"), ("id_number", "110105194912310021")],
        );
        assert_eq!(one.meets(&namesake), None, "a namesake of the same unit");
        assert_eq!(one.meets(&keys(table, &[("name", "张三")])), None, "a name alone is nobody");
    }

    #[test]
    fn other_rows_are_one_when_all_of_them_is() {
        let table = ("cooperation", "items");
        let one = keys(table, &[("partners", "甲、乙"), ("product", "论文")]);
        assert_eq!(
            one.meets(&keys(table, &[("partners", "甲、乙"), ("product", "论文")])),
            Some(By::Whole)
        );
        assert_eq!(one.meets(&keys(table, &[("partners", "甲、乙")])), None);
    }
}
