//! By what policy are quotas adjusted? Versioned data: `rules/quota/default.toml` gives the default,
//! every figure with its basis.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::indicator::Indicator;
use super::policy_check;
use super::policy_error::PolicyError;
use crate::shared::Bilingual;

/// Which rounds count, and how much.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Window {
    /// Weight per mille of the newest round, the one before, and so on; as many as rounds count.
    pub decay_permille: Vec<u32>,
    /// Where the figures come from.
    pub basis: String,
}

/// To what are small numbers shrunk?
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum PriorMean {
    /// The rate of the discipline group in earlier rounds, itself shrunk to that of all societies.
    Group,
    /// The base rate that the policy gives.
    Policy,
}

/// How strongly are small numbers shrunk?
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(untagged)]
pub enum Strength {
    /// As much as so many cases weigh.
    Cases(u32),
    /// As earlier rounds suggest (`"data"`).
    Fitted(Fitted),
}

/// The word for a strength that is fitted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Fitted {
    /// Fitted on earlier rounds.
    Data,
}

/// Shrinkage of small numbers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Prior {
    /// To what.
    pub mean: PriorMean,
    /// How strongly.
    pub strength: Strength,
    /// A fitted strength is at least this, in cases.
    pub least_strength: u32,
    /// A fitted strength is at most this, in cases.
    pub most_strength: u32,
    /// The strength where earlier rounds say nothing, in cases.
    pub default_strength: u32,
    /// The rate of all societies weighs as much as so many cases in the rate of a group.
    pub group_cases: u32,
    /// The base rate weighs as much as so many cases in the rate of all societies.
    pub national_cases: u32,
    /// Where the figures come from.
    pub basis: String,
}

/// How sure is sure enough?
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Interval {
    /// Level of the interval around a score, in percent.
    pub level_percent: u32,
    /// Where the figure comes from.
    pub basis: String,
}

/// When does a society gain a place?
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ExpandLine {
    /// The lower end of the interval must reach this.
    pub points: u32,
    /// In so many consecutive rounds.
    pub rounds: u32,
    /// And so much of the quota of the window must have been used, in percent.
    pub least_use_percent: u32,
    /// Places gained.
    pub by: u32,
    /// Where the figures come from.
    pub basis: String,
}

/// When does a society lose a place?
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ShrinkLine {
    /// The upper end of the interval must not be above this.
    pub points: u32,
    /// In so many consecutive rounds.
    pub rounds: u32,
    /// Places lost.
    pub by: u32,
    /// Where the figures come from.
    pub basis: String,
}

/// How far may a quota move?
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Bounds {
    /// Most places gained in a round.
    pub max_up: u32,
    /// Most places lost in a round, unless suspended.
    pub max_down: u32,
    /// Fewest places of a society that is not suspended.
    pub floor: u32,
    /// Most places of a society.
    pub ceiling: u32,
    /// Where the figures come from.
    pub basis: String,
}

/// How does a society begin?
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Newcomer {
    /// Places on probation, and after a suspension.
    pub places: u32,
    /// Rounds with a quota before the society is judged.
    pub rounds: u32,
    /// Where the figures come from.
    pub basis: String,
}

/// What is kept back?
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Reserve {
    /// Part of the total, per mille, rounded down.
    pub permille: u32,
    /// Where the figure comes from.
    pub basis: String,
}

/// A divisor method of apportionment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Method {
    /// Smallest divisors.
    Adams,
    /// Harmonic means.
    Dean,
    /// Geometric means (Huntington–Hill).
    Hill,
    /// Arithmetic means (Sainte-Laguë).
    Webster,
    /// Largest divisors (D'Hondt).
    Jefferson,
}

/// How are the places between the bounds shared out?
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Apportionment {
    /// The method.
    pub method: Method,
    /// Why this one.
    pub basis: String,
}

/// What follows from events that a score cannot make good?
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum VetoEffect {
    /// No places.
    Suspend,
    /// The places of the shrink line are lost.
    Shrink,
    /// No place is gained.
    NoExpansion,
}

/// Events that decide by themselves.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Veto {
    /// A short word for it.
    pub id: String,
    /// What it is called.
    pub name: Bilingual,
    /// What is counted.
    pub measure: String,
    /// What is taken off the count, such as `form_passed` of `submitted`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub less: Option<String>,
    /// So many.
    pub at_least: u32,
    /// Within so many rounds.
    pub within_rounds: u32,
    /// What follows.
    pub effect: VetoEffect,
    /// For so many rounds.
    pub lasts_rounds: u32,
    /// Where it comes from.
    pub basis: String,
}

/// A policy of quota adjustment, as a rule set holds it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Policy {
    /// A word and a version for it.
    pub id: String,
    /// What it is called.
    pub title: Bilingual,
    /// On what it stands as a whole.
    pub basis: String,
    /// Rounds.
    pub window: Window,
    /// Shrinkage.
    pub prior: Prior,
    /// Certainty.
    pub interval: Interval,
    /// Gaining.
    pub expand: ExpandLine,
    /// Losing.
    pub shrink: ShrinkLine,
    /// Bounds.
    pub bounds: Bounds,
    /// Beginning.
    pub newcomer: Newcomer,
    /// Keeping back.
    pub reserve: Reserve,
    /// Sharing out.
    pub apportionment: Apportionment,
    /// What decides by itself.
    #[serde(default)]
    pub vetoes: Vec<Veto>,
    /// What makes the score; their points sum to 100.
    pub indicators: Vec<Indicator>,
}

impl Policy {
    /// Reads a policy from TOML; every key must be known and in range.
    ///
    /// # Errors
    /// The first thing that is wrong, with its line or key, in both languages.
    pub fn parse(text: &str) -> Result<Self, PolicyError> {
        let policy: Self =
            toml::from_str(text).map_err(|error| PolicyError::of_text(&error, text))?;
        policy_check::check(&policy)?;
        Ok(policy)
    }

    /// The names of all measures that the policy looks at, sorted, each once.
    pub fn measures(&self) -> Vec<&str> {
        let vetoes = self
            .vetoes
            .iter()
            .flat_map(|veto| std::iter::once(veto.measure.as_str()).chain(veto.less.as_deref()));
        let indicators = self.indicators.iter().flat_map(Indicator::measures);
        // The use of the quota is counted whatever the indicators are.
        let mut names: Vec<&str> = vetoes.chain(indicators).chain(["submitted"]).collect();
        names.sort_unstable();
        names.dedup();
        names
    }

    /// Rounds that must be assessed: the newest, the one before, and those that the lines ask for.
    pub(super) fn assessed_rounds(&self) -> usize {
        self.expand.rounds.max(self.shrink.rounds).max(2) as usize
    }
}

impl Default for Policy {
    /// The policy of `rules/quota/default.toml`.
    fn default() -> Self {
        #[expect(
            clippy::expect_used,
            reason = "the file is part of the program, and a test reads it"
        )]
        Self::parse(include_str!("../../../rules/quota/default.toml"))
            .expect("rules/quota/default.toml is whole")
    }
}
