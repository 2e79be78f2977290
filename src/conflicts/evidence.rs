//! What does a finding rest on? Sentences in two languages, each with the record behind it.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::kinds::{ConflictKind, Severity};

/// The kind of record that evidence points to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum SourceKind {
    /// A row of `people`: `nomination_id#order`.
    Person,
    /// A row of `publications`: `publication_id`.
    Publication,
    /// A row of `papers`: `nomination_id#title`.
    Paper,
    /// A row of `affiliations`: `person_ref#unit`.
    Affiliation,
    /// A row of `nominations`: `nomination_id`.
    Nomination,
}

impl SourceKind {
    const fn code(self) -> &'static str {
        match self {
            Self::Person => "person",
            Self::Publication => "publication",
            Self::Paper => "paper",
            Self::Affiliation => "affiliation",
            Self::Nomination => "nomination",
        }
    }
}

/// A record of the input; written `kind:key`, as in `person:2027-J01-001#3`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub struct Source {
    /// Which file.
    pub kind: SourceKind,
    /// Key of the row in it.
    pub key: String,
}

impl Source {
    pub(super) fn person(nomination_id: &str, order: u32) -> Self {
        Self::new(SourceKind::Person, format!("{nomination_id}#{order}"))
    }

    pub(super) fn new(kind: SourceKind, key: impl Into<String>) -> Self {
        let key = key.into();
        Self { kind, key }
    }
}

impl fmt::Display for Source {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}:{}", self.kind.code(), self.key)
    }
}

impl From<Source> for String {
    fn from(source: Source) -> Self {
        source.to_string()
    }
}

impl TryFrom<String> for Source {
    type Error = String;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        const KINDS: [SourceKind; 5] = [
            SourceKind::Person,
            SourceKind::Publication,
            SourceKind::Paper,
            SourceKind::Affiliation,
            SourceKind::Nomination,
        ];
        text.split_once(':')
            .and_then(|(code, key)| {
                let kind = KINDS.into_iter().find(|kind| kind.code() == code)?;
                Some(Self::new(kind, key))
            })
            .ok_or_else(|| format!("不是证据出处 / not a source of evidence: {text}"))
    }
}

/// One piece of evidence.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Evidence {
    /// The record behind it, if one can be opened.
    pub source: Option<Source>,
    /// In Chinese, without a full stop.
    pub zh: String,
    /// In English, without a full stop.
    pub en: String,
}

/// A conflict between an expert and a nomination.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finding {
    /// The nomination.
    pub nomination_id: String,
    /// The expert.
    pub expert_id: String,
    /// What kind.
    pub kind: ConflictKind,
    /// What it does.
    pub severity: Severity,
    /// Probability that the facts are as the evidence says, per mille: 0 to 1000.
    pub confidence: u16,
    /// Why, the weightiest first; never empty.
    pub evidence: Vec<Evidence>,
}

impl Finding {
    /// The evidence as one line of Chinese, as in the `conflicts` file.
    pub fn evidence_line(&self) -> String {
        let sentences: Vec<&str> = self.evidence.iter().map(|item| item.zh.as_str()).collect();
        sentences.join("；").replace(['\r', '\n', '\t'], " ")
    }

    /// The confidence as a fraction with three places, as in the `conflicts` file.
    pub fn confidence_text(&self) -> String {
        format!("{}.{:03}", self.confidence / 1000, self.confidence % 1000)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sources_are_written_and_read() {
        for source in [
            Source::person("2027-J01-001", 3),
            Source::new(SourceKind::Paper, "2027-J01-001#题:目#1"),
        ] {
            assert_eq!(Source::try_from(source.to_string()), Ok(source));
        }
        assert!(Source::try_from("nobody:1".to_owned()).is_err());
        assert!(Source::try_from("person".to_owned()).is_err());
    }

    #[test]
    fn confidence_has_three_places() {
        let mut finding = Finding {
            nomination_id: String::new(),
            expert_id: String::new(),
            kind: ConflictKind::Completer,
            severity: Severity::Bar,
            confidence: 1000,
            evidence: Vec::new(),
        };
        assert_eq!(finding.confidence_text(), "1.000");
        finding.confidence = 7;
        assert_eq!(finding.confidence_text(), "0.007");
    }
}
