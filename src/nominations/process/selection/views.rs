//! What does a society see of its selection?

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::{
    criteria::Criterion,
    ranked::ranked,
    record::{BY_EXPERT, Candidate, Decision, Expert, Score, Selection},
};
use crate::{identity::Acted, shared::Bilingual};

/// Experts of a selection that convinces (domain.md I17).
const FEW_EXPERTS: usize = 5;

/// A candidate with what its scores come to.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(in super::super) struct SelectionCandidateView {
    /// Its word within the call.
    pub key: String,
    /// What is proposed.
    pub title: String,
    /// Key of its dossier.
    #[schema(value_type = Option<String>)]
    pub dossier_id: Option<Uuid>,
    /// Scores that came in; of more than three the highest and the lowest do not count.
    pub scores: usize,
    /// Experts who kept out.
    pub recusals: usize,
    /// The mean in hundredths of a point.
    pub mean_hundredths: Option<u32>,
    /// Its place, from 1; equal means share one.
    pub place: Option<u32>,
    /// The best place that it has where its scores are drawn anew, in nine of ten draws.
    pub place_low: Option<u32>,
    /// The worst.
    pub place_high: Option<u32>,
    /// `chosen`, `reserve`, `not_chosen`; absent until it is decided.
    pub outcome: Option<String>,
}

/// An expert of the call.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(in super::super) struct SelectionExpertView {
    /// His word within the call.
    pub key: String,
    /// Name.
    pub name: String,
    /// Unit.
    pub unit: String,
    /// How many candidates he has neither scored nor kept out of.
    pub open: usize,
    /// `issued`, `opened`, `handed_in`, `expired`, `revoked`: where his newest link stands; none where he has none.
    pub link: Option<String>,
    /// The first instant at which it does not open any more.
    pub link_expires_at: Option<DateTime<Utc>>,
    /// When he handed his scores in.
    pub handed_in_at: Option<DateTime<Utc>>,
}

/// What an expert gave a candidate.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(in super::super) struct SelectionScoreView {
    /// Key of the candidate.
    pub candidate: String,
    /// Key of the expert.
    pub expert: String,
    /// Points by criterion.
    pub points: BTreeMap<String, u32>,
    /// All points; absent where the expert kept out.
    pub total: Option<u32>,
    /// Why he kept out.
    pub recusal: Option<String>,
    /// Whether it is his own word, given or signed by his link: nobody else writes over it.
    pub is_own: bool,
    /// Who wrote it down.
    pub by: String,
    /// When.
    pub at: DateTime<Utc>,
}

/// A decision that counts no longer.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = EarlierSelectionDecision)]
pub(in super::super) struct DecisionView {
    /// Keys of the candidates that were to be nominated.
    pub chosen: Vec<String>,
    /// Keys of those that stood by.
    pub reserve: Vec<String>,
    /// How it was decided.
    pub summary: String,
    /// Who decided.
    pub by: String,
    /// When.
    pub at: DateTime<Utc>,
}

/// A call of a society.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(in super::super) struct SelectionCallView {
    /// What it asks for.
    pub text: String,
    /// When candidates may be proposed from.
    pub opens_at: DateTime<Utc>,
    /// The first instant that is too late.
    pub closes_at: DateTime<Utc>,
    /// How many are to be nominated.
    pub expected: u32,
    /// How it was decided.
    pub summary: String,
    /// Who changed it last.
    pub changed_by: String,
    /// When.
    pub changed_at: DateTime<Utc>,
    /// Who decided.
    pub decided_by: Option<String>,
    /// When.
    pub decided_at: Option<DateTime<Utc>>,
    /// Decisions that count no longer, oldest first.
    pub earlier: Vec<DecisionView>,
}

/// The selection of a society in a round.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(in super::super) struct SelectionView {
    /// Year of the round.
    pub year: i32,
    /// Code of the society.
    pub society_id: String,
    /// Counts the changes; 0 where there is no call yet.
    pub version: i64,
    /// The server's clock.
    pub now: DateTime<Utc>,
    /// The call; absent where there is none yet.
    pub call: Option<SelectionCallView>,
    /// The candidates in the order in which they came.
    pub candidates: Vec<SelectionCandidateView>,
    /// The experts.
    pub experts: Vec<SelectionExpertView>,
    /// The scores.
    pub scores: Vec<SelectionScoreView>,
    /// What the experts score by.
    pub criteria: Vec<Criterion>,
    /// How far the experts agree (Krippendorff's alpha, interval metric, in ten-thousandths); none where nothing can be
    /// compared. Evidence, which decides nothing.
    pub agreement: Option<i32>,
    /// Whole days for which a personal link lasts.
    pub link_days: u32,
    /// What would not convince whoever looks into it later.
    pub notes: Vec<Bilingual>,
    /// Whether the reader may write in it.
    pub may_write: bool,
    /// Whether the reader may decide it.
    pub may_decide: bool,
    /// What those who acted are called, by user name.
    pub names: BTreeMap<String, String>,
}

