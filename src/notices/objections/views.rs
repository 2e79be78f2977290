//! What does each reader see of an objection? The office and the supervisor all but who objected; the
//! nominating society what the office released; nobody else anything.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use entity::vocabulary::{
    ObjectionOutcome as Outcome, ObjectionParty as Party, ObjectionState as State,
};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::{
    held::is_open,
    own::in_both,
    states::is_final,
    store::{Brief, Event, File, Objection, Request, Task},
};
use crate::shared::Bilingual;

/// The nomination that is objected to.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = ObjectedNomination)]
pub struct NominationBrief {
    /// Key.
    #[schema(value_type = String)]
    pub id: Uuid,
    /// Number.
    pub number: String,
    /// Title.
    pub title: String,
    /// Code of its award.
    pub category: String,
    /// Where it stands.
    pub state: String,
    /// Year of its round.
    pub year: i32,
    /// Code of the nominating society.
    pub society_id: Option<String>,
    /// Its name.
    pub society: Option<String>,
}

/// A row of the office's queue.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = ObjectionRow)]
pub struct RowView {
    /// Key.
    #[schema(value_type = String)]
    pub id: Uuid,
    /// Number.
    pub number: String,
    /// `academic` or `disciplinary`.
    pub kind: String,
    /// Where it stands.
    pub state: String,
    /// Whether the objector gave a name.
    pub is_named: bool,
    /// When it was received.
    pub received_at: DateTime<Utc>,
    /// The nearest end of what is asked for.
    pub next_due_at: Option<DateTime<Utc>>,
    /// Days of 24 hours that are left until then, begun ones whole; below zero, days since.
    pub days_left: Option<i64>,
    /// Whether that is past.
    pub is_overdue: bool,
    /// What became of it.
    pub outcome: Option<String>,
    /// The nomination.
    pub nomination: NominationBrief,
}

/// More time that was asked for.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = ObjectionExtension)]
pub struct ExtensionView {
    /// Days.
    pub days: i32,
    /// Why.
    pub reason: String,
    /// When.
    pub asked_at: DateTime<Utc>,
    /// Whether it was granted; none while nobody decided.
    pub is_granted: Option<bool>,
    /// What was answered.
    pub answer: Option<String>,
}

/// Something asked of a party.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = ObjectionTask)]
pub struct TaskView {
    /// Key.
    #[schema(value_type = String)]
    pub id: Uuid,
    /// `nominator`, `nominee`, `objector` or `office`.
    pub party: String,
    /// `screen`, `investigate` or `answer`.
    pub task: String,
    /// What is asked for; Laurel's own words in each language, those of a person as they were written.
    pub what: Bilingual,
    /// When it was asked.
    pub given_at: DateTime<Utc>,
    /// First instant that is too late.
    pub due_at: DateTime<Utc>,
    /// Days of 24 hours that are left until then, begun ones whole; below zero, days since.
    pub days_left: i64,
    /// `open`, `done` or `late`.
    pub standing: String,
    /// When it was done.
    pub done_at: Option<DateTime<Utc>>,
    /// What was answered.
    pub answer: Option<String>,
    /// More time.
    pub extension: Option<ExtensionView>,
}

/// Something that happened.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = ObjectionEvent)]
pub struct EventView {
    /// What, in one word.
    pub what: String,
    /// Who: a user name, `objector`, or `laurel` for the clock; none where the reader does not learn it.
    pub by: Option<String>,
    /// When.
    pub at: DateTime<Utc>,
    /// In which words.
    pub text: Option<Bilingual>,
    /// By which clause.
    pub clause: Option<String>,
}

/// A file of evidence: a number is all the name that it has.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = ObjectionFile)]
pub struct FileView {
    /// From 1.
    pub number: i32,
    /// What it is.
    pub media_type: String,
    /// How many bytes.
    pub size_bytes: i64,
    /// When it was added.
    pub added_at: DateTime<Utc>,
}

