//! What does each reader get to see? One struct for each answer, every field written out.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};
use serde::Serialize;
use utoipa::ToSchema;

use super::{
    draw::{Drawn, Eligible},
    model::{Aim, Draft},
    progress::Progress,
    stages::TickedBy,
};
use crate::societies::AppliedCharter;

/// A taskbook in a list.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct TaskbookSummary {
    /// Key.
    #[schema(value_type = String)]
    pub id: uuid::Uuid,
    /// Its number.
    pub number: String,
    /// `nomination`, `evaluation`, `qualification` or `standards`.
    pub kind: &'static str,
    /// Code of the society.
    pub society_id: String,
    /// Name of the society.
    pub society: String,
    /// Its title.
    pub title: String,
    /// The year of the round for which it counts.
    pub round: i32,
    /// Name of the project leader.
    pub leader_name: String,
    /// The department of the government.
    pub department: String,
    /// First day.
    pub starts_on: NaiveDate,
    /// Last day.
    pub ends_on: NaiveDate,
    /// `draft`, `signed`, `executing`, `suspended` or `closed`.
    pub state: &'static str,
    /// `preparation`, `mobilisation`, `implementation` or `summary`.
    pub stage: &'static str,
    /// How far it is.
    pub progress: Progress,
}

/// A resolution of the council.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = CouncilResolution)]
pub struct ResolutionView {
    /// `council` or `standing_council`.
    pub body: &'static str,
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
    /// Enough came.
    pub is_quorate: bool,
    /// Quorum and threshold are both met.
    pub is_carried: bool,
    /// By what it was judged.
    pub charter: AppliedCharter,
    /// About whom.
    pub leader_name: String,
    /// In which post.
    pub leader_post: String,
    /// The minutes.
    pub minutes: String,
    /// SHA-256 of the minutes.
    pub minutes_digest: String,
    /// Who recorded it.
    pub recorded_by: String,
    /// When.
    pub recorded_at: DateTime<Utc>,
}

/// A signature.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = TaskbookSignature)]
pub struct SignatureView {
    /// `society`, `department` or `cast`.
    pub party: &'static str,
    /// The account that signed.
    pub signer: String,
    /// The name that it signed with.
    pub signer_name: String,
    /// SHA-256 of the text that it stands under.
    pub content_digest: String,
    /// When it was given.
    pub signed_at: DateTime<Utc>,
    /// When a change made it void.
    pub voided_at: Option<DateTime<Utc>>,
}

/// A report on an indicator or a task.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = TaskbookReport)]
pub struct ReportView {
    /// Whether it is on a task; else on an indicator.
    pub is_task: bool,
    /// The code.
    pub code: String,
    /// The value.
    pub value: i64,
    /// What proves it.
    pub evidence: String,
    /// Who reported it.
    pub reported_by: String,
    /// When.
    pub reported_at: DateTime<Utc>,
}

/// An item of a checklist.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = StageItem)]
pub struct ItemView {
    /// Its code.
    pub code: String,
    /// What must be done, in the reader's language.
    pub text: String,
    /// Who ticks it: `society`, `cast`, or `record` where the records prove it.
    pub by: &'static str,
    /// Whether it is done.
    pub is_done: bool,
    /// A remark.
    pub note: Option<String>,
    /// What proves it.
    pub evidence: Option<String>,
    /// Who ticked it.
    pub ticked_by: Option<String>,
    /// When.
    pub ticked_at: Option<DateTime<Utc>>,
}

impl TickedBy {
    /// The word as sent.
    pub(super) const fn as_str(self) -> &'static str {
        match self {
            Self::Society => "society",
            Self::Cast => "cast",
            Self::Record => "record",
        }
    }
}

/// A stage with its checklist.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = TaskbookStage)]
pub struct StageView {
    /// `preparation`, `mobilisation`, `implementation` or `summary`.
    pub code: &'static str,
    /// Its name, in the reader's language.
    pub name: String,
    /// Its items.
    pub items: Vec<ItemView>,
}

/// What became of an indicator.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = AttainedIndicator)]
pub struct Attained {
    /// Its code.
    pub code: String,
    /// What is measured.
    pub name: String,
    /// In which unit.
    pub unit: String,
    /// Which way it is good.
    pub aim: Aim,
    /// The target.
    pub target: i64,
    /// What was last reported.
    pub actual: Option<i64>,
    /// Whether that meets the target.
    pub is_met: bool,
}

