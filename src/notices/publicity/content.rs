//! What is shown of one nomination? Made from its pinned version by the publish policy, never typed.

use entity::vocabulary::PublicityKind;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{
    policy::{FieldRule, Origin, Policy},
    private_data::masked,
};
use crate::{
    nominations::{
        FormPublicity,
        model::{Nomination, Paper, Person, PersonRole},
    },
    shared::{Bilingual, hex_sha256},
};

/// What stands in a cell that says nothing.
const NOTHING: &str = "—";

/// What is shown of a nomination.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
#[schema(as = PublicContent)]
pub struct Content {
    /// Version of the publish policy that chose the fields.
    pub policy: String,
    /// Number of the nomination.
    pub number: String,
    /// Category code.
    pub category: String,
    /// The fields, in order.
    pub fields: Vec<Field>,
}

/// A field that is shown.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = PublicField)]
pub struct Field {
    /// Its word.
    pub code: String,
    /// What it is called.
    pub label: Bilingual,
    /// What it says; empty for a table.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub text: String,
    /// The same in English, where it is a word of a list.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text_en: Option<String>,
    /// A table.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub table: Option<Table>,
}

/// A table that is shown.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = PublicFieldTable)]
pub struct Table {
    /// Words of its columns; the first is `rank`.
    pub codes: Vec<String>,
    /// What they are called.
    pub columns: Vec<Bilingual>,
    /// Its rows.
    pub rows: Vec<Vec<String>>,
}

/// What a nomination's content is made from.
#[derive(Clone, Copy, Debug)]
pub(super) struct Sources<'s> {
    pub(super) nomination: &'s Nomination,
    pub(super) people: &'s [Person],
    pub(super) papers: &'s [Paper],
    /// What its form marks as public, where it was written here.
    pub(super) form: Option<&'s FormPublicity>,
}

impl Content {
    /// The content of a nomination, and how many personal data were taken out of its texts.
    pub(super) fn of(policy: &Policy, kind: PublicityKind, sources: Sources<'_>) -> (Self, usize) {
        let category = sources.nomination.category.clone().unwrap_or_default();
        let shown = policy.fields(kind, &category);
        let fields = shown.filter_map(|(code, rule)| field(policy, (code, rule), sources));
        let mut content = Self {
            policy: policy.id.clone(),
            number: sources.nomination.nomination_id.clone(),
            fields: fields.collect(),
            category,
        };
        let count = content.mask();
        (content, count)
    }

    fn mask(&mut self) -> usize {
        let mut count = 0;
        let mut mask = |text: &mut String| {
            let (said, found) = masked(text);
            if found > 0 {
                *text = said;
                count += found;
            }
        };
        for field in &mut self.fields {
            mask(&mut field.text);
            for row in field.table.iter_mut().flat_map(|table| &mut table.rows) {
                row.iter_mut().for_each(&mut mask);
            }
        }
        count
    }

    /// The content as it is kept: its digest is that of these bytes.
    pub fn to_text(&self) -> String {
        serde_json::to_string(self).unwrap_or_default()
    }

    /// The field of a word.
    pub fn field(&self, code: &str) -> Option<&Field> {
        self.fields.iter().find(|field| field.code == code)
    }

    /// What a field says; empty where it is not shown.
    pub fn text(&self, code: &str) -> &str {
        self.field(code).map_or("", |field| &field.text)
    }

    /// The column of a table, from the first row to the last.
    pub fn column<'c>(&'c self, field: &str, column: &str) -> Vec<&'c str> {
        let Some(table) = self.field(field).and_then(|field| field.table.as_ref()) else {
            return Vec::new();
        };
        let Some(place) = table.codes.iter().position(|code| code == column) else {
            return Vec::new();
        };
        table.rows.iter().filter_map(|row| row.get(place)).map(String::as_str).collect()
    }
}

/// The digest of contents as kept.
pub fn digest_of(text: &str) -> String {
    hex_sha256(text.as_bytes())
}

fn field(policy: &Policy, (code, rule): (&str, &FieldRule), sources: Sources<'_>) -> Option<Field> {
    let of_form = || {
        let form = sources.form?;
        rule.form.iter().find_map(|place| of_form(policy, (code, rule), form, place))
    };
    let found = of_form().or_else(|| of_all(policy, (code, rule), sources))?;
    Some(Field { code: code.to_owned(), label: rule.label.clone(), ..found })
}

fn says_something(text: &str) -> bool {
    !text.trim().is_empty() && text.trim() != NOTHING
}

