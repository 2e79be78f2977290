//! Which fields of a nomination are shown, in which order, and what are they called? (公示字段，PIPL 第六条.)
//!
//! The rule is data and denies by default: a field that it does not name is not shown, and what must never
//! be shown has no name that it could use.

use std::{collections::BTreeMap, sync::LazyLock};

use entity::vocabulary::PublicityKind;
use serde::Deserialize;

use crate::shared::Bilingual;

const SHIPPED: &str = include_str!("../../../rules/publicity/default.toml");

/// What every nomination carries and may be shown. There is no word here for a personal datum.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Origin {
    Title,
    Grade,
    Nominator,
    Abstract,
    Papers,
    Completers,
    Units,
}

/// Words of fields and columns that are shown of nobody.
const NEVER: [&str; 10] = [
    "id_number",
    "id_type",
    "phone",
    "mobile",
    "email",
    "address",
    "photo",
    "birth",
    "born",
    "sex",
];

/// A field that may be shown.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct FieldRule {
    pub(super) label: Bilingual,
    pub(super) from: Option<Origin>,
    #[serde(default)]
    pub(super) form: Vec<String>,
    #[serde(default)]
    pub(super) columns: Vec<String>,
    /// In the archive it is shown as it was.
    #[serde(default)]
    stays: bool,
    /// In the archive it is not shown.
    #[serde(default)]
    personal: bool,
    /// In the archive these columns are not shown.
    #[serde(default)]
    personal_columns: Vec<String>,
}

/// What is said where the archive keeps back what is personal (PIPL art. 19).
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Archive {
    /// The columns with the names that are taken out of every text that is still shown, as `field.column`.
    names: Vec<String>,
    /// Where it is written.
    pub basis: String,
    /// What is kept back, in a word.
    pub label: Bilingual,
    /// That it is kept back, and why, in a sentence.
    pub notice: Bilingual,
    /// What stands in its place.
    pub mark: Bilingual,
}

/// What the archive shows of a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Archived<'p> {
    /// All of it.
    Whole,
    /// All but the names of persons; of a table these columns, and no more than those of the second list.
    Without(&'p [String], &'p [String]),
    /// Nothing.
    Nothing,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct ShowRule {
    kind: PublicityKind,
    categories: Vec<String>,
    fields: Vec<String>,
}

/// The publish policy.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Policy {
    /// Its version.
    pub id: String,
    /// Where it is written.
    pub basis: String,
    /// What is said where the archive keeps back what is personal.
    pub archive: Archive,
    field: BTreeMap<String, FieldRule>,
    column: BTreeMap<String, Bilingual>,
    show: Vec<ShowRule>,
}

static POLICY: LazyLock<Result<Policy, String>> = LazyLock::new(|| {
    let policy: Policy = toml::from_str(SHIPPED).map_err(|error| error.to_string())?;
    match policy.faults() {
        faults if faults.is_empty() => Ok(policy),
        faults => Err(faults.join("; ")),
    }
});

impl Policy {
    /// The policy in force.
    ///
    /// # Errors
    /// The file does not parse or breaks its own rules, which a test of this room would have seen.
    pub fn in_force() -> Result<&'static Self, String> {
        POLICY.as_ref().map_err(Clone::clone)
    }

    /// The fields of a publicity of nominations of a category, in order; none where nothing of them is
    /// made public.
    pub(super) fn fields<'p>(
        &'p self,
        kind: PublicityKind,
        category: &str,
    ) -> impl Iterator<Item = (&'p str, &'p FieldRule)> {
        let shown = self
            .show
            .iter()
            .find(|rule| rule.kind == kind && rule.categories.iter().any(|one| one == category));
        let codes = shown.map_or(&[][..], |rule| rule.fields.as_slice());
        codes.iter().filter_map(|code| Some((code.as_str(), self.field.get(code)?)))
    }

    /// What the archive shows of a field; nothing of one that this policy does not know.
    pub(super) fn archived(&self, code: &str) -> Archived<'_> {
        match self.field.get(code) {
            Some(rule) if rule.stays => Archived::Whole,
            Some(rule) if !rule.personal => {
                Archived::Without(&rule.personal_columns, &rule.columns)
            }
            _ => Archived::Nothing,
        }
    }

    /// The columns with the names of persons, as field and column.
    pub(super) fn names(&self) -> impl Iterator<Item = (&str, &str)> {
        self.archive.names.iter().filter_map(|place| place.split_once('.'))
    }

    /// Whether nominations of a category are made public at all.
    pub fn knows(&self, kind: PublicityKind, category: &str) -> bool {
        self.fields(kind, category).next().is_some()
    }

    /// What a column of a field is called; `known` where the policy has no word for it.
    pub(super) fn column(&self, field: &str, code: &str, known: &str) -> Bilingual {
        let own = format!("{field}.{code}");
        let found = self.column.get(&own).or_else(|| self.column.get(code));
        found.cloned().unwrap_or_else(|| Bilingual::new(known, known))
    }

    fn faults(&self) -> Vec<String> {
        let mut faults = Vec::new();
        for (code, field) in &self.field {
            let words = std::iter::once(code).chain(&field.form).chain(&field.columns);
            for word in words {
                if NEVER.iter().any(|never| word.contains(never)) {
                    faults.push(format!("{word} is shown of nobody"));
                }
            }
            if field.from.is_none() && field.form.is_empty() {
                faults.push(format!("{code} comes from nowhere"));
            }
            let is_column = |word: &String| field.columns.contains(word);
            let is_settled = field.stays || field.personal;
            let is_clear = field.personal_columns.iter().all(is_column)
                && !(field.stays && field.personal)
                && (!is_settled || field.personal_columns.is_empty());
            if !is_clear {
                faults.push(format!("it is not clear what the archive shows of {code}"));
            }
        }
        let knows = |place: &String| {
            let column = place.split_once('.');
            let field = column.and_then(|(code, word)| Some((self.field.get(code)?, word)));
            field.is_some_and(|(field, word)| field.columns.iter().any(|one| one == word))
        };
        let unknown = self.archive.names.iter().filter(|place| !knows(place));
        faults.extend(unknown.map(|place| format!("{place} is no column with names")));
        for rule in &self.show {
            for code in rule.fields.iter().filter(|code| !self.field.contains_key(*code)) {
                faults.push(format!("{code} is no field"));
            }
        }
        faults
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_policy_in_force_can_be_read_and_knows_the_three_categories() {
        let policy = Policy::in_force().unwrap();
        for kind in PublicityKind::ALL {
            for category in ["NAT", "INV", "PRO"] {
                let fields: Vec<&str> =
                    policy.fields(*kind, category).map(|(code, _)| code).collect();
                assert_eq!(fields.first(), Some(&"title"), "{kind:?} {category}");
                assert!(fields.contains(&"completers"));
            }
            for category in ["TOP", "INT", ""] {
                assert!(!policy.knows(*kind, category), "{category}");
            }
        }
    }

    #[test]
    fn a_policy_that_names_a_private_field_is_none() {
        for bad in ["completers.items.phone", "contact.email", "completers.photo"] {
            let text = SHIPPED.replace("form = [\"opinion.text\"]", &format!("form = [{bad:?}]"));
            let policy: Policy = toml::from_str(&text).unwrap();
            assert!(policy.faults().iter().any(|fault| fault.contains(bad)), "{bad}");
        }
        let unknown = SHIPPED.replace("from = \"abstract\"", "from = \"email\"");
        assert!(toml::from_str::<Policy>(&unknown).is_err(), "there is no such word");
    }
}