/// What the reader may do to a taskbook.
#[derive(Clone, Copy, Debug, Default, Serialize, ToSchema)]
#[schema(as = TaskbookRights)]
#[expect(clippy::struct_excessive_bools, reason = "each stands for a button of its own")]
pub struct May {
    /// Change what it says.
    pub change: bool,
    /// Record a resolution.
    pub resolve: bool,
    /// Sign it for a party that has not signed.
    pub sign: bool,
    /// Report results.
    pub report: bool,
    /// Tick what the society ticks.
    pub tick_society: bool,
    /// Tick what CAST ticks.
    pub tick_cast: bool,
    /// Open the next stage and move the state.
    pub move_on: bool,
}

/// A taskbook, whole.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct TaskbookDetail {
    /// As in a list.
    #[serde(flatten)]
    pub summary: TaskbookSummary,
    /// What is signed.
    pub draft: Draft,
    /// SHA-256 of what is signed.
    pub content_digest: String,
    /// Why it was suspended or ended.
    pub state_reason: Option<String>,
    /// Its version, the `ETag`.
    pub version: i64,
    /// When it was last changed.
    pub updated_at: DateTime<Utc>,
    /// The moves that its state allows.
    pub moves: Vec<&'static str>,
    /// What the reader may do.
    pub may: May,
    /// Resolutions about the leader, newest first.
    pub resolutions: Vec<ResolutionView>,
    /// Signatures, void ones too.
    pub signatures: Vec<SignatureView>,
    /// Indicators with what became of them.
    pub attained: Vec<Attained>,
    /// Every report, oldest first.
    pub reports: Vec<ReportView>,
    /// The four stages with their checklists.
    pub stages: Vec<StageView>,
    /// Codes of the items that keep it in its stage.
    pub open_items: Vec<String>,
}

/// An action item.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = ActionItem)]
pub(super) struct ActionItemView {
    /// Key.
    #[schema(value_type = String)]
    pub id: uuid::Uuid,
    /// Key of the meeting.
    #[schema(value_type = String)]
    pub meeting_id: uuid::Uuid,
    /// Title of the meeting.
    pub meeting: String,
    /// What is to be done.
    pub text: String,
    /// Who answers for it.
    pub owner: String,
    /// Code of the society that is to do it; none for CAST.
    pub society_id: Option<String>,
    /// Name of that society.
    pub society: Option<String>,
    /// The day by which it is done.
    pub due_on: NaiveDate,
    /// Past its day and not done.
    pub is_overdue: bool,
    /// When it was done.
    pub done_at: Option<DateTime<Utc>>,
    /// By whom.
    pub done_by: Option<String>,
    /// What was said of it.
    pub done_note: Option<String>,
    /// Whether the reader may mark it as done.
    pub may_finish: bool,
    /// Its version, to send as `If-Match`.
    pub version: i64,
}

/// A society by code and name.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(super) struct SocietyName {
    /// Its code.
    pub society_id: String,
    /// Its name.
    pub name: String,
}

/// A supervision meeting.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = SupervisionMeeting)]
pub(super) struct MeetingView {
    /// Key.
    #[schema(value_type = String)]
    pub id: uuid::Uuid,
    /// Its title.
    pub title: String,
    /// When it is held.
    pub held_at: DateTime<Utc>,
    /// Where.
    pub place: String,
    /// The taskbook that it is about.
    #[schema(value_type = Option<String>)]
    pub taskbook_id: Option<uuid::Uuid>,
    /// The societies that attend.
    pub societies: Vec<SocietyName>,
    /// Who attends.
    pub participants: Vec<String>,
    /// The minutes; empty until they are written.
    pub minutes: String,
    /// What it asked of whom.
    pub action_items: Vec<ActionItemView>,
    /// Its version, the `ETag`.
    pub version: i64,
}

