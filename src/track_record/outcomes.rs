//! What does the way of a nomination say of its society? Facts where the outcome is known, nothing where
//! it is open.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Duration, Utc};
use entity::vocabulary::{NominationState as State, ObjectionOutcome};

use super::{
    collected::{Owed, Told},
    definitions::Definitions,
};

/// The rooms from whose records the facts are, as their sources name them.
const NOMINATIONS: &str = "nominations";
const EXAMINATION: &str = "examination";
const OBJECTIONS: &str = "objections";
const RESULTS: &str = "results";

/// What the records know of one nomination of a society.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KnownNomination {
    /// Code of the society.
    pub society_id: String,
    /// Number of the nomination.
    pub number: String,
    /// Its title.
    pub title: String,
    /// Where it stands.
    pub state: State,
    /// Whether nothing more becomes of it in its round.
    pub is_ended: bool,
    /// The states that it reached since its submission, as its steps tell.
    pub reached: Vec<State>,
    /// When it was submitted; none where it came by import.
    pub submitted_at: Option<DateTime<Utc>>,
    /// When it was last taken back, if it was.
    pub left_at: Option<DateTime<Utc>>,
    /// The first instant at which it would have come too late; none where the round has no timetable.
    pub closes_at: Option<DateTime<Utc>>,
    /// How often it was handed in for the formal examination; none where no examination is kept.
    pub attempts: Option<u32>,
    /// Whether the society's publicity was complete; none where no dossier is kept.
    pub is_publicity_complete: Option<bool>,
    /// The society's selection of it; none where it is in none that is kept.
    pub selection: Option<KnownSelection>,
    /// What was objected to it.
    pub objections: Vec<KnownObjection>,
    /// Whether it passed the first review; none while that is open, or the awards of the round are not released.
    pub first_review: Option<bool>,
    /// Whether it received an award; none as above.
    pub awarded: Option<bool>,
    /// Whether the award is of the nominated grade or a higher one; none as above.
    pub grade_kept: Option<bool>,
    /// Defences that were due, and those of them that were attended; none as above.
    pub defences: Option<(u32, u32)>,
}

/// What the records know of a society's selection of one nomination.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct KnownSelection {
    /// Whether it was called for in words.
    pub is_called: bool,
    /// Whether the selection chose this nomination.
    pub is_chosen: bool,
    /// Whether it was decided, with a record of how.
    pub has_minutes: bool,
    /// How many experts there were.
    pub experts: u32,
    /// How many of them gave points, or said why they kept out.
    pub heard: u32,
}

/// What the records know of an objection, as far as its society was told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct KnownObjection {
    /// Whether it was taken for investigation.
    pub is_taken: bool,
    /// What became of it, once that is decided.
    pub outcome: Option<ObjectionOutcome>,
    /// Whether the nominator answered everything in time; none while something is open, or where nothing
    /// was asked.
    pub is_answered_in_time: Option<bool>,
}

/// What one measure of a nomination comes to.
struct Outcome {
    measure: &'static str,
    room: &'static str,
    /// None while it is open, or where it cannot be known.
    value: Option<u32>,
    /// Whether it counts only where it is known of each nomination of the society: a rate of which parts
    /// are open would count them as failed.
    is_of_all: bool,
}

/// The cases that nominations make, by society. Before nominating is over for a society, and in a round
/// without a timetable, nothing of them is final; one that was taken back before is no case.
pub(super) fn nominations_owed(
    definitions: &Definitions,
    known: &[KnownNomination],
    now: DateTime<Utc>,
) -> Vec<Owed> {
    let mut by_society: BTreeMap<&str, Vec<&KnownNomination>> = BTreeMap::new();
    for one in known.iter().filter(|one| is_case(one)) {
        by_society.entry(&one.society_id).or_default().push(one);
    }
    let own = by_society.into_values();
    own.flat_map(|own| owed_by_society(definitions, &own, now)).collect()
}

/// Whether it was submitted, and not taken back while the society could still put another in its place.
fn is_case(one: &KnownNomination) -> bool {
    let is_own_work = matches!(
        one.state,
        State::Draft
            | State::InternalReview
            | State::InternalPublicity
            | State::CouncilApproved
            | State::Recommended
            | State::ReturnAsked
    );
    let is_back = one.state == State::Withdrawn
        && one.left_at.zip(one.closes_at).is_some_and(|(left, closes)| left < closes);
    !is_own_work && !is_back
}

fn owed_by_society(
    definitions: &Definitions,
    own: &[&KnownNomination],
    now: DateTime<Utc>,
) -> Vec<Owed> {
    let is_over = own.iter().all(|one| one.closes_at.is_some_and(|closes| closes <= now));
    let found: Vec<Vec<Outcome>> = own
        .iter()
        .map(|one| if is_over { outcomes(definitions, one) } else { Vec::new() })
        .collect();
    let open: BTreeSet<&str> = found
        .iter()
        .flatten()
        .filter(|outcome| outcome.is_of_all && outcome.value.is_none())
        .map(|outcome| outcome.measure)
        .collect();
    let told = |outcome: &Outcome| {
        let value = outcome.value.filter(|_| !open.contains(outcome.measure))?;
        Some(Told { measure: outcome.measure, value, room: outcome.room })
    };
    own.iter()
        .zip(&found)
        .map(|(one, outcomes)| Owed {
            society_id: one.society_id.clone(),
            case_ref: one.number.clone(),
            case_title: one.title.clone(),
            is_whole: false,
            told: outcomes.iter().filter_map(told).collect(),
        })
        .collect()
}

