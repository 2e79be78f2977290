//! What does a society see of the way of its dossiers, and everybody of a round's timetable?

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::{
    record::{Objection, Publicity, Resolution, Step},
    states::{Guard, Transition},
    states_table::name,
};
use crate::{
    awards::{Calendar, DaysOff, KeptExtension},
    shared::Bilingual,
    societies::AppliedCharter,
};

/// A step that was taken.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(super) struct ProcessStep {
    /// Its number within the dossier.
    pub number: u32,
    /// Where it stood.
    pub from: String,
    /// Where it went.
    pub to: String,
    /// Who took it.
    pub by: String,
    /// When.
    pub at: DateTime<Utc>,
    /// Why.
    pub reason: Option<String>,
    /// SHA-256 of what the dossier said.
    pub content_digest: String,
}

impl From<Step> for ProcessStep {
    fn from(step: Step) -> Self {
        Self {
            number: step.number,
            from: step.from.as_str().to_owned(),
            to: step.to.as_str().to_owned(),
            by: step.by,
            at: step.at,
            reason: step.reason,
            content_digest: step.content_digest,
        }
    }
}

/// A publicity of a society.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(super) struct PublicityView {
    /// Key.
    #[schema(value_type = String)]
    pub id: Uuid,
    /// Where it could be read.
    pub places: Vec<String>,
    /// Its first day.
    pub starts_on: NaiveDate,
    /// Its last day.
    pub ends_on: NaiveDate,
    /// The least number of days when it began.
    pub least_days: u32,
    /// `natural` or `working`.
    pub count: String,
    /// SHA-256 of what was shown.
    pub content_digest: String,
    /// Completing units in which it was public.
    pub units: Vec<String>,
    /// Completing units in which it was not.
    pub missing_units: Vec<String>,
    /// Numbers of the attachments that prove it.
    pub proofs: Vec<String>,
    /// Who began it.
    pub begun_by: String,
    /// When.
    pub begun_at: DateTime<Utc>,
    /// `none` or `objections`; absent while it runs.
    pub outcome: Option<String>,
    /// What was objected.
    pub objections: Vec<Objection>,
    /// Whether an objection affects the nomination.
    pub is_affected: bool,
    /// Whether nothing of it stands against the nomination.
    pub is_clear: bool,
    /// Who closed it.
    pub closed_by: Option<String>,
    /// When.
    pub closed_at: Option<DateTime<Utc>>,
    /// When it ceased to count.
    pub voided_at: Option<DateTime<Utc>>,
}

impl From<Publicity> for PublicityView {
    fn from(one: Publicity) -> Self {
        Self {
            is_clear: one.is_clear(),
            id: one.id.0,
            places: one.places,
            starts_on: one.starts_on,
            ends_on: one.ends_on,
            least_days: one.least_days,
            count: one.count.as_str().to_owned(),
            content_digest: one.content_digest,
            units: one.units,
            missing_units: one.missing_units,
            proofs: one.proofs,
            begun_by: one.begun_by,
            begun_at: one.begun_at,
            outcome: one.outcome.map(|outcome| outcome.as_str().to_owned()),
            objections: one.objections,
            is_affected: one.is_affected,
            closed_by: one.closed_by,
            closed_at: one.closed_at,
            voided_at: one.voided_at,
        }
    }
}

/// A resolution of a society's council.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(super) struct ResolutionView {
    /// Key.
    #[schema(value_type = String)]
    pub id: Uuid,
    /// `council` or `standing_council`.
    pub body: String,
    /// The day of the meeting.
    pub held_on: NaiveDate,
    /// Members of the body.
    pub members: u32,
    /// Members present.
    pub present: u32,
    /// Votes for.
    pub in_favour: u32,
    /// Votes against.
    pub against: u32,
    /// Abstentions.
    pub abstained: u32,
    /// Present, but recused.
    pub recused: u32,
    /// The minutes.
    pub minutes: String,
    /// SHA-256 of the minutes.
    pub minutes_digest: String,
    /// Number of the attachment with the minutes.
    pub minutes_attachment: Option<String>,
    /// Whether it stands.
    pub is_carried: bool,
    /// The charter by which it was judged.
    pub charter: AppliedCharter,
    /// Who recorded it.
    pub recorded_by: String,
    /// When.
    pub recorded_at: DateTime<Utc>,
    /// When it ceased to count.
    pub voided_at: Option<DateTime<Utc>>,
}

