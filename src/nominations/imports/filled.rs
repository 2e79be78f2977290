//! What is filled from what is known already: a row of a table, or the single fields of a section?

use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::nominations::{
    dossier::{Address, AddressError},
    forms::{Field, Form, Kind, Section},
};

/// What is to be filled, as it is asked for: `completers.items` or `project`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum Filled {
    /// A row of the table at this address.
    Row(Address),
    /// The single fields of the section with this code.
    Fields(String),
}

/// What is to be filled, as a form has it.
#[derive(Clone, Copy, Debug)]
pub(super) enum Target<'f> {
    /// A row of the table at an address.
    Row(&'f Address, &'f Field),
    /// The single fields of a section.
    Fields(&'f Section),
}

impl Filled {
    /// What it is in `form`; none where the form has no such table or section.
    pub(super) fn within<'f>(&'f self, form: &'f Form) -> Option<Target<'f>> {
        match self {
            Self::Row(table) => {
                let field = table.of(form).filter(|field| field.kind == Kind::Rows)?;
                Some(Target::Row(table, field))
            }
            Self::Fields(code) => form.section(code).map(Target::Fields),
        }
    }
}

impl<'f> Target<'f> {
    /// The column of the table, or the field of the section, with this code.
    pub(super) fn field(self, code: &str) -> Option<&'f Field> {
        match self {
            Self::Row(_, table) => table.column(code),
            Self::Fields(section) => section.fields.iter().find(|field| field.code == code),
        }
    }
}

impl FromStr for Filled {
    type Err = AddressError;

    fn from_str(text: &str) -> Result<Self, AddressError> {
        if text.contains(['.', '/']) {
            text.parse().map(Self::Row)
        } else {
            Ok(Self::Fields(text.to_owned()))
        }
    }
}

impl TryFrom<String> for Filled {
    type Error = AddressError;

    fn try_from(text: String) -> Result<Self, AddressError> {
        text.parse()
    }
}

impl From<Filled> for String {
    fn from(filled: Filled) -> Self {
        match filled {
            Filled::Row(table) => table.into(),
            Filled::Fields(section) => section,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::nominations::forms::find;

    #[test]
    fn a_table_has_an_address_and_a_section_a_code() {
        let form = find("nat-1").unwrap();
        let code = |text: &str, field: &str| {
            let filled: Filled = text.parse().unwrap();
            assert_eq!(String::from(filled.clone()), text);
            Some(filled.within(form)?.field(field)?.code.clone())
        };
        assert_eq!(code("completers.items", "name"), Some("name".to_owned()));
        assert_eq!(code("project", "title"), Some("title".to_owned()));
        assert_eq!(code("project", "name"), None);
        assert!(
            ["project.title", "completers", "nothing"].map(|text| code(text, "name").is_some())
                == [false; 3]
        );
        assert!("a.b.c".parse::<Filled>().is_err() && "/".parse::<Filled>().is_err());
    }
}
