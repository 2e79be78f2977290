//! What is a nominee asked to agree to, and how long does a link last? Data of `rules/consent`.

use std::sync::LazyLock;

use serde::{Deserialize, Serialize};

use crate::shared::Bilingual;

const TEXT: &str = include_str!("../../../rules/consent/nominees.toml");

/// The terms of links, the statements and the kinds of relation.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Consent {
    /// The terms of a link.
    pub link: LinkTerms,
    /// How often a link is sent by mail.
    pub letter: LetterTerms,
    /// The statements in the order in which they are shown; each is needed to confirm.
    #[serde(rename = "statement")]
    pub statements: Vec<Statement>,
    /// Kinds of relation to a possible reviewer.
    #[serde(rename = "relation")]
    pub relations: Vec<Choice>,
}

/// The terms of a link.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LinkTerms {
    /// Whole days after the day of issue.
    pub days: u32,
    /// Wrong tries of the identity check that close a link.
    pub tries: i32,
    /// Relations that the page has room for.
    pub relation_rows: usize,
    /// What the numbers rest on.
    pub basis: String,
}

/// How often a link is sent by mail to one person, and to one address.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LetterTerms {
    /// Minutes between two letters to the same address, unless the first did not arrive.
    pub pause_minutes: i64,
    /// The most letters in 24 hours, to whichever address and whether or not they arrived.
    pub most_a_day: usize,
    /// The most letters in 24 hours to one address, whomever they are about and whichever dossier names it.
    pub most_a_day_to_address: usize,
    /// What the numbers rest on.
    pub basis: String,
}

/// A statement that is agreed to or not.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Statement {
    /// Its name.
    pub code: String,
    /// Which text of it.
    pub version: String,
    /// What it is called.
    pub title: Bilingual,
    /// What stands beside the box that is ticked.
    pub agree: Bilingual,
    /// What it rests on.
    pub clause: String,
    /// Its paragraphs in Chinese.
    pub zh: Vec<String>,
    /// Its paragraphs in English.
    pub en: Vec<String>,
}

/// A word to choose, in both languages.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Choice {
    /// What is stored.
    pub code: String,
    /// In Chinese.
    pub zh: String,
    /// In English.
    pub en: String,
}

/// A statement that was agreed to, as an answer keeps it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Agreed {
    /// Which statement.
    pub code: String,
    /// Which text of it.
    pub version: String,
}

/// The consent in force. The text is part of the program and read by a test.
#[expect(clippy::expect_used, reason = "the text is compiled in and read by a test")]
pub static CONSENT: LazyLock<Consent> =
    LazyLock::new(|| toml::from_str(TEXT).expect("the consent in force is whole"));

impl Consent {
    /// Every statement with its version, as somebody who confirms agrees to them.
    pub(super) fn all_agreed(&self) -> Vec<Agreed> {
        let agreed =
            |one: &Statement| Agreed { code: one.code.clone(), version: one.version.clone() };
        self.statements.iter().map(agreed).collect()
    }

    /// The title of the statement `code`.
    pub(super) fn title(&self, code: &str) -> Option<&Bilingual> {
        self.statements.iter().find(|one| one.code == code).map(|one| &one.title)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_consent_in_force_is_whole_in_both_languages() {
        let codes: Vec<&str> = CONSENT.statements.iter().map(|one| one.code.as_str()).collect();
        assert_eq!(codes, ["commitment", "nomination", "data_notice"]);
        for one in &CONSENT.statements {
            assert_eq!(one.zh.len(), one.en.len(), "{}", one.code);
            assert!(
                !one.version.is_empty()
                    && one.zh.iter().chain(&one.en).all(|part| !part.is_empty())
            );
        }
        assert_eq!((CONSENT.link.days, CONSENT.link.tries), (14, 5));
        let LetterTerms { pause_minutes, most_a_day, most_a_day_to_address, .. } = CONSENT.letter;
        assert_eq!((pause_minutes, most_a_day, most_a_day_to_address), (10, 5, 10));
        assert!(CONSENT.relations.iter().any(|kind| kind.code == "relative"));
    }
}
