//! What does a finding rest on? Sentences in two languages, each with the record behind it.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::kinds::{ConflictKind, Severity};
use crate::nominations::model::PersonRole;

/// The kind of record that evidence points to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
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
    /// A unit, by its name as written.
    Unit,
    /// A declaration: `declaration_id`.
    Declaration,
    /// A thesis: `thesis_id`.
    Thesis,
    /// A funded project: `grant_id`.
    Grant,
    /// A patent: `patent_id`.
    Patent,
    /// A review of an earlier round: `round/expert_id/nomination_id`.
    Review,
    /// A remembered decision: `decision_id`.
    Decision,
    /// An expert of the pool: `expert_id`.
    Expert,
    /// A nominating society, by its name.
    Society,
}

impl SourceKind {
    pub(super) const ALL: [Self; 14] = [
        Self::Person,
        Self::Publication,
        Self::Paper,
        Self::Affiliation,
        Self::Nomination,
        Self::Unit,
        Self::Declaration,
        Self::Thesis,
        Self::Grant,
        Self::Patent,
        Self::Review,
        Self::Decision,
        Self::Expert,
        Self::Society,
    ];

    /// The stable code, as written before the colon.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Person => "person",
            Self::Publication => "publication",
            Self::Paper => "paper",
            Self::Affiliation => "affiliation",
            Self::Nomination => "nomination",
            Self::Unit => "unit",
            Self::Declaration => "declaration",
            Self::Thesis => "thesis",
            Self::Grant => "grant",
            Self::Patent => "patent",
            Self::Review => "review",
            Self::Decision => "decision",
            Self::Expert => "expert",
            Self::Society => "society",
        }
    }
}

/// A record of the input; written `kind:key`, as in `person:2027-J01-001#3`.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub struct Source {
    /// Which file.
    pub kind: SourceKind,
    /// Key of the row in it.
    pub key: String,
}

impl Source {
    /// A person of a nomination. Each role counts its people from 1, so all but the completers' keys name the
    /// role, as in `person:2027-J01-001#nominating_expert-1`.
    pub fn person(nomination_id: &str, role: PersonRole, order: u32) -> Self {
        let place = match role {
            PersonRole::Completer => order.to_string(),
            PersonRole::NominatingExpert => format!("nominating_expert-{order}"),
            PersonRole::SocietyOfficer => format!("society_officer-{order}"),
        };
        Self::new(SourceKind::Person, format!("{nomination_id}#{place}"))
    }

    /// The record of a kind with a key.
    pub fn new(kind: SourceKind, key: impl Into<String>) -> Self {
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
        text.split_once(':')
            .and_then(|(code, key)| {
                let kind = SourceKind::ALL.into_iter().find(|kind| kind.code() == code)?;
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
    /// The records between the expert and the nomination, the expert's end first; empty where
    /// `source` is the only one.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub via: Vec<Source>,
    /// The facts that it tells of, each by its records, however many a sentence counts and however it is worded; empty
    /// where it is known by its own records.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub facts: Vec<String>,
}

impl Evidence {
    /// Evidence of one record.
    pub fn new(source: Source, zh: impl Into<String>, en: impl Into<String>) -> Self {
        let (zh, en) = (zh.into(), en.into());
        Self { source: Some(source), zh, en, via: Vec::new(), facts: Vec::new() }
    }

    /// The same evidence, with the records that the way from expert to nomination leads over.
    #[must_use]
    pub fn over(mut self, via: impl IntoIterator<Item = Source>) -> Self {
        self.via = via.into_iter().collect();
        self
    }

    /// The same evidence, with the facts that it tells of.
    #[must_use]
    pub(super) fn telling(mut self, facts: impl IntoIterator<Item = String>) -> Self {
        self.facts = facts.into_iter().collect();
        self
    }

    /// The record behind it and those of its way.
    pub(super) fn records(&self) -> impl Iterator<Item = &Source> {
        self.source.iter().chain(&self.via)
    }

    /// Whether it says what was decided, which is none of the facts.
    pub(super) fn is_decision(&self) -> bool {
        self.source.as_ref().is_some_and(|source| source.kind == SourceKind::Decision)
    }

    /// The facts by which it is known.
    pub(super) fn known_by(&self) -> Vec<String> {
        if self.facts.is_empty() {
            let records: Vec<String> = self.records().map(ToString::to_string).collect();
            return vec![records.join("\n")];
        }
        self.facts.clone()
    }

    /// The records from the expert's end to the nomination's.
    pub fn chain(&self) -> &[Source] {
        if self.via.is_empty() { self.source.as_slice() } else { &self.via }
    }
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
            Source::person("2027-J01-001", PersonRole::Completer, 3),
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
