//! Which forms are there, and are they sound?

use std::{collections::BTreeSet, sync::LazyLock};

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{
    conditions,
    field::{Field, Kind},
};
use crate::shared::{Bilingual, hex_sha256};

/// The forms that Laurel ships, in the order of the awards.
const SHIPPED: [&str; 10] = [
    include_str!("../../../rules/forms/top.toml"),
    include_str!("../../../rules/forms/nat.toml"),
    include_str!("../../../rules/forms/inv.toml"),
    include_str!("../../../rules/forms/pro_technology.toml"),
    include_str!("../../../rules/forms/pro_public.toml"),
    include_str!("../../../rules/forms/pro_team.toml"),
    include_str!("../../../rules/forms/pro_science.toml"),
    include_str!("../../../rules/forms/pro_major.toml"),
    include_str!("../../../rules/forms/int_person.toml"),
    include_str!("../../../rules/forms/int_organization.toml"),
];

/// A nomination form (提名书).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NominationForm)]
pub struct Form {
    /// Its name with its version, such as `nat-1`: what a dossier is bound to.
    pub id: String,
    /// `TOP`, `NAT`, `INV`, `PRO` or `INT`.
    pub category: String,
    /// What of the category: `general`, `technology`, `team`, ….
    pub kind: String,
    /// What it is called.
    pub title: Bilingual,
    /// On what it stands.
    pub basis: String,
    /// Its sections in order.
    #[serde(rename = "section")]
    pub sections: Vec<Section>,
    /// SHA-256 of the text that it was read from.
    #[serde(default, skip_deserializing)]
    pub digest: String,
}

/// A section of a form.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = FormSection)]
pub struct Section {
    /// Its name within the form.
    pub code: String,
    /// What it is called.
    pub title: Bilingual,
    /// What to write.
    pub help: Option<Bilingual>,
    /// The clause behind it.
    pub clause: Option<String>,
    /// Its fields in order.
    #[serde(rename = "field")]
    pub fields: Vec<Field>,
}

/// A form cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("提名书模板有误 / the form is wrong: {0}")]
pub struct FormError(pub(super) String);

/// A form is named that does not ship.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("forms: 没有提名书模板 {0}，现有 {known} / there is no form {0}; there are {known}", known = known())]
pub struct UnknownForm(String);

/// The forms that ship, in one line.
fn known() -> String {
    shipped().iter().map(|form| form.id.as_str()).collect::<Vec<_>>().join(", ")
}

impl Form {
    /// Reads a form and checks that it is sound: codes unique, conditions on what is there.
    ///
    /// # Errors
    /// An unknown key, a code twice, a condition on nothing, a choice without options.
    pub fn parse(text: &str) -> Result<Self, FormError> {
        let mut form: Self = toml::from_str(text).map_err(|error| FormError(error.to_string()))?;
        form.digest = hex_sha256(text.as_bytes());
        let mut sections = BTreeSet::new();
        for section in &form.sections {
            if !sections.insert(&section.code) {
                return Err(FormError(format!("the section {} stands there twice", section.code)));
            }
            check_fields(&form.id, &section.fields)?;
        }
        conditions::check(&form)?;
        Ok(form)
    }

    /// The section `code`.
    pub fn section(&self, code: &str) -> Option<&Section> {
        self.sections.iter().find(|section| section.code == code)
    }

    /// The field at `section.field`.
    pub fn field(&self, section: &str, field: &str) -> Option<&Field> {
        self.section(section)?.fields.iter().find(|one| one.code == field)
    }
}

