//! Whom does a form nominate, and what is each of them to confirm?

use std::collections::BTreeMap;

use super::{
    facts::{Facts, Said, Shown},
    identity::masked,
};
use crate::{
    mail::is_address,
    nominations::{
        dossier::{Address, Content},
        forms::{Field, Form, Kind},
    },
    shared::{Bilingual, Secret},
};

/// The table of people. Forms that nominate units alone have none: major projects (X25 art 26 (4)) and
/// organisations of the international award. A contact person is no nominee, and is asked nothing.
const SECTION: &str = "completers";
const TABLE: &str = "items";

/// Columns on the signature on paper: procedure, no facts.
const OF_PAPER: [&str; 2] = ["is_signed", "no_signature_reason"];

/// A person whom the dossier nominates.
#[derive(Clone, Debug)]
pub struct Nominee {
    /// Key of the row.
    pub row: String,
    /// Place among the people, from 1.
    pub order: u32,
    /// Name; empty where it is not written yet.
    pub name: String,
    /// Name in Latin letters.
    pub name_en: String,
    /// Present unit.
    pub unit: String,
    /// What is confirmed.
    pub facts: Facts,
    /// Identity number whole, where there is one.
    pub(super) identity: Option<Secret>,
    /// Where the person is written to, where that is an e-mail address.
    pub(super) email: Option<Secret>,
}

impl Nominee {
    /// Whether there is enough to ask: a name and a title.
    pub fn can_be_asked(&self) -> bool {
        !self.name.is_empty() && !self.facts.title.text.zh.is_empty()
    }
}

/// The people of a dossier in their order. `fingerprint` tells two identity numbers apart without
/// telling them.
pub fn nominees(
    form: &Form,
    content: &Content,
    fingerprint: &dyn Fn(&str) -> String,
) -> Vec<Nominee> {
    let Some(table) = form.field(SECTION, TABLE).filter(|field| field.kind == Kind::Rows) else {
        return Vec::new();
    };
    let rows = content.rows(SECTION, TABLE);
    let names: Vec<(u32, String)> = (1..)
        .zip(rows)
        .map(|(order, row)| (order, content.cell(SECTION, TABLE, row, "name").trim().to_owned()))
        .collect();
    rows.iter()
        .zip(&names)
        .map(|(row, (order, name))| {
            let identity = identity(table, content, row);
            let others = names.iter().filter(|other| other.0 != *order).cloned().collect();
            let cell = |column: &str| content.cell(SECTION, TABLE, row, column).trim().to_owned();
            Nominee {
                row: row.clone(),
                order: *order,
                name: name.clone(),
                name_en: cell("name_en"),
                unit: cell("work_unit"),
                facts: facts(form, content, row, (*order, others), identity.as_ref(), fingerprint),
                identity,
                email: Some(cell("email")).filter(|text| is_address(text)).map(Secret::new),
            }
        })
        .collect()
}

/// The columns of a row that are facts, where they are asked for and filled in.
fn own<'f>(table: &'f Field, content: &Content, row: &str) -> Vec<(&'f Field, String)> {
    let address = Address::field(SECTION, TABLE);
    let is_fact = |column: &&Field| {
        !column.secret
            && !matches!(column.kind, Kind::File | Kind::Files | Kind::Rows)
            && !OF_PAPER.contains(&column.code.as_str())
    };
    table
        .columns
        .iter()
        .filter(is_fact)
        .filter_map(|column| {
            let cell = address.cell(row, &column.code);
            let text = content.get(&cell).filter(|value| !value.is_blank())?.text().trim();
            content.asks_for(&cell, column).then(|| (column, text.to_owned()))
        })
        .collect()
}

/// The identity number, or that of another document.
fn identity(table: &Field, content: &Content, row: &str) -> Option<Secret> {
    let address = Address::field(SECTION, TABLE);
    ["id_number", "document_number"].into_iter().find_map(|code| {
        let (column, cell) = (table.column(code)?, address.cell(row, code));
        let text = content.get(&cell)?.text().trim();
        // Without a kind of document neither column is asked for, and what is there still counts.
        let kind = content.cell(SECTION, TABLE, row, "id_type");
        let counts = kind.is_empty() || content.asks_for(&cell, column);
        (!text.is_empty() && counts).then(|| Secret::new(text))
    })
}

fn facts(
    form: &Form,
    content: &Content,
    row: &str,
    (order, others): (u32, Vec<(u32, String)>),
    identity: Option<&Secret>,
    fingerprint: &dyn Fn(&str) -> String,
) -> Facts {
    let own = form.field(SECTION, TABLE).map(|table| own(table, content, row)).unwrap_or_default();
    let (title, grade) = (content.text("project", "title"), content.text("project", "grade"));
    let cover = |code: &str, text: &str| Some(shown(form.field("project", code)?, text.trim()));
    let identity_shown = identity.map(|number| masked(number.expose()));
    let said = Said {
        form: form.id.clone(),
        title: title.trim().to_owned(),
        grade: grade.to_owned(),
        order,
        own: own
            .iter()
            .map(|(column, text)| (column.code.clone(), text.clone()))
            .collect::<BTreeMap<_, _>>(),
        identity: identity_shown.clone(),
        identity_mark: identity.map(|number| fingerprint(number.expose())),
        others,
    };
    Facts {
        digest: said.digest(),
        title: cover("title", title).unwrap_or_else(|| plain("", title)),
        grade: cover("grade", grade).filter(|_| !grade.is_empty()),
        order,
        own: own.iter().map(|(column, text)| shown(column, text)).collect(),
        identity: identity_shown,
        others: said.others,
    }
}

fn plain(label: &str, text: &str) -> Shown {
    let both = |text: &str| Bilingual::new(text, text);
    Shown { label: both(label), text: both(text), is_long: false }
}

/// A value in the words of its field.
fn shown(field: &Field, text: &str) -> Shown {
    let option = field.options.iter().find(|option| option.code == text);
    let text = match (option, field.kind, text) {
        (Some(option), ..) => Bilingual::new(&option.zh, &option.en),
        (None, Kind::YesNo, "yes") => Bilingual::new("是", "yes"),
        (None, Kind::YesNo, "no") => Bilingual::new("否", "no"),
        _ => Bilingual::new(text, text),
    };
    Shown { label: field.label.clone(), text, is_long: field.kind == Kind::LongText }
}

#[cfg(test)]
#[path = "nominee_tests.rs"]
mod tests;