/// Every measure that the records of one nomination can tell.
fn outcomes(definitions: &Definitions, one: &KnownNomination) -> Vec<Outcome> {
    let of_all = |room, measure, value| Outcome { measure, room, value, is_of_all: true };
    let as_it_comes = |room, measure, value| Outcome { measure, room, value, is_of_all: false };
    let complete = one.is_publicity_complete.map(u32::from);
    let (due, in_time) = answers(one);
    vec![
        as_it_comes(NOMINATIONS, "submitted", Some(1)),
        of_all(NOMINATIONS, "submitted_early", submitted_early(definitions, one)),
        of_all(NOMINATIONS, "publicity_complete", complete),
        of_all(NOMINATIONS, "selection_complete", selection_complete(definitions, one)),
        of_all(EXAMINATION, "form_passed", form_passed(one)),
        of_all(EXAMINATION, "form_passed_first", form_passed_first(one)),
        of_all(EXAMINATION, "accepted", accepted(one)),
        as_it_comes(NOMINATIONS, "withdrawn", happened(one, one.state == State::Withdrawn)),
        as_it_comes(OBJECTIONS, "abandoned", happened(one, is_abandoned(one))),
        as_it_comes(OBJECTIONS, "objections_accepted", happened(one, is_objected(one))),
        as_it_comes(OBJECTIONS, "objections_upheld", happened(one, is_upheld(one))),
        as_it_comes(OBJECTIONS, "objections_due", due),
        as_it_comes(OBJECTIONS, "objections_in_time", in_time),
        of_all(RESULTS, "first_review_passed", one.first_review.map(u32::from)),
        of_all(RESULTS, "awarded", one.awarded.map(u32::from)),
        of_all(RESULTS, "grade_kept", one.grade_kept.map(u32::from)),
        as_it_comes(RESULTS, "defences_due", one.defences.map(|(due, _)| due)),
        as_it_comes(RESULTS, "defences_attended", one.defences.map(|(_, attended)| attended)),
    ]
}

/// What may happen until the end: it has, it has not and cannot any more, or it is open.
fn happened(one: &KnownNomination, has: bool) -> Option<u32> {
    (has || one.is_ended).then_some(u32::from(has))
}

fn submitted_early(definitions: &Definitions, one: &KnownNomination) -> Option<u32> {
    let (submitted, closes) = one.submitted_at.zip(one.closes_at)?;
    let ahead = Duration::hours(i64::from(definitions.early_hours()));
    Some(u32::from(closes - submitted >= ahead))
}

fn selection_complete(definitions: &Definitions, one: &KnownNomination) -> Option<u32> {
    let kept = one.selection?;
    let [part, whole] = definitions.selection_quorum().map(u64::from);
    let is_quorate = u64::from(kept.heard) * whole >= u64::from(kept.experts) * part;
    let is_manned = kept.experts >= definitions.selection_experts();
    let is_kept = kept.is_called && kept.is_chosen && kept.has_minutes;
    Some(u32::from(is_kept && is_manned && is_quorate))
}

/// Whatever follows acceptance came through it; one that was withdrawn passed if a step says so.
fn form_passed(one: &KnownNomination) -> Option<u32> {
    match one.state {
        State::Draft
        | State::InternalReview
        | State::InternalPublicity
        | State::CouncilApproved
        | State::Recommended
        | State::ReturnAsked
        | State::Submitted
        | State::FormCheck
        | State::CorrectionRequired => None,
        State::Rejected => Some(0),
        State::Withdrawn if one.reached.contains(&State::Accepted) => Some(1),
        // Of one that came by import nobody knows how far it was.
        State::Withdrawn => one.submitted_at.map(|_| 0),
        _ => Some(1),
    }
}

fn form_passed_first(one: &KnownNomination) -> Option<u32> {
    match (form_passed(one)?, one.attempts) {
        (0, _) => Some(0),
        (_, attempts) => attempts.map(|attempts| u32::from(attempts == 1)),
    }
}

/// Accepted, less what X25 art 66 keeps from review afterwards.
fn accepted(one: &KnownNomination) -> Option<u32> {
    if one.state == State::Removed { Some(0) } else { form_passed(one) }
}

/// Given up by silence (X25 art 74), whatever state the nomination stood in.
fn is_abandoned(one: &KnownNomination) -> bool {
    let is_silent =
        |objection: &KnownObjection| objection.outcome == Some(ObjectionOutcome::Abandoned);
    one.state == State::Abandoned || one.objections.iter().any(is_silent)
}

fn is_objected(one: &KnownNomination) -> bool {
    one.objections.iter().any(|objection| objection.is_taken)
}

/// Upheld, or admitted by the nominee's silence (X25 art 73).
fn is_upheld(one: &KnownNomination) -> bool {
    let is_upheld = |objection: &KnownObjection| {
        matches!(objection.outcome, Some(ObjectionOutcome::Upheld | ObjectionOutcome::Admitted))
    };
    one.objections.iter().any(is_upheld)
}

/// Objections that the nominator had to answer, and those answered in time; none where there is none.
fn answers(one: &KnownNomination) -> (Option<u32>, Option<u32>) {
    let answers: Vec<bool> =
        one.objections.iter().filter_map(|objection| objection.is_answered_in_time).collect();
    if answers.is_empty() {
        return (None, None);
    }
    let count = |number: usize| Some(u32::try_from(number).unwrap_or(u32::MAX));
    (count(answers.len()), count(answers.iter().filter(|is_in_time| **is_in_time).count()))
}

#[cfg(test)]
#[path = "outcomes_tests.rs"]
mod tests;
