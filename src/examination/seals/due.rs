//! In which places of a dossier is a seal or a signature due, and which attachments stand there?

use super::rules::{DueRule, Mark, SealRules};
use crate::{
    nominations::{Address, Content, Field, Form, Value},
    shared::Bilingual,
};

/// A place where a mark is due.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Due {
    pub(super) address: String,
    pub(super) label: Bilingual,
    /// Whose row it is: a person or a unit by name.
    pub(super) owner: Option<String>,
    pub(super) marks: Vec<Mark>,
    pub(super) clause: String,
    /// Attachments that the place names.
    pub(super) attachments: Vec<u32>,
}

fn numbers(value: &Value) -> Vec<u32> {
    let words = value.list().iter().map(String::as_str).chain([value.text()]);
    words.filter_map(|word| word.trim().parse().ok()).collect()
}

fn owner(content: &Content, address: &Address) -> Option<String> {
    let row = address.row()?;
    let name = content.get(&address.table().cell(row, "name"))?.text().trim();
    (!name.is_empty()).then(|| name.to_owned())
}

/// The places of a dossier where a mark is due, in the order of its form; those that are not asked for, and name
/// nothing, are left out.
pub(super) fn due(form: &Form, content: &Content, rules: &SealRules) -> Vec<Due> {
    let rule_of = |field: &Field| -> Option<&DueRule> {
        rules.due.iter().find(|rule| rule.codes.contains(&field.code))
    };
    let place = |(address, field): (Address, &Field)| {
        let rule = rule_of(field)?;
        let attachments = content.get(&address).map(numbers).unwrap_or_default();
        if attachments.is_empty() && !content.asks_for(&address, field) {
            return None;
        }
        Some(Due {
            label: field.label.clone(),
            owner: owner(content, &address),
            marks: rule.marks.clone(),
            clause: rule.clause.clone(),
            address: address.to_string(),
            attachments,
        })
    };
    content.places(form).into_iter().filter_map(place).collect()
}
