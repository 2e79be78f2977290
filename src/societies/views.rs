//! What does a reader see of a society, of an application, of what ends soon?

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::{
    charter::{AppliedCharter, CharterTerms},
    expiry::{Alert, ExpiryKind},
    qualification::standing::Standing,
    registry::{Contact, Officer, SocietyFacts},
};

/// A society in the list.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct SocietyRow {
    /// CAST's code.
    pub society_id: String,
    /// Chinese name.
    pub name: String,
    /// English name.
    pub name_en: Option<String>,
    /// Discipline group.
    pub group: Option<String>,
    /// How it stands with CAST.
    pub status: Option<String>,
    /// Assessment grade in force.
    pub grade: Option<String>,
    /// Year of the latest annual check.
    pub check_year: Option<i32>,
    /// Its result.
    pub check_result: Option<String>,
    /// How it stands with the right to nominate.
    pub qualification: Standing,
    /// Last day of the right.
    pub qualified_until: Option<NaiveDate>,
    /// Route of the latest round.
    pub route: String,
    /// Last day of the council's term.
    pub council_term_ends: Option<NaiveDate>,
    /// What ends next, where it is near.
    pub next_expiry: Option<ExpiryView>,
}

/// A value of a filter with the rows that it would leave.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct SocietyFacet {
    /// The value.
    pub value: String,
    /// Rows.
    pub count: u64,
}

/// The values of the filters.
#[derive(Clone, Debug, Default, Serialize, ToSchema)]
pub struct SocietyFacetValues {
    /// Discipline groups.
    pub group: Vec<SocietyFacet>,
    /// Standings with CAST.
    pub status: Vec<SocietyFacet>,
    /// Standings with the right to nominate.
    pub qualification: Vec<SocietyFacet>,
    /// Urgencies of what ends next.
    pub expiring: Vec<SocietyFacet>,
}

/// The filters of the list of societies.
#[derive(Clone, Debug, Default, Serialize, ToSchema)]
pub struct SocietyFacets {
    /// Their values.
    pub facets: SocietyFacetValues,
}

/// Something that ends.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct ExpiryView {
    /// What.
    pub kind: ExpiryKind,
    /// Code of the society.
    pub society_id: String,
    /// Its name.
    pub society: String,
    /// Of whom or what, such as an officer's or a file's name.
    pub what: Option<String>,
    /// The last day on which it holds.
    pub last_day: NaiveDate,
    /// Days left; negative when it has passed.
    pub days_left: i64,
    /// How urgent it is.
    pub alert: Alert,
    /// The application that it belongs to.
    pub qualification_id: Option<Uuid>,
}

/// An officer with the key.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct SocietyOfficerView {
    /// Key.
    pub id: Uuid,
    /// The officer.
    #[serde(flatten)]
    pub officer: Officer,
    /// Whether in office today.
    pub is_in_office: bool,
}

/// A contact with the key.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct SocietyContactView {
    /// Key.
    pub id: Uuid,
    /// The contact.
    #[serde(flatten)]
    pub contact: Contact,
}

/// An annual check.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct SocietyCheckView {
    /// The year that was checked.
    pub year: i32,
    /// `passed`, `basically_passed` or `failed`.
    pub result: String,
    /// The day of the conclusion.
    pub concluded_on: Option<NaiveDate>,
    /// What was found.
    pub note: Option<String>,
    /// Who recorded it.
    pub recorded_by: String,
    /// When.
    pub recorded_at: DateTime<Utc>,
}

/// An assessment grade.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct SocietyGradeView {
    /// Key.
    pub id: Uuid,
    /// `5A` … `1A`.
    pub grade: String,
    /// The day of the announcement.
    pub announced_on: NaiveDate,
    /// First day on which it holds.
    pub valid_from: NaiveDate,
    /// Last day on which it holds.
    pub valid_to: NaiveDate,
    /// The day on which it was ended before its time.
    pub ended_on: Option<NaiveDate>,
    /// Why.
    pub ended_because: Option<String>,
    /// Whether it holds today.
    pub is_in_force: bool,
    /// Days left and urgency while it holds.
    pub alert: Option<Alert>,
}

