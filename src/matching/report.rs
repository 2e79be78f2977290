//! What does a match run report? Stored with the run and shown as it is.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use super::{affinity::AffinityModel, plan::MatchInput, seats::PanelsOfRun};

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

/// The nomination that is served worst.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct WorstServed {
    /// The nomination.
    pub nomination: NamedNomination,
    /// Sum of the affinities of its experts.
    pub total: f64,
    /// No plan gives the worst-served more; of the objectives that raise it.
    pub bound: Option<f64>,
    /// What the worst-served would have in the plan of the largest total; of the same objectives.
    pub of_largest_total: Option<f64>,
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

/// What became of the dense part of the affinity.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum DenseState {
    /// No endpoint is configured.
    #[default]
    Off,
    /// Dense vectors had their part.
    Used,
    /// The endpoint failed: the scores rest on terms alone.
    Unavailable,
}

/// By what the affinities of a run were computed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct AffinityUsed {
    /// Name of the model card.
    pub model: String,
    /// Its version.
    pub version: u32,
    /// SHA-256 of the card.
    pub digest: String,
    /// Nominations whose full text had its part.
    pub full_texts: u32,
    /// What became of the dense part.
    pub dense: DenseState,
}

impl AffinityUsed {
    /// What `input` was scored by.
    pub(super) fn of(model: &AffinityModel, input: &MatchInput) -> Self {
        Self {
            model: model.id.clone(),
            version: model.version,
            digest: model.digest(),
            full_texts: u32::try_from(input.full_texts.len()).unwrap_or(u32::MAX),
            dense: input.dense_state,
        }
    }
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
    /// What the rules with a price charge the plan, beside that sum.
    #[serde(default)]
    pub mix_cost: f64,
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
    /// The largest total of a plan that fills as many places, where the prices prove it over all
    /// pairs: what the objective chosen is measured by. Not said by older runs.
    #[serde(default)]
    pub optimum_total: Option<f64>,
    /// Of a draw: the total to be expected, the largest under its bound.
    #[serde(default)]
    pub expected_total: Option<f64>,
    /// The nomination that is served worst; not said by older runs.
    #[serde(default)]
    pub worst_served: Option<WorstServed>,
    /// By what the affinities were computed; not said by older runs.
    #[serde(default)]
    pub affinity: Option<AffinityUsed>,
    /// The panels that stood, whether or not the run kept to them; none where the round was not divided.
    #[serde(default)]
    pub panels: Option<PanelsOfRun>,
}
