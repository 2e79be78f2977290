//! What do books of rules have in common, and what is hidden from whom in a review? Rooms below the reviews ask too.

use serde::{Deserialize, Serialize};

/// A book of rules cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{place}: 规则有误 / the rules are wrong: {why}")]
pub struct BookError {
    /// Its file, or its version.
    pub place: String,
    /// What is wrong, with the key.
    pub why: String,
}

/// Whether something stands there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Sight {
    /// It is shown.
    Shown,
    /// It is hidden.
    Hidden,
}

/// How attachments are given to a reviewer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FileSight {
    /// As they were handed in.
    Shown,
    /// As an officer made them without names.
    Redacted,
    /// Not at all.
    None,
}

/// Who says that a reviewer has an interest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DeclaredBy {
    /// The reviewer, who is told whom it concerns.
    ByReviewer,
    /// The engine; the reviewer is told of nobody.
    ByEngine,
}

/// How reviewers ask the nominator.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum QuestionWay {
    /// By way of the office.
    ThroughOffice,
    /// Not at all.
    None,
}

/// As whom the members of a panel see who gave a sheet.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SheetSight {
    /// As expert 1 to n.
    Aliases,
    /// By name.
    Names,
    /// They see no sheet.
    None,
}

/// What is hidden from whom (the table `[blind]` of the book of reviews).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BlindRule {
    /// Reviewers, from everybody outside the office.
    pub reviewer: Sight,
    /// People and units of a nomination, from its reviewers.
    pub nominee: Sight,
    /// Who nominates, from the reviewers.
    pub nominator: Sight,
    /// Attachments.
    pub attachments: FileSight,
    /// The number that people quote.
    pub number: Sight,
    /// Who says that there is an interest.
    pub declaration: DeclaredBy,
    /// How reviewers ask.
    pub questions: QuestionWay,
    /// As whom a panel sees who gave a sheet.
    pub panel_sees: SheetSight,
}

/// The part of the book of reviews that says it.
#[derive(Deserialize)]
struct Blinded {
    blind: BlindRule,
}

impl BlindRule {
    /// Reads what the text of a book of reviews hides.
    ///
    /// # Errors
    /// No TOML, or no table `[blind]` of the right form.
    pub fn of_book(text: &str) -> Result<Self, BookError> {
        let read: Result<Blinded, _> = toml::from_str(text);
        read.map(|book| book.blind)
            .map_err(|error| BookError { place: "blind".to_owned(), why: error.to_string() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_book_that_ships_hides_reviewers_from_everybody() {
        let blind = BlindRule::of_book(include_str!("../../rules/reviews/default.toml")).unwrap();
        assert_eq!(blind.reviewer, Sight::Hidden);
        assert_eq!(blind.panel_sees, SheetSight::Aliases);
        assert!(BlindRule::of_book("version = 1").is_err());
    }
}