/// A field of the nomination form; none where the form does not show it or it is empty.
fn of_form(
    policy: &Policy,
    (code, rule): (&str, &FieldRule),
    form: &FormPublicity,
    place: &str,
) -> Option<Field> {
    let (section, name) = place.split_once('.')?;
    let section = form.sections.iter().find(|one| one.code == section)?;
    let row = section.rows.iter().find(|row| row.code == name)?;
    let Some(table) = &row.table else {
        let text = row.text.clone();
        return says_something(&text).then(|| Field { text, ..Field::default() });
    };
    let wanted = |of_table: &&String| {
        of_table.as_str() == "rank" || rule.columns.iter().any(|one| one == *of_table)
    };
    let places: Vec<usize> = table
        .codes
        .iter()
        .enumerate()
        .filter(|(_, of_table)| wanted(of_table))
        .map(|(at, _)| at)
        .collect();
    let pick = |cells: &[String]| -> Vec<String> {
        places.iter().filter_map(|&at| cells.get(at).cloned()).collect()
    };
    let codes = pick(&table.codes);
    let names = pick(&table.columns);
    let columns =
        codes.iter().zip(&names).map(|(column, known)| policy.column(code, column, known));
    let shown = Table {
        columns: columns.collect(),
        rows: table.rows.iter().map(|row| pick(row)).collect(),
        codes,
    };
    (!shown.rows.is_empty()).then(|| Field { table: Some(shown), ..Field::default() })
}

/// A field of what every nomination carries.
fn of_all(
    policy: &Policy,
    (code, rule): (&str, &FieldRule),
    sources: Sources<'_>,
) -> Option<Field> {
    let nomination = sources.nomination;
    let text = |text: Option<&str>| {
        let text = text.unwrap_or_default().to_owned();
        says_something(&text).then(|| Field { text, ..Field::default() })
    };
    match rule.from? {
        Origin::Title => text(Some(&nomination.title)),
        Origin::Nominator => text(nomination.nominator.as_deref()),
        Origin::Abstract => text(nomination.abstract_text.as_deref()),
        Origin::Grade => {
            let (zh, en) = grade(nomination.grade.as_deref()?);
            Some(Field { text: zh.to_owned(), text_en: Some(en.to_owned()), ..Field::default() })
        }
        Origin::Completers => {
            let rows = completers(sources.people).map(|one| {
                let cells = [
                    ("name", Some(one.name.as_str())),
                    ("title", one.title.as_deref()),
                    ("post", one.post.as_deref()),
                    ("work_unit", one.work_unit.as_deref()),
                    ("completing_unit", one.unit.as_deref()),
                ];
                cells.map(|(word, said)| (word, said.unwrap_or_default().to_owned()))
            });
            table(policy, (code, rule), rows)
        }
        Origin::Units => {
            let mut names: Vec<&str> = Vec::new();
            for name in completers(sources.people).filter_map(|one| one.unit.as_deref()) {
                if !names.contains(&name) {
                    names.push(name);
                }
            }
            table(policy, (code, rule), names.into_iter().map(|name| [("name", name.to_owned())]))
        }
        Origin::Papers => {
            let rows = sources.papers.iter().map(|one| {
                [
                    ("title", one.title.clone()),
                    ("authors", one.authors.join("；")),
                    ("year", one.year.map(|year| year.to_string()).unwrap_or_default()),
                    ("doi", one.doi.clone().unwrap_or_default()),
                ]
            });
            table(policy, (code, rule), rows)
        }
    }
}

fn completers(people: &[Person]) -> impl Iterator<Item = &Person> {
    people.iter().filter(|one| one.role == PersonRole::Completer)
}

/// A table of the cells that the policy names; none without rows.
fn table<const N: usize>(
    policy: &Policy,
    (code, rule): (&str, &FieldRule),
    rows: impl Iterator<Item = [(&'static str, String); N]>,
) -> Option<Field> {
    let mut codes = vec!["rank".to_owned()];
    let mut said = Vec::new();
    for (at, cells) in rows.enumerate() {
        let shown: Vec<(&str, String)> = cells
            .into_iter()
            .filter(|(word, _)| rule.columns.iter().any(|one| one == word))
            .collect();
        if at == 0 {
            codes.extend(shown.iter().map(|(word, _)| (*word).to_owned()));
        }
        let cell = |text: String| if says_something(&text) { text } else { NOTHING.to_owned() };
        let rank = std::iter::once((at + 1).to_string());
        said.push(rank.chain(shown.into_iter().map(|(_, text)| cell(text))).collect());
    }
    if said.is_empty() {
        return None;
    }
    let columns = codes.iter().map(|word| policy.column(code, word, word)).collect();
    Some(Field { table: Some(Table { codes, columns, rows: said }), ..Field::default() })
}

fn grade(word: &str) -> (&str, &str) {
    match word {
        "special" => ("特等奖", "special grade"),
        "first" => ("一等奖", "first grade"),
        "second" => ("二等奖", "second grade"),
        other => (other, other),
    }
}

#[cfg(test)]
#[path = "tests/content.rs"]
mod tests;
