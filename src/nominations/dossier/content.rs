//! What has been written into a dossier so far?

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::address::Address;
use crate::{
    classified::{MarkKind, kind_of},
    nominations::forms::{Condition, Field, Form, Kind},
    shared::hex_sha256,
};

/// A value as it was typed. Numbers and days are kept as text too, so that nothing typed is ever
/// lost for not being one; what is wrong with it is found when it is checked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(untagged)]
#[schema(as = DossierValue)]
pub enum Value {
    /// A text, a number, a day, a code.
    Text(String),
    /// Chosen options, attachments, or the rows of a table in their order.
    List(Vec<String>),
}

impl Value {
    /// The text; empty for a list.
    pub fn text(&self) -> &str {
        match self {
            Self::Text(text) => text,
            Self::List(_) => "",
        }
    }

    /// The words of a list; none for a text.
    pub fn list(&self) -> &[String] {
        match self {
            Self::Text(_) => &[],
            Self::List(words) => words,
        }
    }

    /// Whether nothing stands here.
    pub fn is_blank(&self) -> bool {
        match self {
            Self::Text(text) => text.trim().is_empty(),
            Self::List(words) => words.is_empty(),
        }
    }

    /// The kind of the mark of classification that it bears, so that it must not be stored.
    pub fn mark(&self) -> Option<MarkKind> {
        kind_of(self.text()).or_else(|| self.list().iter().find_map(|word| kind_of(word)))
    }

    /// Whether such a value may stand in a field of this kind.
    pub fn fits(&self, kind: Kind) -> bool {
        kind.is_list() == matches!(self, Self::List(_))
    }
}

/// All values of a dossier by address; a value that is absent was never written or is cleared.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Content(pub BTreeMap<Address, Value>);

impl Content {
    /// The value at an address.
    pub fn get(&self, address: &Address) -> Option<&Value> {
        self.0.get(address)
    }

    /// The text at `section.field`; empty where there is none.
    pub fn text(&self, section: &str, field: &str) -> &str {
        self.get(&Address::field(section, field)).map_or("", Value::text)
    }

    /// The rows of the table at `section.field` in their order.
    pub fn rows(&self, section: &str, field: &str) -> &[String] {
        self.get(&Address::field(section, field)).map_or(&[], Value::list)
    }

    /// The text of a cell; empty where there is none.
    pub fn cell(&self, section: &str, field: &str, row: &str, column: &str) -> &str {
        let address = Address::field(section, field).cell(row, column);
        self.get(&address).map_or("", Value::text)
    }

    /// Whether `field`, at `address`, is asked for: its condition holds.
    pub fn asks_for(&self, address: &Address, field: &Field) -> bool {
        field.when.as_ref().is_none_or(|when| self.holds(address, when))
    }

    fn holds(&self, address: &Address, when: &Condition) -> bool {
        let on = match (when.field.split_once('.'), address.row()) {
            (Some((section, field)), _) => Address::field(section, field),
            (None, Some(row)) => address.table().cell(row, &when.field),
            (None, None) => Address::field(address.section(), &when.field),
        };
        self.get(&on).is_some_and(|value| match value {
            Value::Text(text) => when.is.contains(text),
            Value::List(words) => words.iter().any(|word| when.is.contains(word)),
        })
    }

    /// Every place of `form` in order, with the field that stands there: tables row by row, rows that
    /// were taken out of their table left out.
    pub fn places<'f>(&self, form: &'f Form) -> Vec<(Address, &'f Field)> {
        let mut places = Vec::new();
        for section in &form.sections {
            for field in &section.fields {
                let address = Address::field(&section.code, &field.code);
                for row in self.rows(&section.code, &field.code) {
                    places.extend(
                        field
                            .columns
                            .iter()
                            .map(|column| (address.cell(row, &column.code), column)),
                    );
                }
                places.push((address, field));
            }
        }
        places
    }

    /// Every discipline code that is written somewhere.
    pub fn disciplines(&self, form: &Form) -> BTreeSet<String> {
        let codes =
            self.places(form).into_iter().filter(|(_, field)| field.kind == Kind::Discipline);
        codes
            .filter_map(|(address, _)| Some(self.get(&address)?.text().trim().to_owned()))
            .collect()
    }

    /// SHA-256 of what the dossier says: the values that stand in places of the form, in the order of
    /// their addresses, as canonical JSON. Rows that were taken out do not count.
    pub fn digest(&self, form: &Form) -> String {
        let mut said: BTreeMap<String, &Value> = BTreeMap::new();
        for (address, _) in self.places(form) {
            if let Some(value) = self.get(&address).filter(|value| !value.is_blank()) {
                said.insert(address.to_string(), value);
            }
        }
        let text =
            serde_json::json!({ "form": form.id, "form_digest": form.digest, "content": said });
        hex_sha256(text.to_string().as_bytes())
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use crate::nominations::forms::find;

    /// A content of texts; a list is written with `|` between its words.
    pub(crate) fn content(values: &[(&str, &str)]) -> Content {
        let form = find("nat-1").unwrap();
        let value = |address: &Address, text: &str| {
            let is_list = address.of(form).is_some_and(|field| field.kind.is_list());
            if is_list {
                Value::List(text.split('|').map(str::to_owned).collect())
            } else {
                Value::Text(text.to_owned())
            }
        };
        let read = values.iter().map(|(address, text)| {
            let address: Address = address.parse().unwrap();
            let value = value(&address, text);
            (address, value)
        });
        Content(read.collect())
    }

    #[test]
    fn a_condition_looks_at_its_row_or_at_the_form() {
        let form = find("nat-1").unwrap();
        let content = content(&[
            ("completers.items", "a|b"),
            ("completers.items/a/is_restored", "yes"),
            ("declarations.uses_ai", "yes"),
        ]);
        let asks = |text: &str| {
            let address: Address = text.parse().unwrap();
            content.asks_for(&address, address.of(form).unwrap())
        };
        assert!(asks("completers.items/a/restored_file"));
        assert!(!asks("completers.items/b/restored_file"));
        assert!(asks("declarations.ai_statement") && !asks("declarations.dispute_file"));
    }

    #[test]
    fn the_digest_is_of_what_is_said_and_not_of_how_it_came() {
        let form = find("nat-1").unwrap();
        let one = content(&[("project.title", "甲"), ("completers.items", "a|b")]);
        let mut other = content(&[
            ("completers.items", "a|b"),
            ("project.title", "甲"),
            ("project.title_en", "  "),
            ("completers.items/gone/name", "taken out"),
        ]);
        assert_eq!(one.digest(form), other.digest(form));
        other
            .0
            .insert("completers.items".parse().unwrap(), Value::List(vec!["b".into(), "a".into()]));
        assert_ne!(one.digest(form), other.digest(form), "the order of rows is said");
    }
}
