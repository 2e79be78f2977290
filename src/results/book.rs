//! How many awards may there be, and what of them is made public? A book of rules, as data.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::{Deserialize, Serialize};

use crate::{awards::BookError, shared::Bilingual};

/// The text that ships, and its file.
pub const IN_FORCE: &str = include_str!("../../rules/results/default.toml");
const FILE: &str = "rules/results/default.toml";

/// The rules of the results of a round.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ResultRules {
    /// Its version.
    pub version: String,
    /// Numbers of awards (X25 art. 9).
    pub caps: AwardCaps,
    /// What becomes of grades.
    pub grades: GradeRule,
    /// What letters and certificates say, by their kind.
    pub letters: BTreeMap<String, LetterText>,
    /// What is made public.
    pub public: PublicRule,
}

/// Numbers of awards of a round.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AwardCaps {
    /// Most awards of the categories of `total_of`, together.
    pub total: u32,
    /// The categories that share it.
    pub total_of: Vec<String>,
    /// Most awards of the special grade.
    pub special: u32,
    /// Most awards of the first grade, of a hundred of a category.
    pub first_percent: u32,
    /// Most awards of `TOP`.
    pub top: u32,
    /// Most awards of `INT`.
    pub int: u32,
}

/// What becomes of grades.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GradeRule {
    /// Whether what fails its grade is awarded none below it (X25 art. 81).
    pub no_downgrade: bool,
    /// Whether what was nominated for the second grade may be raised by a vote.
    pub raise_second: bool,
}

/// What a letter or a certificate says; what stands in braces is filled in.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LetterText {
    /// Its title.
    pub title: Bilingual,
    /// Its text.
    pub body: Bilingual,
}

/// What is made public.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PublicRule {
    /// On which terms the data may be used.
    pub licence: Bilingual,
    /// What stands there of an award, by category.
    pub fields: BTreeMap<String, Vec<PublicField>>,
}

/// A part of what is made public of an award.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PublicField {
    /// The number that people quote.
    Number,
    /// Project name.
    Title,
    /// The grade.
    Grade,
    /// Who receives it.
    People,
    /// The units that receive it, or in which who receives it works.
    Units,
    /// Who nominated.
    Nominator,
}

static SHIPPED: LazyLock<Result<ResultRules, BookError>> =
    LazyLock::new(|| ResultRules::parse(FILE, IN_FORCE));

/// The book that ships.
///
/// # Errors
/// It cannot be read, which a test of this room rules out.
pub fn in_force() -> Result<&'static ResultRules, BookError> {
    SHIPPED.as_ref().map_err(Clone::clone)
}

impl ResultRules {
    /// Reads a book from the TOML that stands at `place`.
    ///
    /// # Errors
    /// No TOML, an unknown key, a share of a hundred or more.
    pub fn parse(place: &str, text: &str) -> Result<Self, BookError> {
        let wrong = |why: String| BookError { place: place.to_owned(), why };
        let book: Self = toml::from_str(text).map_err(|error| wrong(error.to_string()))?;
        if book.caps.first_percent >= 100 {
            return Err(wrong("caps.first_percent: 0–99".to_owned()));
        }
        Ok(book)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_book_that_ships_is_article_9() {
        let book = in_force().unwrap();
        let caps = &book.caps;
        assert_eq!((caps.total, caps.special, caps.first_percent), (300, 3, 15));
        assert_eq!((caps.top, caps.int), (2, 10));
        assert!(book.grades.no_downgrade);
        for category in ["TOP", "NAT", "INV", "PRO", "INT"] {
            assert!(book.public.fields.contains_key(category), "{category}");
        }
    }

    #[test]
    fn what_is_wrong_is_told_with_its_file_and_key() {
        for (from, to, key) in [
            ("first_percent = 15", "first_percent = 100", "first_percent"),
            ("\"nominator\"", "\"salary\"", "salary"),
            ("[grades]", "[grades]\ncolour = 1", "colour"),
        ] {
            assert!(IN_FORCE.contains(from), "{from}");
            let text = IN_FORCE.replacen(from, to, 1);
            let told = ResultRules::parse("x.toml", &text).unwrap_err().to_string();
            assert!(told.starts_with("x.toml: ") && told.contains(key), "{told}");
        }
    }
}