impl From<Resolution> for ResolutionView {
    fn from(one: Resolution) -> Self {
        Self {
            id: one.id.0,
            body: one.body.as_str().to_owned(),
            held_on: one.held_on,
            members: one.votes.members,
            present: one.votes.present,
            in_favour: one.votes.in_favour,
            against: one.votes.against,
            abstained: one.votes.abstained,
            recused: one.votes.recused,
            minutes: one.minutes,
            minutes_digest: one.minutes_digest,
            minutes_attachment: one.minutes_attachment,
            is_carried: one.is_carried,
            charter: one.charter,
            recorded_by: one.recorded_by,
            recorded_at: one.recorded_at,
            voided_at: one.voided_at,
        }
    }
}

/// A guard of a step.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(super) struct GuardView {
    /// Its word.
    pub code: String,
    /// What must hold.
    pub what: Bilingual,
}

impl From<Guard> for GuardView {
    fn from(guard: Guard) -> Self {
        Self { code: guard.as_str().to_owned(), what: Bilingual::new(guard.zh(), guard.en()) }
    }
}

/// A step that may come next.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(super) struct NextStep {
    /// Where it goes.
    pub to: String,
    /// What that state is called.
    pub to_name: Bilingual,
    /// Who takes it.
    pub who: String,
    /// What he is called.
    pub who_name: Bilingual,
    /// What must hold.
    pub guards: Vec<GuardView>,
    /// The clause behind it.
    pub clause: String,
}

impl From<&Transition> for NextStep {
    fn from(one: &Transition) -> Self {
        let (zh, en) = name(one.to);
        Self {
            to: one.to.as_str().to_owned(),
            to_name: Bilingual::new(zh, en),
            who: one.who.as_str().to_owned(),
            who_name: Bilingual::new(one.who.zh(), one.who.en()),
            guards: one.guards.iter().map(|&guard| guard.into()).collect(),
            clause: one.clause.to_owned(),
        }
    }
}

/// What the reader may do now, by right and by where the dossier stands. Guards are told when it is
/// tried.
#[derive(Clone, Copy, Debug, Default, Serialize, ToSchema)]
#[expect(clippy::struct_excessive_bools, reason = "one answer for each deed")]
pub(super) struct ProcessDeeds {
    /// Ask for the internal review.
    pub request_review: bool,
    /// Pass it.
    pub pass: bool,
    /// Return it with reasons.
    pub send_back: bool,
    /// Take it back to the draft.
    pub take_back: bool,
    /// Write down a publicity.
    pub begin_publicity: bool,
    /// Say what came of it.
    pub end_publicity: bool,
    /// Record a resolution of the council.
    pub resolve: bool,
}

/// The way of a dossier through its society.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(super) struct ProcessView {
    /// Key of the dossier.
    #[schema(value_type = String)]
    pub id: Uuid,
    /// Its number.
    pub number: String,
    /// Its title.
    pub title: String,
    /// Code of the society.
    pub society_id: String,
    /// Category code.
    pub category: String,
    /// Year of the round.
    pub round: i32,
    /// Where it stands.
    pub state: String,
    /// Counts the changes of the dossier.
    pub version: i64,
    /// SHA-256 of what it says now.
    pub content_digest: String,
    /// Fields that are missing or wrong.
    pub faults: usize,
    /// The states of the society's part of the way, in order, for this award.
    pub way: Vec<String>,
    /// The steps taken, oldest first.
    pub steps: Vec<ProcessStep>,
    /// Who asked for the review that counts.
    pub requested_by: Option<String>,
    /// Who passed it.
    pub passed_by: Option<String>,
    /// The publicity that counts.
    pub publicity: Option<PublicityView>,
    /// The resolution that counts.
    pub resolution: Option<ResolutionView>,
    /// Publicities that count no longer.
    pub earlier_publicities: Vec<PublicityView>,
    /// Resolutions that count no longer, or were not carried.
    pub earlier_resolutions: Vec<ResolutionView>,
    /// By what a council that meets today resolves.
    pub charter: AppliedCharter,
    /// The completing units in which it must be public as well, or be reported as not.
    pub completing_units: Vec<String>,
    /// Least days of a publicity.
    pub publicity_days: u32,
    /// `natural` or `working`.
    pub publicity_count: String,
    /// The earliest last day of a publicity that begins today.
    pub earliest_end: NaiveDate,
    /// Steps that may come next.
    pub next: Vec<NextStep>,
    /// What the reader may do.
    pub may: ProcessDeeds,
    /// What those who acted are called, by user name.
    pub names: BTreeMap<String, String>,
    /// The server's clock.
    pub now: DateTime<Utc>,
    /// When nominating begins.
    pub opens_at: Option<DateTime<Utc>>,
    /// When it ends for this dossier, extensions counted.
    pub closes_at: Option<DateTime<Utc>>,
    /// `before`, `open` or `over`; absent without a timetable.
    pub moment: Option<String>,
}

