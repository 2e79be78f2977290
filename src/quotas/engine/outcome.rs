//! What does a decision hold? Everything that a reader needs to follow it, and to do it again.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::band::Band;
use super::indicator::Head;
use super::prior::IndicatorPrior;
use crate::shared::Bilingual;

/// The version of the engine; a change of any result raises it.
pub const ENGINE_VERSION: u32 = 2;

/// The quotas proposed for the next round.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Outcome {
    /// The version of the engine that made it.
    pub engine_version: u32,
    /// The policy's word for itself.
    pub policy: String,
    /// The newest round of the history.
    pub target_after: i32,
    /// Places in all.
    pub total: u32,
    /// Places kept back; with those of the societies the total.
    pub reserve: u32,
    /// To what small numbers were shrunk.
    pub priors: Vec<IndicatorPrior>,
    /// By code.
    pub societies: Vec<SocietyOutcome>,
    /// What a reader should know of the history.
    pub notes: Vec<Bilingual>,
}

/// The proposal for one society.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct SocietyOutcome {
    /// Code.
    pub society_id: String,
    /// Name.
    pub society: String,
    /// Discipline group.
    pub group: String,
    /// Points in millionths, the sum of the terms.
    pub score: i64,
    /// Lower end of the interval.
    pub low: i64,
    /// Upper end of the interval.
    pub high: i64,
    /// The score a round earlier, if there was one.
    pub score_before: Option<i64>,
    /// Points by head, together the score.
    pub heads: Vec<HeadSum>,
    /// What is proposed before the total is shared out.
    pub band: Band,
    /// Places of the newest round.
    pub previous: u32,
    /// Places proposed.
    pub proposed: u32,
    /// What each indicator gave.
    pub terms: Vec<IndicatorTerm>,
    /// What the change is made of; together `proposed − previous`.
    pub steps: Vec<Step>,
    /// How far from each line.
    pub lines: Vec<LineDistance>,
    /// The fewest cases that would have changed the outcome, if a few would; else the reasons say why not.
    pub counterfactual: Option<Counterfactual>,
    /// The whole in sentences.
    pub reasons: Bilingual,
}

/// The points of one head.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct HeadSum {
    /// The head.
    pub head: Head,
    /// Points in millionths.
    pub points: i64,
    /// Most points in millionths.
    pub most: i64,
}

/// What one indicator gave.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct IndicatorTerm {
    /// Its number.
    pub indicator: String,
    /// Weighted cases that count (or events), in thousandths.
    pub x: u64,
    /// All weighted cases, in thousandths; none of events.
    pub n: u64,
    /// The plain rate in billionths; none of events and where there was no case.
    pub raw: Option<i64>,
    /// The rate that it was shrunk to.
    pub prior: Option<i64>,
    /// The shrunk rate.
    pub shrunk: Option<i64>,
    /// Lower end of its interval.
    pub low: Option<i64>,
    /// Upper end of its interval.
    pub high: Option<i64>,
    /// Points in millionths.
    pub contribution: i64,
    /// Most points in millionths.
    pub most: i64,
    /// Points a round earlier; together with those of the others the score then.
    pub contribution_before: Option<i64>,
    /// Points that the plain rate would have given, less those given: what shrinkage took.
    pub shrinkage: Option<i64>,
}

/// Why places are added or taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum StepKind {
    /// The places held were outside the bounds.
    Bound,
    /// The band.
    Band,
    /// The band reached a bound.
    Limit,
    /// Others came first for the places of the total.
    Competition,
    /// The total is less than what all held.
    Total,
    /// The total is less than the floors.
    Shortfall,
}

/// A part of the change.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Step {
    /// Why.
    pub kind: StepKind,
    /// Places added; taken if negative.
    pub change: i32,
    /// In words.
    pub text: Bilingual,
}

/// A line of the policy.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum LineKind {
    /// Crossed from below by the lower end.
    Expand,
    /// Crossed from above by the upper end.
    Shrink,
}

/// How far a society is from a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct LineDistance {
    /// The line.
    pub line: LineKind,
    /// Where it lies, in millionths of points.
    pub at: i64,
    /// The end of the interval that must cross it.
    pub end: i64,
    /// `end − at`: crossed upwards if not negative, downwards if not positive.
    pub distance: i64,
    /// Consecutive rounds, up to the newest, in which it was crossed.
    pub rounds_crossed: u32,
    /// Rounds that the policy asks for.
    pub rounds_needed: u32,
}

/// The fewest cases of one measure in the newest round that would have changed the outcome.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Counterfactual {
    /// The measure.
    pub measure: String,
    /// Cases more; fewer if negative.
    pub cases: i32,
    /// The band then.
    pub band: Band,
    /// The places then.
    pub places: u32,
    /// In words.
    pub text: Bilingual,
}

/// Why there is no outcome.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum EngineError {
    /// There is no row.
    Empty,
    /// Rows contradict the policy's rates.
    History(Vec<super::history::HistoryFault>),
    /// The total is less than the sum of the floors.
    Infeasible(Box<Infeasible>),
}

/// What the total could not do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Infeasible {
    /// Places to be shared out, without the reserve.
    pub available: u32,
    /// The sum of the floors.
    pub needed: u64,
    /// The societies that would be left below their floors.
    pub floors: Vec<UnmetFloor>,
    /// What can be filled: the best proposal that keeps the total.
    pub outcome: Outcome,
}

/// A society below its floor.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnmetFloor {
    /// Code.
    pub society_id: String,
    /// Name.
    pub society: String,
    /// Fewest places that the policy lets it have.
    pub floor: u32,
    /// Places that there are.
    pub places: u32,
}

impl std::error::Error for EngineError {}

impl std::fmt::Display for EngineError {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Empty => write!(formatter, "历史数据没有任何行 / the history has no rows"),
            Self::History(faults) => {
                for (index, fault) in faults.iter().enumerate() {
                    let line_end = if index == 0 { "" } else { "\n" };
                    write!(formatter, "{line_end}{fault}")?;
                }
                Ok(())
            }
            Self::Infeasible(short) => {
                let Infeasible { available, needed, .. } = &**short;
                write!(
                    formatter,
                    "可分配名额 {available} 少于各学会下限之和 {needed} / {available} places to \
                     share out are fewer than the {needed} of all floors"
                )?;
                for unmet in &short.floors {
                    let UnmetFloor { society_id, society, floor, places } = unmet;
                    write!(
                        formatter,
                        "\n{society_id} {society}：下限 {floor}，只有 {places} / floor {floor}, \
                         only {places}"
                    )?;
                }
                Ok(())
            }
        }
    }
}
