//! What do the linked columns of the workbench show?

use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::store::ReviewRow;
use crate::matching::{AssignedNomination, NamedExpert, ScoreLeft, WhyNotView};

/// A conflict in a list.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(super) struct ConflictMark {
    /// Kind.
    pub kind: String,
    /// `bar`, `flag` or `note`.
    pub severity: String,
    /// How sure it is, 0 to 1.
    pub confidence: f64,
}

/// The assignment that a pair of an applied plan became.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(super) struct AssignmentMark {
    /// Key.
    #[schema(value_type = String)]
    pub id: Uuid,
    /// State.
    pub state: String,
    /// Whether it is frozen.
    pub frozen: bool,
    /// Version.
    pub version: i64,
}

impl AssignmentMark {
    pub(super) fn of(row: &ReviewRow) -> Self {
        Self {
            id: row.id.0,
            state: row.state.as_str().to_owned(),
            frozen: row.frozen_at.is_some(),
            version: row.version,
        }
    }
}

/// A nomination in the first column of the workbench.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(super) struct PlanCoverage {
    /// The nomination.
    pub nomination: AssignedNomination,
    /// Its first discipline code.
    pub discipline: Option<String>,
    /// Experts asked for.
    pub demand: u32,
    /// Experts it has.
    pub assigned: u32,
    /// Of them pinned.
    pub pinned: u32,
    /// Candidates that recusal keeps away.
    pub barred: u32,
    /// Sum of the affinities.
    pub total: f64,
    /// The lowest affinity.
    pub lowest: Option<f64>,
    /// What is wrong: `unfilled`, `bar`, `unit`, `group`, `panel`, `surplus`, `flag`, `frozen`, `declined`.
    pub problems: Vec<String>,
}

/// A candidate in the second column of the workbench.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(super) struct PlanCandidate {
    /// The expert.
    pub expert: NamedExpert,
    /// Affinity, 0 to 1.
    pub score: Option<f64>,
    /// Lower end of the band.
    pub low: Option<f64>,
    /// Upper end of the band.
    pub high: Option<f64>,
    /// How much of the score is left without the nearest publications, and whether it hangs on them.
    pub left: Option<ScoreLeft>,
    /// Publications in the profile.
    pub publications: u64,
    /// Nominations in this plan.
    pub load: u32,
    /// Most nominations.
    pub max_load: u32,
    /// `none`, `note`, `flag` or `bar`, as decided.
    pub conflict: String,
    /// The conflicts that the run found.
    pub conflicts: Vec<ConflictMark>,
    /// `assigned`, `pinned`, `banned` or `free`.
    pub standing: String,
    /// Whether the plan keeps to the panels, and the expert is not of the nomination's.
    pub outside_panel: bool,
    /// Why the run did not take the pair; the score at which it would enter stands in the words.
    pub why_not: Option<WhyNotView>,
    /// What became of the pair, once the plan is applied.
    pub assignment: Option<AssignmentMark>,
}

/// A nomination of one expert.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(super) struct LoadEntry {
    /// The nomination.
    pub nomination: AssignedNomination,
    /// Affinity.
    pub score: Option<f64>,
    /// `assigned` or `pinned`.
    pub standing: String,
    /// What became of the pair.
    pub assignment: Option<AssignmentMark>,
}

/// The third column of the workbench.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(super) struct ExpertLoad {
    /// The expert.
    pub expert: NamedExpert,
    /// Nominations in this plan.
    pub load: u32,
    /// Most nominations.
    pub max_load: u32,
    /// Nominations of the round that he is kept from.
    pub barred: u32,
    /// User name of his account.
    pub account: Option<String>,
    /// His nominations, the nearest first.
    pub nominations: Vec<LoadEntry>,
}
