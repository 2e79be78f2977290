//! What may people say of a relation, and what do other registers know of it? The records that
//! the engine reads beside experts and nominations: declarations, theses, grants, patents, past
//! reviews, similar nominations, decisions.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::evidence::Source;
use super::kinds::ConflictKind;
use super::seen::Seen;

/// Who declares an interest.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize,
)]
#[serde(rename_all = "snake_case")]
pub enum DeclaredBy {
    /// The expert himself.
    #[default]
    Expert,
    /// A completer (被提名人).
    Nominee,
    /// The nominating society or expert (提名者).
    Nominator,
    /// The award office.
    Office,
}

/// What is declared.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize,
)]
#[serde(rename_all = "snake_case")]
pub enum DeclaredKind {
    /// Close relatives (近亲属).
    Kin,
    /// Teacher and student (师生).
    AdviserStudent,
    /// Shares, paid consultancy, a dispute about rights (经济利益).
    EconomicInterest,
    /// One unit, in fact or in law.
    SameUnit,
    /// A project in common (合作项目).
    Cooperation,
    /// Staff or secretariat of the nominating society.
    SocietyStaff,
    /// Staff or helper of the award office.
    OfficeStaff,
    /// The nominator asked to keep the expert out, and the office accepted.
    Exclusion,
    /// Anything else.
    #[default]
    Other,
}

/// A declared interest, in force. It names an expert and a nomination, a completer (by name, better
/// with unit), a unit, or (staff of the office) nothing further.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Declaration {
    /// Key, unique.
    pub declaration_id: String,
    /// Who says so.
    pub declared_by: DeclaredBy,
    /// The expert whom it concerns.
    pub expert_id: String,
    /// What.
    pub kind: DeclaredKind,
    /// The nomination.
    pub nomination_id: Option<String>,
    /// Name of a completer.
    pub person: Option<String>,
    /// Unit of that completer; without one, a unit by itself, or the nominating society.
    pub unit: Option<String>,
    /// First year of the relation.
    pub since: Option<i32>,
    /// Last year of it; none: it lasts.
    pub until: Option<i32>,
    /// Day of the declaration.
    pub made_on: Option<NaiveDate>,
    /// In the declarer's words.
    pub words: Option<String>,
    /// How surely this expert is meant, where a name was typed and nobody has said yet whose it is; none: it is he.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub meant: Option<Meant>,
}

/// How surely a typed name means an expert.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Meant {
    /// Probability, per mille.
    pub confidence: u16,
    /// By more than a name: as surely as one can be before somebody is asked.
    pub is_sure: bool,
}

/// Who judged what in an earlier round.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PastReview {
    /// Year of the round.
    pub round: i32,
    /// The expert.
    pub expert_id: String,
    /// The nomination, one of the history.
    pub nomination_id: String,
}

/// A thesis with its author and advisers.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Thesis {
    /// Key, unique.
    pub thesis_id: String,
    /// Title.
    pub title: String,
    /// Name of the author.
    pub student: String,
    /// The author, if in the pool.
    pub student_id: Option<String>,
    /// Names of the advisers.
    pub advisers: Vec<String>,
    /// Advisers of the pool.
    pub adviser_ids: Vec<String>,
    /// The unit that awarded the degree.
    pub unit: Option<String>,
    /// Year of the degree.
    pub year: Option<i32>,
}

/// A funded project.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Grant {
    /// Its number (项目批准号).
    pub grant_id: String,
    /// Title.
    pub title: String,
    /// A nomination that names it as support.
    pub nomination_id: Option<String>,
    /// Its members in the pool.
    pub expert_ids: Vec<String>,
    /// Names of its members.
    pub members: Vec<String>,
    /// First year.
    pub from: Option<i32>,
    /// Last year; none: it lasts.
    pub to: Option<i32>,
}

/// A patent or another right of intellectual property.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Patent {
    /// Its number (专利号).
    pub patent_id: String,
    /// Title.
    pub title: String,
    /// A nomination that rests on it.
    pub nomination_id: Option<String>,
    /// Inventors of the pool.
    pub expert_ids: Vec<String>,
    /// Names of the inventors.
    pub inventors: Vec<String>,
    /// Year of grant.
    pub year: Option<i32>,
}

/// How alike two nominations are, as somebody else measured.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Similarity {
    /// One.
    pub nomination_id: String,
    /// The other.
    pub other_id: String,
    /// Per mille.
    pub score: u16,
}

/// What was decided on a finding.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize,
)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// A flag is no conflict. Never touches a bar: graver facts bar again.
    #[default]
    NotAConflict,
    /// A bar is lifted.
    Lifted,
    /// It is a conflict: a bar, whatever becomes of the facts.
    Conflict,
    /// The expert is not that person.
    NotTheSamePerson,
    /// The expert is that person, whatever names and units say.
    TheSamePerson,
}

/// A remembered decision, in force. It names expert, nomination and kind, may name one record, or
/// (not the same person) expert and person.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Decision {
    /// Key, unique.
    pub decision_id: String,
    /// What was decided.
    pub outcome: Outcome,
    /// The expert.
    pub expert_id: String,
    /// The nomination.
    pub nomination_id: Option<String>,
    /// The kind of conflict.
    pub kind: Option<ConflictKind>,
    /// Only the evidence that rests on this record.
    pub source: Option<Source>,
    /// The person whom the expert is or is not, as `person:NOMINATION#ORDER`.
    pub person: Option<Source>,
    /// Who decided, as shown.
    pub decided_by: String,
    /// Who agreed as the second, where two decided.
    pub agreed_by: Option<String>,
    /// When.
    pub decided_on: Option<NaiveDate>,
    /// Why.
    pub words: String,
    /// What was seen of the finding, of those that take weight from it; none: whatever is found.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seen: Option<Seen>,
}

impl Decision {
    /// Whether two people stand behind it. One person's "not the same person" takes no bar away.
    pub fn is_by_two(&self) -> bool {
        let first = self.decided_by.trim();
        let second = self.agreed_by.as_deref().map(str::trim).unwrap_or_default();
        !first.is_empty() && !second.is_empty() && first != second
    }

    /// Everybody who stands behind it, as shown.
    pub fn deciders(&self) -> String {
        match self.agreed_by.as_deref() {
            Some(second) if !self.decided_by.split('、').any(|one| one == second) => {
                format!("{}、{second}", self.decided_by)
            }
            _ => self.decided_by.clone(),
        }
    }
}
