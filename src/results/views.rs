//! What is shown of results, and to whom?

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};
use entity::{
    ids::NominationId,
    vocabulary::{DecisionOutcome, NominationState, ReleaseStage},
};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::{
    cut::Kept,
    decide::{Gap, Nominated, Told},
    record::{Paper, Release, Winner},
};
use crate::shared::Bilingual;

/// A release of results.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = ResultRelease)]
pub(super) struct ReleaseView {
    /// Key.
    #[schema(value_type = String)]
    pub(super) id: Uuid,
    /// Year of its round.
    pub(super) year: i32,
    /// `first_review`, `committee` or `award`.
    pub(super) stage: String,
    /// Codes of the categories whose nominations it decides.
    pub(super) categories: Vec<String>,
    /// Title.
    pub(super) title: String,
    /// `draft`, `released` or `discarded`.
    pub(super) state: String,
    /// How many nominations are decided how, of those that the reader may know of.
    pub(super) counts: BTreeMap<String, u32>,
    /// SHA-256 of its decisions; none where something of it is kept from the reader.
    pub(super) digest: Option<String>,
    /// Who drafted it.
    pub(super) drafted_by: String,
    /// When.
    pub(super) drafted_at: DateTime<Utc>,
    /// How many nominations were meant, as whoever released it typed.
    pub(super) confirmed_count: Option<u32>,
    /// Who released it.
    pub(super) released_by: Option<String>,
    /// When.
    pub(super) released_at: Option<DateTime<Utc>>,
    /// What the reader may do with it now.
    pub(super) may: ReleaseMay,
    /// Names of those who acted, by user name.
    pub(super) names: BTreeMap<String, String>,
    /// Version, for the entity tag.
    pub(super) version: i64,
}

/// What a reader may do with a release now.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = ResultReleaseMay)]
pub(super) struct ReleaseMay {
    /// Make it anew, throw it away, enter documents.
    pub(super) change: bool,
    /// Release it: not who drafted it.
    pub(super) release: bool,
    /// Take a nomination out of the awards.
    pub(super) strike: bool,
}

/// A release with everything in it.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = ResultReleaseDetail)]
pub(super) struct ReleaseDetail {
    /// The release.
    #[serde(flatten)]
    pub(super) release: ReleaseView,
    /// Its decisions by category and number, those that the reader may know of.
    pub(super) decisions: Vec<DecisionView>,
    /// The documents behind it; none where something of it is kept from the reader.
    pub(super) papers: Vec<PaperView>,
    /// What keeps the draft from being released now.
    pub(super) gaps: Vec<GapView>,
    /// Above so many nominations their number is typed.
    pub(super) most_unconfirmed: usize,
}

/// What was decided of a nomination.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = ResultDecision)]
pub(super) struct DecisionView {
    /// Key.
    #[schema(value_type = String)]
    pub(super) id: Uuid,
    /// Key of the nomination.
    #[schema(value_type = String)]
    pub(super) nomination_id: Uuid,
    /// Its number.
    pub(super) number: String,
    /// Its title.
    pub(super) title: String,
    /// Code of its category.
    pub(super) category: String,
    /// `first_review`, `committee` or `award`.
    pub(super) stage: String,
    /// `passed`, `failed`, `awarded`, `not_awarded`, `put_off` or `struck`.
    pub(super) outcome: String,
    /// The grade that it was nominated for.
    pub(super) grade_nominated: Option<String>,
    /// The grade that it received.
    pub(super) grade: Option<String>,
    /// Votes; for the office.
    pub(super) votes: Option<u32>,
    /// Those of whom they are a share; for the office.
    pub(super) of: Option<u32>,
    /// Who receives the award; of a draft, who would.
    pub(super) people: Vec<Winner>,
    /// The units that receive it.
    pub(super) units: Vec<String>,
    /// Who and what would be left out; of a draft, for the office.
    pub(super) left_out: Vec<String>,
    /// Why it was struck; for the office.
    pub(super) basis: Option<String>,
    /// Key of the decision that this one corrects.
    #[schema(value_type = Option<String>)]
    pub(super) reverses: Option<Uuid>,
    /// Whether a later one corrects it.
    pub(super) is_reversed: bool,
    /// Whether it was released.
    pub(super) is_final: bool,
    /// When.
    pub(super) released_at: Option<DateTime<Utc>>,
    /// Which documents there are of it: `letter`, `certificates`.
    pub(super) files: Vec<String>,
}

/// A document behind a release.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = ResultPaper)]
pub(super) struct PaperView {
    /// `ministry`, `approval` or `council_limits`.
    pub(super) kind: String,
    /// The number that it bears.
    pub(super) document_number: String,
    /// The day that it bears.
    pub(super) dated: NaiveDate,
    /// What it says.
    pub(super) text: String,
    /// Who entered it.
    pub(super) entered_by: String,
    /// When.
    pub(super) entered_at: DateTime<Utc>,
    /// Who confirmed it.
    pub(super) confirmed_by: Option<String>,
    /// When.
    pub(super) confirmed_at: Option<DateTime<Utc>>,
    /// Version, for the entity tag.
    pub(super) version: i64,
}

