//! What does the nominating society see of an objection? What the office released, in the office's words,
//! and what the society handed in itself; never who objected, nor the evidence.

use chrono::{DateTime, Utc};
use entity::vocabulary::{
    ObjectionOutcome as Outcome, ObjectionParty as Party, ObjectionState as State,
};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::{
    own::in_both,
    rules::ObjectionRules,
    states::is_final,
    store::{Event, File, Objection, Task},
    views::{
        Around, EventView, FileView, NominationBrief, TaskView, event, file, nomination, task,
    },
};
use crate::shared::Bilingual;

/// What may come with an answer.
#[derive(Clone, Copy, Debug, Serialize, ToSchema)]
#[schema(as = ObjectionMaterialLimits)]
pub struct LimitsView {
    /// Most files.
    pub most_files: usize,
    /// Most bytes of a file.
    pub most_bytes: usize,
}

/// An objection as the nominating society sees it.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = SocietyObjection)]
pub struct SocietyView {
    /// Key.
    #[schema(value_type = String)]
    pub id: Uuid,
    /// Number.
    pub number: String,
    /// `investigating` or `decided`.
    pub state: String,
    /// The nomination.
    pub nomination: NominationBrief,
    /// What it is about, in the office's words.
    pub summary: Option<String>,
    /// How many files of evidence the office holds.
    pub files: usize,
    /// Material that the society handed in, for itself and for its nominees.
    pub material: Vec<FileView>,
    /// What may come with an answer.
    pub limits: LimitsView,
    /// What is asked of the society and, through it, of the nominees.
    pub tasks: Vec<TaskView>,
    /// What happened that concerns it.
    pub events: Vec<EventView>,
    /// What a party's silence brought.
    pub finding: Option<String>,
    /// What became of it; `withdrawn` where the objector took it back.
    pub outcome: Option<String>,
    /// What that does to the nomination.
    pub effect: Option<String>,
    /// Why.
    pub outcome_text: Option<Bilingual>,
    /// When it was decided.
    pub decided_at: Option<DateTime<Utc>>,
    /// Counts what the society has seen of it; the entity tag to act with.
    pub version: i64,
}

/// Whether an event concerns the nominating society. What is done with the objector is none of it.
fn is_for_society(event: &Event) -> bool {
    const WORDS: [&str; 14] = [
        "accepted",
        "asked_nominator",
        "asked_nominee",
        "answered_nominator",
        "answered_nominee",
        "more_time_asked_nominator",
        "more_time_asked_nominee",
        "more_time_decided_nominator",
        "more_time_decided_nominee",
        "silent_nominator",
        "silent_nominee",
        "decided",
        "ended",
        "resumed",
    ];
    WORDS.contains(&event.what.as_str())
}

/// Whether a party speaks through the nominating society.
const fn is_of_society(party: Party) -> bool {
    matches!(party, Party::Nominator | Party::Nominee)
}

/// Whether the society handed a file in.
pub(super) const fn is_own_file(file: &File) -> bool {
    is_of_society(file.party)
}

/// Counts what a society has seen: what is hidden from it does not move the number either.
pub(super) fn society_version(case: &Objection, events: &[Event]) -> i64 {
    let seen = events.iter().filter(|event| is_for_society(event)).count();
    let is_over = is_final(case.state);
    i64::try_from(seen).unwrap_or(i64::MAX).saturating_mul(2) + i64::from(is_over)
}

fn limits() -> LimitsView {
    let evidence = ObjectionRules::in_force().map(|rules| &rules.evidence);
    let (most_files, most_bytes) = evidence.map_or((0, 0), |one| (one.most_files, one.most_bytes));
    LimitsView { most_files, most_bytes }
}

/// What the nominating society sees; none of what was not taken, nor of what is with the competent body
/// until it is decided. What ended with its nomination before it was taken is not told either.
pub(super) fn for_society(
    case: &Objection,
    around: &Around,
    now: DateTime<Utc>,
) -> Option<SocietyView> {
    let is_over = is_final(case.state);
    let is_judged = case.outcome.is_some_and(|outcome| outcome != Outcome::Ended);
    let is_released = case.summary.is_some() || (is_over && is_judged);
    if !is_released || case.state == State::Refused {
        return None;
    }
    let is_theirs = |task: &&Task| is_of_society(task.party);
    let of_decision = |word: Option<String>| word.filter(|_| is_over);
    let outcome = match case.state {
        State::Withdrawn => Some(State::Withdrawn.as_str().to_owned()),
        _ => case.outcome.map(|one| one.as_str().to_owned()),
    };
    let events = around.events.iter().filter(|event| is_for_society(event));
    Some(SocietyView {
        id: case.id.0,
        number: case.number.clone(),
        state: if is_over { "decided" } else { "investigating" }.to_owned(),
        nomination: nomination(&around.brief),
        summary: case.summary.clone(),
        files: around.files.iter().filter(|file| !is_own_file(file)).count(),
        material: around.files.iter().filter(|one| is_own_file(one)).map(file).collect(),
        limits: limits(),
        tasks: around.tasks.iter().filter(is_theirs).map(|one| task(one, now)).collect(),
        events: events.map(|one| EventView { by: None, ..event(one) }).collect(),
        finding: case.finding.map(|one| one.as_str().to_owned()),
        outcome: of_decision(outcome),
        effect: of_decision(case.effect.map(|one| one.as_str().to_owned())),
        outcome_text: of_decision(case.outcome_text.clone()).as_deref().map(in_both),
        decided_at: case.decided_at,
        version: society_version(case, &around.events),
    })
}
