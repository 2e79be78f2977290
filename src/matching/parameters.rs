//! What may be chosen for a match run?

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use validator::Validate;

use crate::shared::hex_sha256;

/// What a run is best at.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ObjectiveName {
    /// The largest total affinity.
    #[default]
    Sum,
    /// The worst-served nomination first.
    Leximin,
    /// A draw in which no pair is more likely than a bound.
    Random,
}

/// The parameters of a match run.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct MatchParameters {
    /// Experts per nomination, 1 to 15.
    #[serde(default = "five")]
    #[validate(range(min = 1, max = 15))]
    #[schema(minimum = 1, maximum = 15, default = 5)]
    pub per_nomination: u32,
    /// Most nominations per expert, 1 to 100.
    #[serde(default = "eight")]
    #[validate(range(min = 1, max = 100))]
    #[schema(minimum = 1, maximum = 100, default = 8)]
    pub max_load: u32,
    /// Fewest nominations per expert.
    #[serde(default)]
    #[validate(range(min = 0, max = 100))]
    #[schema(minimum = 0, maximum = 100, default = 0)]
    pub min_load: u32,
    /// Most experts of one unit on a nomination; 0 sets no bound.
    #[serde(default = "one")]
    #[validate(range(min = 0, max = 15))]
    #[schema(minimum = 0, maximum = 15, default = 1)]
    pub max_per_unit: u32,
    /// No expert is assigned with a lower affinity than this, 0 to 1.
    #[serde(default)]
    #[validate(range(min = 0.0, max = 1.0))]
    #[schema(minimum = 0.0, maximum = 1.0, default = 0.0)]
    pub least_score: f64,
    /// What the run is best at.
    #[serde(default)]
    pub objective: ObjectiveName,
    /// With `random`: no pair is more likely than this.
    #[serde(default = "half")]
    #[validate(range(min = 0.05, max = 1.0))]
    #[schema(minimum = 0.05, maximum = 1.0, default = 0.5)]
    pub max_probability: f64,
    /// Seed of the draw; chosen when none is given.
    #[serde(default)]
    #[validate(range(min = 0, max = 9_007_199_254_740_991_i64))]
    pub seed: Option<i64>,
}

const fn one() -> u32 {
    1
}
const fn five() -> u32 {
    5
}
const fn eight() -> u32 {
    8
}
const fn half() -> f64 {
    0.5
}

impl Default for MatchParameters {
    fn default() -> Self {
        Self {
            per_nomination: five(),
            max_load: eight(),
            min_load: 0,
            max_per_unit: one(),
            least_score: 0.0,
            objective: ObjectiveName::Sum,
            max_probability: half(),
            seed: None,
        }
    }
}

impl MatchParameters {
    /// SHA-256 of the parameters as JSON.
    pub fn digest(&self) -> String {
        hex_sha256(&serde_json::to_vec(self).unwrap_or_default())
    }
}