impl Acted for SelectionView {
    fn actors(&self) -> Vec<&str> {
        let scores = self.scores.iter().map(|one| one.by.as_str()).filter(|by| *by != BY_EXPERT);
        let call = self.call.iter().flat_map(|call| {
            let earlier = call.earlier.iter().map(|one| one.by.as_str());
            let last = std::iter::once(call.changed_by.as_str()).chain(call.decided_by.as_deref());
            last.chain(earlier)
        });
        scores.chain(call).collect()
    }

    fn names(&mut self) -> &mut BTreeMap<String, String> {
        &mut self.names
    }
}

fn score(selection: &Selection, one: &Score) -> SelectionScoreView {
    SelectionScoreView {
        candidate: one.candidate.clone(),
        expert: one.expert.clone(),
        points: one.points.clone(),
        total: one.total(),
        recusal: one.recusal.clone(),
        is_own: selection.is_his_own(&one.candidate, &one.expert),
        by: one.by.clone(),
        at: one.at,
    }
}

fn decision(one: Decision) -> DecisionView {
    DecisionView {
        chosen: one.chosen,
        reserve: one.reserve,
        summary: one.summary,
        by: one.by,
        at: one.at,
    }
}

/// The candidates with their means and places, and how far the experts agree.
pub(super) fn candidates(selection: &Selection) -> (Vec<SelectionCandidateView>, Option<i32>) {
    let output = ranked(selection);
    let view = |one: &Candidate| {
        let row = output.rows.iter().find(|row| row.nomination == one.key);
        let scores = || selection.scores.iter().filter(|score| score.candidate == one.key);
        let mean = row.and_then(|row| row.used);
        SelectionCandidateView {
            key: one.key.clone(),
            title: one.title.clone(),
            dossier_id: one.dossier.map(|id| id.0),
            scores: scores().filter(|score| score.recusal.is_none()).count(),
            recusals: scores().filter(|score| score.recusal.is_some()).count(),
            mean_hundredths: mean.and_then(|mean| u32::try_from(mean).ok()),
            place: row.and_then(|row| row.rank),
            place_low: row.and_then(|row| row.rank_low),
            place_high: row.and_then(|row| row.rank_high),
            outcome: one.outcome.map(|outcome| outcome.as_str().to_owned()),
        }
    };
    (selection.candidates.iter().map(view).collect(), output.agreement.alpha)
}

fn expert(selection: &Selection, one: &Expert, now: DateTime<Utc>) -> SelectionExpertView {
    let link = selection.link_of(&one.key);
    SelectionExpertView {
        key: one.key.clone(),
        name: one.name.clone(),
        unit: one.unit.clone(),
        open: selection.open_to(&one.key),
        link: link.map(|link| link.access(now).as_str().to_owned()),
        link_expires_at: link.map(|link| link.expires_at),
        handed_in_at: link.and_then(|link| link.handed_in_at),
    }
}

/// What would not convince whoever looks into it later.
pub(super) fn notes(selection: &Selection) -> Vec<Bilingual> {
    let mut notes = Vec::new();
    let experts = selection.experts.len();
    if experts < FEW_EXPERTS {
        notes.push(Bilingual::new(
            format!("评议专家 {experts} 人，一般不少于 {FEW_EXPERTS} 人"),
            format!("{experts} experts; {FEW_EXPERTS} or more are usual"),
        ));
    }
    let open = (selection.candidates.len() * experts).saturating_sub(selection.scores.len());
    if open > 0 {
        notes.push(Bilingual::new(
            format!("还有 {open} 项评分未登记"),
            format!("{open} scores are still to come"),
        ));
    }
    notes
}

/// The view of a selection.
pub(super) fn filled(empty: SelectionView, selection: Selection) -> SelectionView {
    let ((candidates, agreement), notes) = (candidates(&selection), notes(&selection));
    let experts = selection.experts.iter().map(|one| expert(&selection, one, empty.now)).collect();
    let scores = selection.scores.iter().map(|one| score(&selection, one)).collect();
    let call = selection.call;
    SelectionView {
        version: call.version,
        candidates,
        agreement,
        notes,
        experts,
        scores,
        call: Some(SelectionCallView {
            text: call.text,
            opens_at: call.opens_at,
            closes_at: call.closes_at,
            expected: call.expected,
            summary: call.summary,
            changed_by: call.changed_by,
            changed_at: call.changed_at,
            decided_by: call.decided_by,
            decided_at: call.decided_at,
            earlier: call.earlier.into_iter().map(decision).collect(),
        }),
        ..empty
    }
}