/// Something that became of a society.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct SocietyEventView {
    /// Key.
    pub id: Uuid,
    /// What.
    pub kind: String,
    /// The day.
    pub happened_on: NaiveDate,
    /// What happened; the new name, for `renamed`.
    pub detail: Option<String>,
    /// The old name, or how it stood before.
    pub former: Option<String>,
    /// The other society.
    pub other_society: Option<String>,
    /// What it rests on.
    pub basis: Option<String>,
    /// Who recorded it.
    pub recorded_by: String,
    /// When.
    pub recorded_at: DateTime<Utc>,
}

/// A route, from a round on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct SocietyRouteView {
    /// The first round for which it holds.
    pub from_year: i32,
    /// `direct` or `via_cast`.
    pub route: String,
    /// Why.
    pub reason: String,
    /// Who decided.
    pub decided_by: String,
    /// When.
    pub decided_at: DateTime<Utc>,
}

/// The route of the latest round, and from when another may hold.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct SocietyRouteStanding {
    /// `direct` or `via_cast`.
    pub now: String,
    /// The round from which a change would hold.
    pub next_year: i32,
    /// What is set for that round.
    pub next: String,
    /// Every route that was set.
    pub history: Vec<SocietyRouteView>,
}

/// A version of a society's charter.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct SocietyCharterView {
    /// Its number within the society, from 1.
    pub number: i32,
    /// The first day of meetings that go by it.
    pub valid_from: NaiveDate,
    /// What it asks for.
    pub terms: CharterTerms,
    /// `pending`, `superseded`, `in_force`, `coming` or `past`.
    pub state: &'static str,
    /// Whether the reader may confirm it now.
    pub is_confirmable: bool,
    /// Who entered it.
    pub entered_by: String,
    /// When.
    pub entered_at: DateTime<Utc>,
    /// Who confirmed it; it has no effect before.
    pub confirmed_by: Option<String>,
    /// When.
    pub confirmed_at: Option<DateTime<Utc>>,
}

/// By which majority a society's council resolves today, and every version of its charter.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct SocietyCharterStanding {
    /// What holds today.
    pub now: AppliedCharter,
    /// Every version that was entered, the newest first.
    pub history: Vec<SocietyCharterView>,
}

/// A society whole.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct SocietyDetail {
    /// CAST's code.
    pub society_id: String,
    /// Chinese name.
    pub name: String,
    /// How it stands with CAST.
    pub status: Option<String>,
    /// The facts.
    pub facts: SocietyFacts,
    /// Whether the council's term ends soon.
    pub council_alert: Option<Alert>,
    /// Officers, those in office first.
    pub officers: Vec<SocietyOfficerView>,
    /// Contacts.
    pub contacts: Vec<SocietyContactView>,
    /// Annual checks, the newest first.
    pub checks: Vec<SocietyCheckView>,
    /// Grades, the newest first.
    pub grades: Vec<SocietyGradeView>,
    /// What became of it, the newest first.
    pub events: Vec<SocietyEventView>,
    /// By which way it nominates.
    pub route: SocietyRouteStanding,
    /// By which majority its council resolves.
    pub charter: SocietyCharterStanding,
    /// How it stands with the right to nominate.
    pub qualification: Standing,
    /// The application that decides this.
    pub qualification_id: Option<Uuid>,
    /// First day of the right.
    pub qualified_from: Option<NaiveDate>,
    /// Last day of the right.
    pub qualified_until: Option<NaiveDate>,
    /// Days left and urgency.
    pub qualification_alert: Option<Alert>,
    /// The version, to send as `If-Match`.
    pub version: i64,
    /// When it was last changed.
    pub updated_at: Option<DateTime<Utc>>,
    /// What the reader may do: `manage`, `charter`, `delegate`, `apply`, `decide`.
    pub allowed_actions: Vec<String>,
    /// What those who acted are called, by user name.
    pub names: BTreeMap<String, String>,
}

/// A society, as the lists of applications name it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct SocietyName {
    /// CAST's code.
    pub society_id: String,
    /// Chinese name.
    pub name: String,
}

