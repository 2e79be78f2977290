//! What do the office and the supervisor see of an objection? All but who objected. What the nominating
//! society sees stands in `society_view`; nobody else sees anything.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::{
    held::is_open,
    own::in_both,
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

/// A file of evidence or material: a number is all the name that it has.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = ObjectionFile)]
pub struct FileView {
    /// From 1.
    pub number: i32,
    /// Who handed it in: `objector`, `nominator` or `nominee`.
    pub party: String,
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
    /// Evidence, and material of the parties.
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

pub(super) fn task(task: &Task, now: DateTime<Utc>) -> TaskView {
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

pub(super) fn event(event: &Event) -> EventView {
    EventView {
        what: event.what.clone(),
        by: Some(event.done_by.clone()),
        at: event.done_at,
        text: event.text.as_deref().map(in_both),
        clause: event.clause.clone(),
    }
}

pub(super) fn file(file: &File) -> FileView {
    FileView {
        number: file.number,
        party: file.party.as_str().to_owned(),
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
