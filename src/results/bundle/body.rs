//! What does a bundle hold?
//!
//! Two lines: the body as JSON, and its seal ([`super::seal::Seal`]). The body is written in one way only, so that whoever
//! reads it and writes it again has the same bytes.

use std::collections::{BTreeMap, BTreeSet};

use entity::vocabulary::{BodyKind, DecisionOutcome, PaperValidity, ReleaseStage};
use serde::{Deserialize, Serialize};

use crate::{
    aggregation::{Input, Output},
    meetings::{
        Law, Tally,
        model::{Grade, Roll, Stage},
    },
    results::record::Winner,
};

/// What every bundle says it is.
pub const FORMAT: &str = "laurel-results/1";

/// Everything from which anyone computes a round anew. Nominations are called `N0001` and so on, in an order that says
/// nothing; only those that are published have a number that people quote.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Body {
    /// [`FORMAT`].
    pub format: String,
    /// Year of the round.
    pub round: i32,
    /// From 1: each release of awards makes another.
    pub number: u32,
    /// The rule set of the round.
    pub rule_set: Named,
    /// The books of rules, by room: `reviews`, `meetings`, `results`.
    pub books: BTreeMap<String, BookText>,
    /// Codes of the categories whose awards are released.
    pub categories: Vec<String>,
    /// The phases of the remote review.
    pub phases: Vec<Phase>,
    /// The meetings with their ballots, in their order.
    pub meetings: Vec<Sitting>,
    /// What was decided, in the order of the releases.
    pub decisions: Vec<Decided>,
    /// How many people and units awards keep.
    pub limits: Vec<Kept>,
    /// The awards as they are published.
    pub published: Vec<Award>,
    /// The head of the audit chain when the bundle was made.
    pub chain: ChainHead,
}

/// A text by name and digest.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Named {
    /// Its name.
    pub name: String,
    /// SHA-256 of its text.
    pub digest: String,
}

/// A book of rules, as the round is bound to it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BookText {
    /// SHA-256 of the text.
    pub digest: String,
    /// The text.
    pub text: String,
}

/// A phase of the remote review.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Phase {
    /// SHA-256 of the seed in hexadecimal, which stands in the audit chain since the phase opened.
    pub seed_digest: String,
    /// SHA-256 of the input with names, as the office keeps it.
    pub inputs_digest: String,
    /// The sheets, with labels for names.
    pub input: Input,
    /// What they come to.
    pub output: Output,
}

/// A meeting.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sitting {
    /// `M001` and so on.
    pub label: String,
    /// At which point of the way it decided.
    pub stage: Stage,
    /// What the body is.
    pub kind: BodyKind,
    /// Its ballots in their order.
    pub ballots: Vec<Vote>,
}

/// A ballot.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Vote {
    /// Code of the category.
    pub category: String,
    /// The grade that was voted on.
    pub grade: Option<Grade>,
    /// Whether it raises what was nominated for a lower one.
    pub is_raise: bool,
    /// Which turn it was, from 1.
    pub turn: u32,
    /// The nominations of its lines, from line 1.
    pub lines: Vec<String>,
    /// By what it was counted.
    pub law: Law,
    /// Who was there, and who kept out of which line.
    pub roll: Roll<String>,
    /// Its papers.
    pub papers: Vec<Slip>,
    /// What was counted.
    pub tally: Tally,
}

/// A paper without who cast it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Slip {
    /// The label of the voter, anew for each ballot; none where the ballot is secret.
    pub voter: Option<String>,
    /// The lines that it marks.
    pub marks: BTreeSet<u32>,
    /// Whether it counts.
    pub validity: PaperValidity,
}

/// What was decided of a nomination at a stage.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Decided {
    /// The nomination.
    pub nomination: String,
    /// Code of its category.
    pub category: String,
    /// At which stage.
    pub stage: ReleaseStage,
    /// The meeting that voted; none where nothing was voted on.
    pub meeting: Option<String>,
    /// What was decided.
    pub outcome: DecisionOutcome,
    /// The grade that it was nominated for.
    pub grade_nominated: Option<Grade>,
    /// The grade that it received.
    pub grade: Option<Grade>,
    /// Votes.
    pub votes: Option<u32>,
    /// Those of whom they are a share.
    pub of: Option<u32>,
    /// Whether a later decision corrects it.
    pub is_reversed: bool,
}

/// How many people and units the awards of a grade keep; none for no limit.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Kept {
    /// Code of the category.
    pub category: String,
    /// The grade; none where the award has none.
    pub grade: Option<Grade>,
    /// Most people.
    pub people: Option<u32>,
    /// Most units.
    pub units: Option<u32>,
}

/// An award as it is published.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Award {
    /// The nomination.
    pub nomination: String,
    /// The number that people quote.
    pub number: String,
    /// Project name.
    pub title: Option<String>,
    /// Code of its category.
    pub category: String,
    /// Its grade.
    pub grade: Option<Grade>,
    /// Who receives it.
    pub people: Vec<Winner>,
    /// The units that receive it.
    pub units: Vec<String>,
    /// Whether it was taken back later: then nobody is named.
    pub is_revoked: bool,
}

/// The last record of the audit chain.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ChainHead {
    /// Its place, from 1.
    pub sequence: i64,
    /// Its hash.
    pub hash: String,
}

/// The body as it is written.
pub fn encode(body: &Body) -> Vec<u8> {
    // Texts, numbers and words alone: writing them into memory cannot fail.
    serde_json::to_vec(body).unwrap_or_default()
}