fn check_fields(form: &str, fields: &[Field]) -> Result<(), FormError> {
    let wrong = |code: &str, what: &str| Err(FormError(format!("{form}: {code} {what}")));
    let mut codes = BTreeSet::new();
    for field in fields {
        let code = &field.code;
        let is_word = |one: char| one.is_ascii_lowercase() || one.is_ascii_digit() || one == '_';
        if code.is_empty() || !code.chars().all(is_word) {
            return wrong(code, "is no code: letters, digits and _");
        }
        if !codes.insert(code) {
            return wrong(code, "stands there twice");
        }
        let has_options = matches!(field.kind, Kind::Choice | Kind::Choices);
        if has_options == field.options.is_empty() {
            return wrong(code, "needs options where it is a choice, and only there");
        }
        if (field.kind == Kind::Rows) == field.columns.is_empty() {
            return wrong(code, "needs columns where it is a table, and only there");
        }
        if field.columns.iter().any(|column| column.kind == Kind::Rows) {
            return wrong(code, "has a table within a table");
        }
        if field.most_pages.is_some() && field.kind != Kind::LongText {
            return wrong(code, "has a limit of pages, which only a long text has");
        }
        if field.secret && field.public {
            return wrong(code, "is both secret and public");
        }
        check_fields(form, &field.columns)?;
    }
    Ok(())
}

/// Every form that Laurel ships; none where one of them is unsound, which a test rules out.
pub fn shipped() -> &'static [Form] {
    static FORMS: LazyLock<Vec<Form>> =
        LazyLock::new(|| SHIPPED.iter().filter_map(|text| Form::parse(text).ok()).collect());
    &FORMS
}

/// The text that a shipped form was read from; empty for any other.
pub fn text_of(form: &Form) -> &'static str {
    SHIPPED.into_iter().find(|text| hex_sha256(text.as_bytes()) == form.digest).unwrap_or_default()
}

/// The form `id`.
pub fn find(id: &str) -> Option<&'static Form> {
    shipped().iter().find(|form| form.id == id)
}

/// The forms that are named, in that order; all that ship where none is.
///
/// # Errors
/// One is named that does not ship.
pub fn named(ids: &[String]) -> Result<Vec<&'static Form>, UnknownForm> {
    if ids.is_empty() {
        return Ok(shipped().iter().collect());
    }
    ids.iter().map(|id| find(id).ok_or_else(|| UnknownForm(id.clone()))).collect()
}

/// The forms of a category.
pub fn of_category(category: &str) -> impl Iterator<Item = &'static Form> {
    shipped().iter().filter(move |form| form.category == category)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_shipped_form_is_sound() {
        let forms: Vec<Form> = SHIPPED.iter().map(|text| Form::parse(text).unwrap()).collect();
        let ids: BTreeSet<&str> = forms.iter().map(|form| form.id.as_str()).collect();
        assert_eq!((ids.len(), shipped().len()), (SHIPPED.len(), SHIPPED.len()));
        for category in ["TOP", "NAT", "INV", "PRO", "INT"] {
            assert!(of_category(category).count() > 0, "{category}");
        }
        assert_eq!(find("nat-1").unwrap().category, "NAT");
    }

    #[test]
    fn the_limits_are_those_of_the_articles() {
        let most = |form: &str, section: &str, grade: &str| {
            let field = find(form).unwrap().field(section, "items").unwrap();
            field.most_rows_by.as_ref().unwrap().most(grade)
        };
        assert_eq!(most("nat-1", "completers", "first"), Some(5)); // art. 18
        assert_eq!(most("inv-1", "completers", "second"), Some(6)); // art. 23
        assert_eq!(most("pro-technology-1", "completers", "second"), Some(10)); // art. 32
        assert_eq!(most("pro-technology-1", "units", "special"), Some(30)); // art. 32
        assert_eq!(find("nat-1").unwrap().field("exclusions", "items").unwrap().most_rows, Some(3));
    }

    #[test]
    fn an_unsound_form_is_refused() {
        let text = SHIPPED[1];
        let wrong = |from: &str, to: &str| {
            assert!(text.contains(from), "{from}");
            Form::parse(&text.replacen(from, to, 1)).unwrap_err().0
        };
        assert!(wrong("code = \"title_en\"", "code = \"title\"").contains("twice"));
        assert!(wrong("kind = \"choice\"", "kind = \"text\"").contains("options"));
        assert!(wrong("kind = \"rows\"", "kind = \"text\"").contains("columns"));
        assert!(wrong("field = \"is_signed\"", "field = \"is_sealed\"").contains("is_sealed"));
        assert!(wrong("most_chars = 200", "most_pages = 2").contains("pages"));
        assert!(Form::parse(&format!("colour = 1\n{text}")).is_err());
    }
}