/// What an assessment found of a society.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = AssessmentFinding)]
pub(super) struct FindingView {
    /// Key.
    #[schema(value_type = String)]
    pub id: uuid::Uuid,
    /// Code of the society.
    pub society_id: String,
    /// Name of the society.
    pub society: String,
    /// What was looked at.
    pub aspect: &'static str,
    /// `sound`, `minor` or `serious`.
    pub grade: &'static str,
    /// Satisfaction in per cent, where it was asked.
    pub satisfaction: Option<i32>,
    /// What was found.
    pub text: String,
    /// Who recorded it.
    pub recorded_by: String,
    /// When.
    pub recorded_at: DateTime<Utc>,
    /// What the society replied.
    pub reply: Option<String>,
    /// When.
    pub replied_at: Option<DateTime<Utc>>,
    /// Whether the reader may reply.
    pub may_reply: bool,
}

/// A society of the sample.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = SampledSociety)]
pub(super) struct SampledView {
    /// The society.
    #[serde(flatten)]
    pub society: SocietyName,
    /// Its number in the draw.
    pub number: String,
    /// Drawn by lot; else looked at because it is suspended.
    pub is_by_lot: bool,
    /// Findings about it that the reader may see.
    pub findings: u32,
}

/// A third-party assessment.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = Assessment)]
pub(super) struct AssessmentView {
    /// Key.
    #[schema(value_type = String)]
    pub id: uuid::Uuid,
    /// The year.
    pub year: i32,
    /// Who assesses.
    pub assessor: String,
    /// The seed of the draw.
    pub seed: String,
    /// Everyone who could be drawn.
    pub frame: Vec<Eligible>,
    /// SHA-256 of the frame.
    pub frame_digest: String,
    /// Who was drawn.
    pub sample: Vec<SampledView>,
    /// SHA-256 of the sample.
    pub sample_digest: String,
    /// Whether drawing again from frame and seed gives this sample.
    pub is_repeatable: bool,
    /// Who drew.
    pub drawn_by: String,
    /// When.
    pub drawn_at: DateTime<Utc>,
    /// Findings that the reader may see.
    pub findings: Vec<FindingView>,
    /// The report of the assessor.
    pub report: Option<String>,
    /// When it was written.
    pub reported_at: Option<DateTime<Utc>>,
    /// Its version, the `ETag`.
    pub version: i64,
}

/// Whether the sample is what the draw gives.
pub(super) fn repeats(frame: &[Eligible], seed: &str, share: u32, sample: &[Drawn]) -> bool {
    super::draw::draw(frame, seed, share) == sample
}

/// Who withdrew something, when and why.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = Withdrawal)]
pub(super) struct WithdrawalView {
    /// Who.
    pub by: String,
    /// When.
    pub at: DateTime<Utc>,
    /// Why.
    pub reason: String,
}

/// A disclosure.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = Disclosure)]
pub(super) struct DisclosureView {
    /// Key.
    #[schema(value_type = String)]
    pub id: uuid::Uuid,
    /// Code of the society.
    pub society_id: String,
    /// Name of the society.
    pub society: String,
    /// The taskbook that it belongs to.
    #[schema(value_type = Option<String>)]
    pub taskbook_id: Option<uuid::Uuid>,
    /// What it is: `progress`, `taskbook`, `rules`, `selection`, `report` or `notice`.
    pub kind: &'static str,
    /// Its title.
    pub title: String,
    /// Its English title.
    pub title_en: Option<String>,
    /// Its text.
    pub body: String,
    /// Where more is to be read.
    pub link: Option<String>,
    /// Who published it.
    pub published_by: String,
    /// When.
    pub published_at: DateTime<Utc>,
    /// Its withdrawal; the entry stays.
    pub withdrawal: Option<WithdrawalView>,
    /// What those who acted are called, by user name.
    pub names: BTreeMap<String, String>,
}

/// An entry of the library.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = LibraryEntry)]
pub(super) struct EntryView {
    /// Key.
    #[schema(value_type = String)]
    pub id: uuid::Uuid,
    /// `briefing`, `case` or `norm`.
    pub kind: &'static str,
    /// Its title.
    pub title: String,
    /// Its English title.
    pub title_en: Option<String>,
    /// Its text.
    pub body: String,
    /// Code of the society that it is about.
    pub society_id: Option<String>,
    /// Name of that society.
    pub society: Option<String>,
    /// Who published it.
    pub published_by: String,
    /// When.
    pub published_at: DateTime<Utc>,
    /// Its withdrawal; the entry stays.
    pub withdrawal: Option<WithdrawalView>,
    /// What those who acted are called, by user name.
    pub names: BTreeMap<String, String>,
}