/// An application in a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct QualificationRow {
    /// Key.
    pub id: Uuid,
    /// Code of the society.
    pub society_id: String,
    /// Its name.
    pub society: String,
    /// Where it stands.
    pub state: String,
    /// How it makes the society stand today.
    pub standing: Standing,
    /// First day of the right.
    pub valid_from: Option<NaiveDate>,
    /// Last day of the right.
    pub valid_to: Option<NaiveDate>,
    /// Days left and urgency, while it holds.
    pub alert: Option<Alert>,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// When something last happened to it.
    pub updated_at: DateTime<Utc>,
}

/// A file that shows a criterion.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct QualificationFileView {
    /// Key.
    pub id: Uuid,
    /// Its name.
    pub name: String,
    /// What it is.
    pub media_type: String,
    /// How large.
    pub size_bytes: i64,
    /// SHA-256.
    pub digest: String,
    /// The last day on which it shows anything.
    pub valid_to: Option<NaiveDate>,
    /// Days left and urgency.
    pub alert: Option<Alert>,
    /// Who handed it in.
    pub added_by: String,
    /// When.
    pub added_at: DateTime<Utc>,
}

/// A criterion with what was said and found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct QualificationItemView {
    /// The criterion.
    pub criterion: String,
    /// What must be so, in the reader's language.
    pub name: String,
    /// What the society is asked for.
    pub ask: String,
    /// The text that it rests on.
    pub source: String,
    /// Whether the right needs it.
    pub is_required: bool,
    /// Whether a file must show it.
    pub needs_file: bool,
    /// The criterion that stands in for it.
    pub unless: Option<String>,
    /// What the register says of it.
    pub register_says: Option<String>,
    /// What the society says.
    pub statement: Option<String>,
    /// Files.
    pub files: Vec<QualificationFileView>,
    /// `met` or `not_met`.
    pub verdict: Option<String>,
    /// Why.
    pub note: Option<String>,
    /// Who checked.
    pub checked_by: Option<String>,
    /// When.
    pub checked_at: Option<DateTime<Utc>>,
}

/// A step that was taken.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct QualificationStepView {
    /// The step.
    pub step: String,
    /// The state before.
    pub from_state: String,
    /// The state after.
    pub to_state: String,
    /// Reasons.
    pub reason: Option<String>,
    /// Who took it.
    pub taken_by: String,
    /// When.
    pub taken_at: DateTime<Utc>,
}

/// A step that the reader may take, or why not now.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct QualificationNextStep {
    /// The step.
    pub step: String,
    /// Whether it needs reasons.
    pub needs_reason: bool,
    /// Which rule forbids it now.
    pub blocked_code: Option<String>,
    /// Why it cannot be taken now.
    pub blocked: Option<String>,
    /// The criteria that this is about.
    pub criteria: Vec<String>,
}

/// An application whole.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct QualificationDetail {
    /// Key.
    pub id: Uuid,
    /// The society.
    pub society: SocietyName,
    /// Where it stands.
    pub state: String,
    /// How it makes the society stand today.
    pub standing: Standing,
    /// The text of the criteria that it goes by.
    pub criteria_version: String,
    /// The application whose right it renews.
    pub renews: Option<Uuid>,
    /// First day of the right.
    pub valid_from: Option<NaiveDate>,
    /// Last day of the right.
    pub valid_to: Option<NaiveDate>,
    /// Days left and urgency.
    pub alert: Option<Alert>,
    /// The last day on which the decision may be appealed.
    pub appeal_until: Option<NaiveDate>,
    /// The criteria.
    pub items: Vec<QualificationItemView>,
    /// Every step, the oldest first.
    pub steps: Vec<QualificationStepView>,
    /// What the reader may do next.
    pub next_steps: Vec<QualificationNextStep>,
    /// Whether the reader may change statements and files now.
    pub is_editable: bool,
    /// Whether the reader may check criteria now.
    pub is_checkable: bool,
    /// What those who acted are called, by user name.
    pub names: BTreeMap<String, String>,
    /// The version, to send as `If-Match`.
    pub version: i64,
}