/// A request to see who objected.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = ObjectionIdentityRequest)]
pub struct RequestView {
    /// Key.
    #[schema(value_type = String)]
    pub id: Uuid,
    /// `asked`, `granted`, `refused` or `seen`.
    pub state: String,
    /// Who asked.
    pub asked_by: String,
    /// When.
    pub asked_at: DateTime<Utc>,
    /// Why.
    pub reason: String,
    /// Who answered.
    pub answered_by: Option<String>,
    /// Why so.
    pub answer: Option<String>,
    /// First instant at which it can no longer be seen.
    pub open_until: Option<DateTime<Utc>>,
    /// When it was seen.
    pub seen_at: Option<DateTime<Utc>>,
}

/// An objection as the office and the supervisor see it.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = ObjectionDetail)]
pub struct DetailView {
    /// What the queue shows.
    #[serde(flatten)]
    pub row: RowView,
    /// What happened, in the objector's words.
    pub facts: String,
    /// Evidence.
    pub files: Vec<FileView>,
    /// Code of the reason for which it was not taken.
    pub refusal: Option<String>,
    /// What the objector is told of the screening.
    pub screening_text: Option<String>,
    /// What the nominator is told.
    pub summary: Option<String>,
    /// Record of the investigation.
    pub record: Option<String>,
    /// Who kept it.
    pub recorded_by: Option<String>,
    /// What a party's silence brought.
    pub finding: Option<String>,
    /// What the outcome does to the nomination.
    pub effect: Option<String>,
    /// Why.
    pub outcome_text: Option<Bilingual>,
    /// Who proposed it.
    pub proposed_by: Option<String>,
    /// Who decided it.
    pub decided_by: Option<String>,
    /// When.
    pub decided_at: Option<DateTime<Utc>>,
    /// What is asked of whom.
    pub tasks: Vec<TaskView>,
    /// What happened.
    pub events: Vec<EventView>,
    /// Who asked to see who objected.
    pub identity_requests: Vec<RequestView>,
    /// What those who acted are called, by user name.
    pub names: BTreeMap<String, String>,
    /// Counts the changes; the entity tag to act with.
    pub version: i64,
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

/// How many objections of a round stand where.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = ObjectionCount)]
pub(super) struct CountView {
    /// `academic` or `disciplinary`.
    pub kind: String,
    /// Where they stand.
    pub state: String,
    /// How many.
    pub count: u64,
}

pub(super) fn nomination(brief: &Brief) -> NominationBrief {
    NominationBrief {
        id: brief.id.0,
        number: brief.number.clone(),
        title: brief.title.clone(),
        category: brief.category.clone(),
        state: brief.state.as_str().to_owned(),
        year: brief.year,
        society_id: brief.society_code.clone(),
        society: brief.society.clone(),
    }
}

pub(super) fn row(case: &Objection, brief: &Brief, now: DateTime<Utc>) -> RowView {
    RowView {
        id: case.id.0,
        number: case.number.clone(),
        kind: case.kind.as_str().to_owned(),
        state: case.state.as_str().to_owned(),
        is_named: case.is_named,
        received_at: case.received_at,
        next_due_at: case.next_due_at,
        days_left: case.next_due_at.map(|due| days_left(due, now)),
        is_overdue: case.next_due_at.is_some_and(|due| due <= now),
        outcome: case.outcome.map(|one| one.as_str().to_owned()),
        nomination: nomination(brief),
    }
}

/// By the server's clock: that of a browser may be another.
fn days_left(due: DateTime<Utc>, now: DateTime<Utc>) -> i64 {
    const DAY_SECONDS: i64 = 24 * 3600;
    let seconds = (due - now).num_seconds();
    if seconds > 0 {
        (seconds + DAY_SECONDS - 1) / DAY_SECONDS
    } else {
        seconds.div_euclid(DAY_SECONDS)
    }
}

fn task(task: &Task, now: DateTime<Utc>) -> TaskView {
    let standing = match (is_open(task), task.done_at) {
        (true, _) => "open",
        (false, Some(_)) => "done",
        (false, None) => "late",
    };
    let extension = task.extension_asked_at.map(|asked_at| ExtensionView {
        days: task.extension_days.unwrap_or(0),
        reason: task.extension_reason.clone().unwrap_or_default(),
        asked_at,
        is_granted: task.is_extension_granted,
        answer: task.extension_answer.clone(),
    });
    TaskView {
        id: task.id.0,
        party: task.party.as_str().to_owned(),
        task: task.task.clone(),
        what: in_both(&task.what),
        given_at: task.given_at,
        due_at: task.due_at,
        days_left: days_left(task.due_at, now),
        standing: standing.to_owned(),
        done_at: task.done_at,
        answer: task.answer.clone(),
        extension,
    }
}

fn event(event: &Event) -> EventView {
    EventView {
        what: event.what.clone(),
        by: Some(event.done_by.clone()),
        at: event.done_at,
        text: event.text.as_deref().map(in_both),
        clause: event.clause.clone(),
    }
}

fn file(file: &File) -> FileView {
    FileView {
        number: file.number,
        media_type: file.media_type.clone(),
        size_bytes: file.size_bytes,
        added_at: file.added_at,
    }
}

fn request(request: &Request) -> RequestView {
    RequestView {
        id: request.id.0,
        state: request.state.as_str().to_owned(),
        asked_by: request.asked_by.clone(),
        asked_at: request.asked_at,
        reason: request.reason.clone(),
        answered_by: request.answered_by.clone(),
        answer: request.answer.clone(),
        open_until: request.open_until,
        seen_at: request.seen_at,
    }
}

/// What lies around an objection.
pub(super) struct Around {
    pub(super) brief: Brief,
    pub(super) tasks: Vec<Task>,
    pub(super) events: Vec<Event>,
    pub(super) files: Vec<File>,
    pub(super) requests: Vec<Request>,
}

pub(super) fn detail(case: &Objection, around: &Around, now: DateTime<Utc>) -> DetailView {
    let effect = case.effect.map(|one| one.as_str().to_owned());
    DetailView {
        row: row(case, &around.brief, now),
        facts: case.facts.clone(),
        files: around.files.iter().map(file).collect(),
        refusal: case.refusal.clone(),
        screening_text: case.screening_text.clone(),
        summary: case.summary.clone(),
        record: case.record.clone(),
        recorded_by: case.recorded_by.clone(),
        finding: case.finding.map(|one| one.as_str().to_owned()),
        effect,
        outcome_text: case.outcome_text.as_deref().map(in_both),
        proposed_by: case.proposed_by.clone(),
        decided_by: case.decided_by.clone(),
        decided_at: case.decided_at,
        tasks: around.tasks.iter().map(|one| task(one, now)).collect(),
        events: around.events.iter().map(event).collect(),
        identity_requests: around.requests.iter().map(request).collect(),
        names: BTreeMap::new(),
        version: case.version,
    }
}

impl DetailView {
    /// The user names of those who acted.
    pub(super) fn actors(&self) -> Vec<String> {
        let asked = self
            .identity_requests
            .iter()
            .flat_map(|one| std::iter::once(one.asked_by.clone()).chain(one.answered_by.clone()));
        let once = [&self.recorded_by, &self.proposed_by, &self.decided_by];
        self.events
            .iter()
            .filter_map(|event| event.by.clone())
            .chain(asked)
            .chain(once.into_iter().flatten().cloned())
            .collect()
    }
}

/// Whether an event concerns the nominating society. What is done with the objector is none of it.
fn is_for_society(event: &Event) -> bool {
    const WORDS: [&str; 13] = [
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
    ];
    WORDS.contains(&event.what.as_str())
}

/// Counts what a society has seen: what is hidden from it does not move the number either.
pub(super) fn society_version(case: &Objection, events: &[Event]) -> i64 {
    let seen = events.iter().filter(|event| is_for_society(event)).count();
    let is_over = is_final(case.state);
    i64::try_from(seen).unwrap_or(i64::MAX).saturating_mul(2) + i64::from(is_over)
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
    let is_theirs = |task: &&Task| matches!(task.party, Party::Nominator | Party::Nominee);
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
        files: around.files.len(),
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
