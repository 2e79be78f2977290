//! What does a match run report? Stored with the run and shown as it is.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

/// A nomination that a report names.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct NamedNomination {
    /// Key.
    #[schema(value_type = String)]
    pub id: Uuid,
    /// The number that people quote.
    pub nomination_id: String,
    /// Project name.
    pub title: String,
}

/// A nomination that lacks experts, and why.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Unfilled {
    /// The nomination.
    pub nomination: NamedNomination,
    /// Experts missing.
    pub missing: u32,
    /// Why, in Chinese.
    pub zh: String,
    /// Why, in English.
    pub en: String,
}

/// How many experts carry a load.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct LoadCount {
    /// Nominations per expert.
    pub load: u32,
    /// Experts with that load.
    pub count: u32,
}

/// How many assigned pairs have an affinity in a range.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct AffinityCount {
    /// Lower end, included.
    pub from: f64,
    /// Upper end, excluded but for 1.
    pub to: f64,
    /// Pairs.
    pub count: u32,
}

/// How many conflicts of a kind and severity were found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ConflictCount {
    /// Kind.
    pub kind: String,
    /// `bar`, `flag` or `note`.
    pub severity: String,
    /// Findings.
    pub count: u32,
}

/// How long a stage took.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct StageTime {
    /// The stage.
    pub stage: String,
    /// Milliseconds.
    pub milliseconds: u64,
}

/// What a match run found.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct MatchReport {
    /// Nominations matched.
    pub nominations: u32,
    /// Experts of the pool.
    pub experts: u32,
    /// Places to fill.
    pub demand: u32,
    /// Places filled.
    pub met: u32,
    /// Sum of the affinities of the assigned pairs.
    pub total_score: f64,
    /// Whether the prices prove that no better plan exists.
    pub optimum_proved: bool,
    /// What no plan can exceed by the prices, where they prove it.
    pub dual_bound: Option<f64>,
    /// Nominations that lack experts.
    pub unfilled: Vec<Unfilled>,
    /// Experts by load.
    pub load_histogram: Vec<LoadCount>,
    /// Assigned pairs by affinity.
    pub affinity_histogram: Vec<AffinityCount>,
    /// Conflicts by kind and severity.
    pub conflicts: Vec<ConflictCount>,
    /// Assigned pairs with a conflict that a person must decide.
    pub assigned_flags: u64,
    /// How long each stage took.
    pub stages: Vec<StageTime>,
}