/// An extension of a deadline.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(super) struct ExtensionView {
    /// Key.
    #[schema(value_type = String)]
    pub id: Uuid,
    /// Code of the society; absent where it is for every one.
    pub society_id: Option<String>,
    /// Key of the dossier; absent where it is for every one.
    #[schema(value_type = Option<String>)]
    pub dossier_id: Option<Uuid>,
    /// The first instant that is too late then.
    pub until: DateTime<Utc>,
    /// Why.
    pub reason: String,
    /// Who asked for it.
    pub asked_by: String,
    /// When.
    pub asked_at: DateTime<Utc>,
    /// Who confirmed it; it has no effect before.
    pub confirmed_by: Option<String>,
    /// When.
    pub confirmed_at: Option<DateTime<Utc>>,
}

impl From<KeptExtension> for ExtensionView {
    fn from(kept: KeptExtension) -> Self {
        Self {
            id: kept.id.0,
            society_id: kept.extension.society,
            dossier_id: kept.extension.dossier.map(|id| id.0),
            until: kept.extension.until,
            reason: kept.extension.reason,
            asked_by: kept.extension.asked_by,
            asked_at: kept.asked_at,
            confirmed_by: kept.extension.confirmed_by,
            confirmed_at: kept.confirmed_at,
        }
    }
}

/// Days off in a row.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(super) struct Holiday {
    /// What it is called.
    pub name: Bilingual,
    /// The first day off.
    pub from: NaiveDate,
    /// The last day off.
    pub to: NaiveDate,
}

impl From<&DaysOff> for Holiday {
    fn from(off: &DaysOff) -> Self {
        Self { name: off.name.clone(), from: off.from, to: off.to }
    }
}

/// What is known of the working days of a year.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(super) struct CalendarYear {
    /// The year.
    pub year: i32,
    /// Whether its holidays have been announced.
    pub is_announced: bool,
    /// Where they are written.
    pub source: String,
    /// Its holidays, in their order; none where no file is about the year.
    pub off: Vec<Holiday>,
    /// The weekends that are worked.
    pub worked: Vec<NaiveDate>,
}

impl CalendarYear {
    /// A year as the calendar knows it.
    pub(super) fn of(calendar: &Calendar, year: i32) -> Self {
        let known = calendar.known(year);
        Self {
            year,
            is_announced: known.is_announced,
            source: known.source.to_owned(),
            off: known.off.iter().map(Into::into).collect(),
            worked: known.worked.to_vec(),
        }
    }
}

/// The timetable of a round, beside the server's clock.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(super) struct TimetableView {
    /// Year of the round.
    pub year: i32,
    /// The server's clock, which alone counts.
    pub now: DateTime<Utc>,
    /// Counts the changes; 0 where none was set.
    pub version: i64,
    /// When nominating begins.
    pub opens_at: Option<DateTime<Utc>>,
    /// When it ends for everybody.
    pub closes_at: Option<DateTime<Utc>>,
    /// When it ends for the reader's society, extensions counted.
    pub own_closes_at: Option<DateTime<Utc>>,
    /// `before`, `open` or `over`, for the reader; absent without a timetable.
    pub moment: Option<String>,
    /// The last day on which papers and applications count.
    pub cutoff: Option<NaiveDate>,
    /// Least days of a society's publicity.
    pub publicity_days: u32,
    /// `natural` or `working`.
    pub publicity_count: String,
    /// Working days for a correction that the formal examination asks for; 0 where there is none.
    pub correction_days: u32,
    /// The notice that says so.
    pub basis: String,
    /// The extensions that the reader may know of.
    pub extensions: Vec<ExtensionView>,
    /// What those who asked for them and confirmed them are called, by user name.
    pub names: BTreeMap<String, String>,
    /// The calendar by which working days are counted, this year and next.
    pub calendar: Vec<CalendarYear>,
    /// Whether the reader may change it.
    pub may_manage: bool,
}
