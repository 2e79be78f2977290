//! Where in a dossier does a value stand?

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::nominations::forms::{Field, Form, Kind};

/// The longest name of a row.
const LONGEST_ROW: usize = 32;

/// The place of a value: `section.field`, or `section.field/row/column` for a cell of a table. The
/// value at a table's own address is the list of its rows in their order.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Address {
    section: String,
    field: String,
    cell: Option<(String, String)>,
}

/// A text that is no address.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("“{0}”不是字段地址 / \"{0}\" is no address of a field")]
pub struct AddressError(String);

impl Address {
    /// A field of a section.
    pub fn field(section: &str, field: &str) -> Self {
        Self { section: section.to_owned(), field: field.to_owned(), cell: None }
    }

    /// A cell of the table at this address.
    #[must_use]
    pub fn cell(&self, row: &str, column: &str) -> Self {
        Self { cell: Some((row.to_owned(), column.to_owned())), ..self.clone() }
    }

    /// Code of the section.
    pub fn section(&self) -> &str {
        &self.section
    }

    /// The row of a cell.
    pub fn row(&self) -> Option<&str> {
        self.cell.as_ref().map(|(row, _)| row.as_str())
    }

    /// The address of the table of a cell, or this address itself.
    #[must_use]
    pub fn table(&self) -> Self {
        Self::field(&self.section, &self.field)
    }

    /// The field of `form` that stands here; none where the form has no such place.
    pub fn of<'f>(&self, form: &'f Form) -> Option<&'f Field> {
        let field = form.field(&self.section, &self.field)?;
        match &self.cell {
            None => Some(field),
            Some((_, column)) => {
                Some(field).filter(|field| field.kind == Kind::Rows)?.column(column)
            }
        }
    }
}

/// Whether a word may name a row: what a browser or an import makes up.
pub(super) fn names_a_row(word: &str) -> bool {
    !word.is_empty()
        && word.len() <= LONGEST_ROW
        && word.chars().all(|one| one.is_ascii_alphanumeric() || one == '-' || one == '_')
}

impl std::str::FromStr for Address {
    type Err = AddressError;

    fn from_str(text: &str) -> Result<Self, AddressError> {
        let wrong = || AddressError(text.chars().take(100).collect());
        let mut parts = text.split('/');
        let (section, field) =
            parts.next().and_then(|part| part.split_once('.')).ok_or_else(wrong)?;
        let is_code = |part: &str| {
            !part.is_empty()
                && part.len() <= 60
                && part.chars().all(|one| one.is_ascii_alphanumeric() || one == '_')
        };
        let cell = match (parts.next(), parts.next(), parts.next()) {
            (None, None, None) => None,
            (Some(row), Some(column), None) if names_a_row(row) && is_code(column) => {
                Some((row.to_owned(), column.to_owned()))
            }
            _ => return Err(wrong()),
        };
        if !is_code(section) || !is_code(field) {
            return Err(wrong());
        }
        Ok(Self { section: section.to_owned(), field: field.to_owned(), cell })
    }
}

impl TryFrom<String> for Address {
    type Error = AddressError;

    fn try_from(text: String) -> Result<Self, AddressError> {
        text.parse()
    }
}

impl From<Address> for String {
    fn from(address: Address) -> Self {
        address.to_string()
    }
}

impl fmt::Display for Address {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}.{}", self.section, self.field)?;
        match &self.cell {
            Some((row, column)) => write!(formatter, "/{row}/{column}"),
            None => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::nominations::forms::find;

    #[test]
    fn an_address_reads_as_it_is_written() {
        for text in ["project.title", "completers.items/r1/name", "completers.items/A-_9/email"] {
            let address: Address = text.parse().unwrap();
            assert_eq!(address.to_string(), text);
        }
        for wrong in ["", "project", ".title", "a.b/c", "a.b/c/d/e", "a.b//d", "a.b/c d/e", "a b.c"]
        {
            assert!(wrong.parse::<Address>().is_err(), "{wrong}");
        }
    }

    #[test]
    fn an_address_finds_its_field_in_the_form() {
        let form = find("nat-1").unwrap();
        let kind = |text: &str| text.parse::<Address>().unwrap().of(form).map(|field| field.kind);
        assert_eq!(kind("project.title"), Some(Kind::Text));
        assert_eq!(kind("completers.items"), Some(Kind::Rows));
        assert_eq!(kind("completers.items/x/is_signed"), Some(Kind::YesNo));
        assert_eq!(kind("project.title/x/name"), None);
        assert_eq!(kind("project.colour"), None);
    }
}
