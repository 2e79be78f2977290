//! What does a reader of the award office see of a match run?

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use super::{
    affinity::Reasons, candidates::WhyNotView, parameters::MatchParameters, report::MatchReport,
    reviewer_history::ReviewerHistory,
};
use crate::{
    authz::{Wall, wall_words},
    identity::Acted,
    shared::Bilingual,
};

/// How far a run is.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct ProgressView {
    /// `waiting`, `reading`, `indexing`, `conflicts`, `affinity`, `assignment`, `storing`, `done`.
    pub stage: String,
    /// Parts of the stage done.
    pub done: i64,
    /// Parts of the stage in all.
    pub total: i64,
}

/// A match run.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = MatchRun)]
pub struct MatchRunView {
    /// Key.
    #[schema(value_type = String)]
    pub id: Uuid,
    /// Year of the round.
    pub round: i32,
    /// `queued`, `running`, `done` or `failed`.
    pub state: String,
    /// How far it is.
    pub progress: ProgressView,
    /// What was asked for.
    pub parameters: MatchParameters,
    /// The seed; of a draw, once it is drawn.
    pub seed: Option<i64>,
    /// SHA-256 of everything that the result depends on.
    pub input_digest: Option<String>,
    /// SHA-256 of the result.
    pub output_digest: Option<String>,
    /// The engine that made it.
    pub engine_version: String,
    /// Who asked.
    pub requested_by: String,
    /// When.
    pub requested_at: DateTime<Utc>,
    /// When it began.
    pub started_at: Option<DateTime<Utc>>,
    /// When it ended.
    pub finished_at: Option<DateTime<Utc>>,
    /// Why it failed.
    pub error: Option<String>,
    /// What it found; told to nobody of the office who has an interest in a nomination of the round.
    pub report: Option<MatchReport>,
    /// Why the report is not told to this officer: he declared an interest in a nomination of the round himself.
    pub withheld: Option<Bilingual>,
    /// What who asked is called, by user name.
    pub names: BTreeMap<String, String>,
}

impl Acted for MatchRunView {
    fn actors(&self) -> Vec<&str> {
        vec![self.requested_by.as_str()]
    }

    fn names(&mut self) -> &mut BTreeMap<String, String> {
        &mut self.names
    }
}

impl MatchRunView {
    /// The run as somebody may see it who is kept from some nominations of its round: without its figures, which
    /// count all of them.
    #[must_use]
    pub fn behind(mut self, wall: &Wall) -> Self {
        if !wall.is_none() {
            self.withheld = self.report.take().map(|_| wall_words());
        }
        self
    }
}

/// An expert as a match names him.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct NamedExpert {
    /// Key.
    #[schema(value_type = String)]
    pub id: Uuid,
    /// The pool's key.
    pub expert_id: String,
    /// Name.
    pub name: String,
    /// Unit.
    pub unit: String,
    /// Professional title.
    pub title: Option<String>,
}

/// What a conflict rests on.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct EvidenceView {
    /// In Chinese.
    pub zh: String,
    /// In English.
    pub en: String,
    /// The record behind it, as `kind:key`.
    pub source: Option<String>,
}

/// A conflict between an expert and a nomination.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = Conflict)]
pub struct ConflictView {
    /// Kind.
    pub kind: String,
    /// `bar`, `flag` or `note`.
    pub severity: String,
    /// How sure it is, 0 to 1.
    pub confidence: f64,
    /// What it rests on.
    pub evidence: Vec<EvidenceView>,
}

/// What made an affinity.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = Reasons)]
pub(super) struct ReasonsView {
    /// The publications nearest to the nomination.
    pub publications: Vec<PublicationReasonView>,
    /// Keywords of the expert that the nomination holds.
    pub keywords: Vec<String>,
    /// How close the discipline codes are.
    pub discipline: DisciplineTierView,
    /// The score that would be left without the nearest publication, 0 to 1.
    pub score_without_one: f64,
    /// The score that would be left without the two nearest, 0 to 1.
    pub score_without_two: f64,
    /// Whether too little is left without the nearest publication.
    pub hangs_on_one: bool,
    /// Whether too little is left without the two nearest.
    pub hangs_on_two: bool,
    /// The part of the score that must be left, by the model card.
    pub least_left: f64,
}

