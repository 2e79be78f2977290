//! What does a reviewer sign, and in which words may he answer? As data, with a version.

use std::sync::LazyLock;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::shared::hex_sha256;

const IN_FORCE: &str = include_str!("../../rules/assignments/commitment.toml");

/// The commitment in one language.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CommitmentText {
    /// Its title.
    pub title: String,
    /// What is undertaken, paragraph by paragraph.
    pub paragraphs: Vec<String>,
    /// What stands beside the box that is ticked.
    pub agree: String,
}

/// A word that an answer may give.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AnswerWord {
    /// The word as sent.
    pub code: String,
    /// In Chinese.
    pub zh: String,
    /// In English.
    pub en: String,
    /// Whether something must be written beside it.
    #[serde(default)]
    pub words: bool,
}

/// The commitment with the words of the answers.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Commitment {
    /// The version of the text.
    pub version: String,
    /// In Chinese.
    pub zh: CommitmentText,
    /// In English.
    pub en: CommitmentText,
    /// Why an invitation is declined.
    pub decline: Vec<AnswerWord>,
    /// Kinds of interest.
    pub interest: Vec<AnswerWord>,
}

static COMMITMENT: LazyLock<Result<Commitment, String>> =
    LazyLock::new(|| toml::from_str(IN_FORCE).map_err(|error| error.to_string()));

impl Commitment {
    /// The commitment in force.
    ///
    /// # Errors
    /// The file does not parse, which a test would have seen.
    pub fn in_force() -> Result<&'static Self, &'static str> {
        COMMITMENT.as_ref().map_err(String::as_str)
    }

    /// SHA-256 of the text in both languages, which a signature names.
    pub fn digest(&self) -> String {
        let text = serde_json::to_vec(&(&self.version, &self.zh, &self.en)).unwrap_or_default();
        hex_sha256(&text)
    }
}

/// Whether `code` is a word of `list` and the `words` beside it are what it asks for.
pub(super) fn is_answer(list: &[AnswerWord], code: &str, words: Option<&str>) -> bool {
    let has_words = words.is_some_and(|words| !words.trim().is_empty());
    list.iter().any(|word| word.code == code && (has_words || !word.words))
}

#[cfg(test)]
mod tests {
    use entity::vocabulary::DeclaredKind;

    use super::*;

    #[test]
    fn the_commitment_in_force_says_the_same_in_both_languages() {
        let text = Commitment::in_force().unwrap();
        assert_eq!(text.zh.paragraphs.len(), text.en.paragraphs.len());
        assert_eq!(text.digest().len(), 64);
        let mut other = text.clone();
        other.en.paragraphs[1].push('.');
        assert_ne!(other.digest(), text.digest(), "a word more is another text");
    }

    #[test]
    fn every_kind_of_interest_is_one_that_recusal_knows() {
        for word in &Commitment::in_force().unwrap().interest {
            assert!(word.code.parse::<DeclaredKind>().is_ok(), "{}", word.code);
        }
    }

    #[test]
    fn another_reason_must_be_told() {
        let list = &Commitment::in_force().unwrap().decline;
        assert!(is_answer(list, "no_time", None));
        assert!(!is_answer(list, "other", Some("  ")));
        assert!(is_answer(list, "other", Some("在国外")));
        assert!(!is_answer(list, "none_of_these", Some("x")));
    }
}
