//! What does the award office see of the queue?

use chrono::{DateTime, Utc};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::{
    assemble::SideView,
    record::{Comparison, Reason},
};

/// A pair of records in the queue.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct PersonLinkRow {
    /// Key.
    pub id: Uuid,
    /// `proposed`, `confirmed`, `linked`, `unlinking`, `unlinked`, `refusing` or `refused`.
    pub state: String,
    /// Probability that both are one person, 0 to 1.
    pub probability: f64,
    /// One record.
    pub first: SideView,
    /// The other.
    pub second: SideView,
    /// The weightiest piece of evidence for one person.
    pub reason: Option<Reason>,
    /// How many pieces of evidence speak against it.
    pub against: usize,
    /// Who took the first of two steps, while a second person is awaited.
    pub first_by: Option<String>,
    /// When.
    pub first_at: Option<DateTime<Utc>>,
    /// When it was last changed.
    pub updated_at: DateTime<Utc>,
}

/// A step about a pair.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct PersonLinkStepView {
    /// `confirm`, `refuse`, `unlink`, `withdraw`, `reopen` or `lapse`.
    pub deed: String,
    /// The state that it led to.
    pub state: String,
    /// Who.
    pub by: String,
    /// When.
    pub at: DateTime<Utc>,
    /// Why.
    pub reason: Option<String>,
}

/// A pair of records side by side.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct PersonLinkDetail {
    /// The pair.
    #[serde(flatten)]
    pub row: PersonLinkRow,
    /// The round in which it was found.
    pub round: i32,
    /// Version, as the entity tag says.
    pub version: i64,
    /// All evidence, the weightiest first.
    pub reasons: Vec<Reason>,
    /// Both records line by line.
    pub comparisons: Vec<Comparison>,
    /// What was done, the latest first.
    pub steps: Vec<PersonLinkStepView>,
    /// What the reader may do now.
    pub allowed: Vec<String>,
    /// Whether the next step is a second person's, and the reader took the first.
    pub awaits_another: bool,
}

/// How many pairs stand in each state.
#[derive(Clone, Debug, Default, Serialize, ToSchema)]
pub struct PersonLinkFacets {
    /// Pairs of the round by state, before any filter.
    pub states: Vec<StateCount>,
}

/// How many pairs stand in a state.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = PersonPairCount)]
pub struct StateCount {
    /// The state.
    pub state: String,
    /// Pairs.
    pub count: u64,
}

/// What a search for pairs came to.
#[derive(Clone, Copy, Debug, Default, Serialize, ToSchema)]
pub struct FindReport {
    /// Records that were compared.
    pub records: usize,
    /// Pairs that are probable enough for a look.
    pub found: usize,
    /// Pairs that were not known.
    pub added: usize,
    /// Pairs whose evidence changed.
    pub changed: usize,
    /// First steps of two that no longer count, because a record changed.
    pub lapsed: usize,
    /// Pairs that nobody had looked at and that no longer stand.
    pub dropped: usize,
    /// Pairs beyond the number that one search keeps; the least probable are left out.
    pub left_out: usize,
}