/// What keeps a draft from being released.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = ResultGap)]
pub(super) struct GapView {
    /// The rule's word.
    pub(super) code: String,
    /// Number of the nomination that it is about.
    pub(super) number: Option<String>,
    /// What is wrong, in a sentence.
    pub(super) words: Bilingual,
}

/// What was released of a society's nomination.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = SocietyResult)]
pub(super) struct SocietyResultView {
    /// Key of the nomination.
    #[schema(value_type = String)]
    pub(super) nomination_id: Uuid,
    /// Year of its round.
    pub(super) year: i32,
    /// Its number.
    pub(super) number: String,
    /// Its title.
    pub(super) title: String,
    /// Code of its category.
    pub(super) category: String,
    /// What was decided, the earliest first.
    pub(super) decisions: Vec<DecisionView>,
}

/// Who looks at a decision.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Audience {
    /// The award office and the supervisor.
    Office,
    /// The society that nominated, who knows of no ballot.
    Society,
}

impl ReleaseView {
    /// What is shown of a release; names, counts and what may be done are filled in by the caller.
    pub(super) fn of(one: Release, year: i32) -> Self {
        Self {
            id: one.id.0,
            year,
            stage: one.stage.as_str().to_owned(),
            categories: one.categories,
            title: one.title,
            state: one.state.as_str().to_owned(),
            counts: BTreeMap::new(),
            digest: Some(one.digest),
            drafted_by: one.drafted_by,
            drafted_at: one.drafted_at,
            confirmed_count: one.confirmed_count,
            released_by: one.released_by,
            released_at: one.released_at,
            may: ReleaseMay::default(),
            names: BTreeMap::new(),
            version: one.version,
        }
    }
}

/// Whether a decision has a letter: it is final, and something was decided.
pub(super) fn has_letter(told: &Told) -> bool {
    told.decision.is_final && told.decision.outcome != DecisionOutcome::PutOff
}

/// Whether a decision has certificates: it is an award that stands.
pub(super) fn has_certificates(told: &Told) -> bool {
    let is_award = told.stage == ReleaseStage::Award && told.decision.is_final;
    is_award
        && told.decision.outcome == DecisionOutcome::Awarded
        && !told.is_reversed
        && told.nomination.state == NominationState::Awarded
}

fn files(told: &Told) -> Vec<String> {
    let all = [("letter", has_letter(told)), ("certificates", has_certificates(told))];
    all.into_iter().filter(|(_, is_there)| *is_there).map(|(name, _)| name.to_owned()).collect()
}

impl DecisionView {
    /// What an audience sees of a decision.
    pub(super) fn of(told: &Told, audience: Audience) -> Self {
        let one = &told.decision;
        let of_office = audience == Audience::Office;
        // That the ministry struck it is the office's to know: to its society it is not awarded.
        let outcome = match one.outcome {
            DecisionOutcome::Struck if !of_office => DecisionOutcome::NotAwarded,
            outcome => outcome,
        };
        Self {
            id: one.id.0,
            nomination_id: one.nomination.0,
            number: told.nomination.number.clone(),
            title: told.nomination.title.clone(),
            category: told.nomination.category.clone(),
            stage: told.stage.as_str().to_owned(),
            outcome: outcome.as_str().to_owned(),
            grade_nominated: one.grade_nominated.map(|grade| grade.as_str().to_owned()),
            grade: one.grade.map(|grade| grade.as_str().to_owned()),
            votes: one.votes.filter(|_| of_office),
            of: one.of.filter(|_| of_office),
            people: one.people.clone().unwrap_or_default(),
            units: one.units.clone().unwrap_or_default(),
            left_out: Vec::new(),
            basis: one.basis.clone().filter(|_| of_office),
            reverses: one.reverses.map(|id| id.0),
            is_reversed: told.is_reversed,
            is_final: one.is_final,
            released_at: told.released_at.filter(|_| one.is_final),
            files: files(told),
        }
    }

    /// The same with who would receive the award, for a draft.
    pub(super) fn with(mut self, kept: Kept) -> Self {
        (self.people, self.units, self.left_out) = (kept.people, kept.units, kept.left_out);
        self
    }
}

impl From<Paper> for PaperView {
    fn from(one: Paper) -> Self {
        Self {
            kind: one.kind.as_str().to_owned(),
            document_number: one.document_number,
            dated: one.dated,
            text: one.text,
            entered_by: one.entered_by,
            entered_at: one.entered_at,
            confirmed_by: one.confirmed_by,
            confirmed_at: one.confirmed_at,
            version: one.version,
        }
    }
}

impl GapView {
    /// What is shown of a gap.
    pub(super) fn of(gap: &Gap, numbers: &BTreeMap<NominationId, String>) -> Self {
        Self {
            code: gap.code().to_owned(),
            number: gap.nomination().and_then(|id| numbers.get(&id)).cloned(),
            words: gap.words(numbers),
        }
    }
}

impl SocietyResultView {
    /// What a society sees of one of its nominations.
    pub(super) fn of(nomination: &Nominated, decisions: Vec<DecisionView>) -> Self {
        Self {
            nomination_id: nomination.id.0,
            year: nomination.year,
            number: nomination.number.clone(),
            title: nomination.title.clone(),
            category: nomination.category.clone(),
            decisions,
        }
    }
}