/// What is left of a score without the publications nearest to the nomination.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct ScoreLeft {
    /// The score that would be left without the nearest, 0 to 1.
    pub score_without_one: f64,
    /// The score that would be left without the two nearest, 0 to 1.
    pub score_without_two: f64,
    /// Whether too little is left without the nearest.
    pub hangs_on_one: bool,
    /// Whether too little is left without the two nearest.
    pub hangs_on_two: bool,
    /// The part of the score that must be left, by the model card.
    pub least_left: f64,
}

/// A publication that speaks for the expert.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = PublicationReason)]
pub(super) struct PublicationReasonView {
    /// Key of the publication.
    pub publication_id: String,
    /// Title.
    pub title: String,
    /// Year.
    pub year: Option<i32>,
    /// Its own nearness, 0 to 1.
    pub score: f64,
    /// Terms that title, abstract or keywords of the nomination and the publication hold.
    pub terms: Vec<String>,
    /// Terms that the full text of the dossier alone and the publication hold, if there are any.
    pub dossier_terms: Option<Vec<String>>,
    /// Pieces of words and numbers that both hold, where nothing in common reads as a word.
    pub fragments: Option<Vec<String>>,
    /// The part of the nearness that is by meaning (dense vectors), 0 to 1; none without them.
    pub by_meaning: Option<f64>,
    /// Whether its authorship was verified, where that is known.
    pub is_verified: Option<bool>,
    /// The part of it, 0 to 1, that is the nomination's own words, where that is so much that it is
    /// bounded; none otherwise.
    pub borrowed: Option<f64>,
}

/// How many levels of GB/T 13745 two lists of codes share.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = DisciplineTier)]
pub(super) struct DisciplineTierView {
    /// 0 to 3.
    pub tier: u8,
    /// The expert's code.
    pub expert_code: Option<String>,
    /// The nomination's code.
    pub nomination_code: Option<String>,
}

/// An expert beside a nomination.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Candidate {
    /// The expert.
    pub expert: NamedExpert,
    /// Affinity, 0 to 1.
    pub score: Option<f64>,
    /// Lower end of the band.
    pub low: Option<f64>,
    /// Upper end of the band.
    pub high: Option<f64>,
    /// Publications in the profile.
    pub publications_count: u64,
    /// Nominations of this expert in the run.
    pub load: u32,
    /// What he did as a reviewer of earlier rounds; none where he was in none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub record: Option<ReviewerHistory>,
    /// What made the score.
    #[schema(value_type = Option<ReasonsView>)]
    pub reasons: Option<Reasons>,
    /// The conflicts.
    pub conflicts: Vec<ConflictView>,
    /// Why not, where not assigned.
    pub why_not: Option<WhyNotView>,
}

/// Whom the latest run matched to a nomination.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct NominationMatch {
    /// The run.
    #[schema(value_type = String)]
    pub run_id: Uuid,
    /// When it ended.
    pub finished_at: Option<DateTime<Utc>>,
    /// Experts asked for.
    pub demand: u32,
    /// Those assigned, the best first.
    pub assigned: Vec<Candidate>,
    /// The next best, with why not.
    pub alternatives: Vec<Candidate>,
    /// Those kept out, with the evidence.
    pub kept_out: Vec<Candidate>,
}

/// A nomination of an expert.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct AssignmentView {
    /// The nomination.
    pub nomination: AssignedNomination,
    /// Affinity, 0 to 1.
    pub score: f64,
}

/// A nomination as an expert's page names it.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct AssignedNomination {
    /// Key.
    #[schema(value_type = String)]
    pub id: Uuid,
    /// The number that people quote.
    pub nomination_id: String,
    /// Project name.
    pub title: String,
    /// Category code.
    pub category: Option<String>,
    /// Panel.
    pub panel: Option<String>,
}
