//! What does a reader of the award office see of plans and of who was asked?

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use entity::{
    ids::{ExpertId, NominationId},
    vocabulary::PlanState,
};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::{
    compare::Compared,
    model::{ExpertFacts, Ground, Key, NominationFacts, Pair},
    rules::{Broken, Grade, Rule, Totals},
    store::{ChangeRow, PlanRow},
    wording,
};
use crate::matching::{AssignedNomination, GroupKind, MatchParameters, NamedExpert};

/// Millionths as a fraction.
pub(super) fn fraction(micro: i64) -> f64 {
    #[expect(clippy::cast_precision_loss, reason = "sums of affinities are far below 2^53")]
    let micro = micro as f64;
    micro / 1e6
}

impl AssignedNomination {
    pub(super) fn of(id: NominationId, facts: &NominationFacts) -> Self {
        Self {
            id: id.0,
            nomination_id: facts.number.clone(),
            title: facts.title.clone(),
            category: facts.category.clone(),
            panel: facts.panel.clone(),
        }
    }

    pub(super) fn in_ground(ground: &Ground, id: NominationId) -> Self {
        ground
            .nominations
            .get(&id)
            .map_or_else(|| Self::of(id, &NominationFacts::default()), |facts| Self::of(id, facts))
    }
}

impl NamedExpert {
    pub(super) fn of(id: ExpertId, facts: &ExpertFacts) -> Self {
        Self {
            id: id.0,
            expert_id: facts.code.clone(),
            name: facts.name.clone(),
            unit: facts.unit.clone(),
            title: facts.title.clone(),
        }
    }

    pub(super) fn in_ground(ground: &Ground, id: ExpertId) -> Self {
        ground
            .experts
            .get(&id)
            .map_or_else(|| Self::of(id, &ExpertFacts::default()), |facts| Self::of(id, facts))
    }
}

/// What a plan adds up to.
#[derive(Clone, Copy, Debug, Serialize, ToSchema)]
pub struct PlanTotals {
    /// Nominations.
    pub nominations: u32,
    /// Places.
    pub places: u32,
    /// Places filled.
    pub assigned: u32,
    /// Places that nobody fills.
    pub unfilled: u32,
    /// Experts with at least one nomination.
    pub experts: u32,
    /// Sum of the affinities.
    pub total: f64,
    /// Mean affinity over the places filled.
    pub mean: Option<f64>,
    /// Mean affinity of the worst-served nomination, an empty place counting as none.
    pub lowest_mean: Option<f64>,
    /// The largest load.
    pub largest_load: u32,
}

impl From<Totals> for PlanTotals {
    fn from(totals: Totals) -> Self {
        let total = fraction(totals.total);
        Self {
            nominations: totals.nominations,
            places: totals.places,
            assigned: totals.assigned,
            unfilled: totals.unfilled,
            experts: totals.experts,
            total,
            mean: (totals.assigned > 0).then(|| total / f64::from(totals.assigned)),
            lowest_mean: totals.lowest.map(fraction),
            largest_load: totals.largest_load,
        }
    }
}

/// A plan in a list.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct PlanSummary {
    /// Key.
    #[schema(value_type = String)]
    pub id: Uuid,
    /// Year of the round.
    pub round: i32,
    /// The run that it began from.
    #[schema(value_type = String)]
    pub run: Uuid,
    /// Name.
    pub name: String,
    /// `draft`, `applied` or `undone`.
    pub state: String,
    /// Version, for the entity tag.
    pub version: i64,
    /// Who made it.
    pub created_by: String,
    /// When.
    pub created_at: DateTime<Utc>,
    /// Who applied it.
    pub applied_by: Option<String>,
    /// When.
    pub applied_at: Option<DateTime<Utc>>,
    /// Why rules were overridden.
    pub override_reason: Option<String>,
    /// Who took it back.
    pub undone_by: Option<String>,
    /// When.
    pub undone_at: Option<DateTime<Utc>>,
    /// Why.
    pub undo_reason: Option<String>,
    /// The parameters that it keeps to.
    pub parameters: MatchParameters,
    /// SHA-256 of its pairs, once it is applied.
    pub digest: Option<String>,
    /// What those who acted are called, by user name.
    pub names: BTreeMap<String, String>,
}

impl PlanSummary {
    /// What somebody is called, who has no name the user name.
    pub(super) fn named<'n>(&'n self, by: &'n str) -> &'n str {
        self.names.get(by).map_or(by, String::as_str)
    }

    pub(super) fn of(row: &PlanRow, year: i32) -> Self {
        Self {
            id: row.id.0,
            round: year,
            run: row.run_id.0,
            name: row.name.clone(),
            state: row.state.as_str().to_owned(),
            version: row.version,
            created_by: row.created_by.clone(),
            created_at: row.created_at,
            applied_by: row.applied_by.clone(),
            applied_at: row.applied_at,
            override_reason: row.override_reason.clone(),
            undone_by: row.undone_by.clone(),
            undone_at: row.undone_at,
            undo_reason: row.undo_reason.clone(),
            parameters: serde_json::from_value(row.parameters.clone()).unwrap_or_default(),
            digest: row.digest.clone(),
            names: BTreeMap::new(),
        }
    }
}

/// A rule that stands broken.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct BrokenRule {
    /// The rule.
    pub rule: Rule,
    /// What it does to the plan.
    pub grade: Grade,
    /// The nomination.
    pub nomination: Option<AssignedNomination>,
    /// The expert.
    pub expert: Option<NamedExpert>,
    /// What a rule over groups goes by.
    pub group: Option<GroupKind>,
    /// In Chinese.
    pub zh: String,
    /// In English.
    pub en: String,
}

impl BrokenRule {
    pub(super) fn of(ground: &Ground, one: &Broken) -> Self {
        let words = wording::sentence(ground, one);
        Self {
            rule: one.rule,
            grade: one.rule.grade(),
            nomination: one.nomination.map(|id| AssignedNomination::in_ground(ground, id)),
            expert: one.expert.map(|id| NamedExpert::in_ground(ground, id)),
            group: one.group,
            zh: words.zh,
            en: words.en,
        }
    }
}

/// A change of a plan.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct PlanChange {
    /// Key.
    #[schema(value_type = String)]
    pub id: Uuid,
    /// Order, from 1.
    pub order: i32,
    /// Changes made together share it.
    pub batch: i32,
    /// What was changed.
    pub kind: String,
    /// The nomination.
    pub nomination: Option<AssignedNomination>,
    /// The expert.
    pub expert: Option<NamedExpert>,
    /// The expert who gave way.
    pub instead_of: Option<NamedExpert>,
    /// Why.
    pub reason: String,
    /// Who.
    pub author: String,
    /// When.
    pub at: DateTime<Utc>,
    /// Pairs that came, with the first change of a batch.
    pub added: i32,
    /// Pairs that went.
    pub removed: i32,
}

impl PlanChange {
    pub(super) fn of(ground: &Ground, row: ChangeRow) -> Self {
        Self {
            id: row.id.0,
            order: row.place,
            batch: row.batch,
            kind: row.kind.as_str().to_owned(),
            nomination: row.nomination_id.map(|id| AssignedNomination::in_ground(ground, id)),
            expert: row.expert_id.map(|id| NamedExpert::in_ground(ground, id)),
            instead_of: row.instead_of.map(|id| NamedExpert::in_ground(ground, id)),
            reason: row.reason,
            author: row.author,
            at: row.at,
            added: row.added,
            removed: row.removed,
        }
    }
}

/// What recusal, or that it came to keep to the panels, took out of a plan when it was begun, and what took its place.
#[derive(Clone, Debug, Default, Serialize, ToSchema)]
pub struct PlanBeginning {
    /// Pairs of the run, or of the plan that it is a copy of, that were barred by then or not the best within the
    /// panels.
    pub left_out: usize,
    /// Pairs that took their places.
    pub filled: usize,
    /// Both by nomination, 500 at most: `unassign` and `assign`.
    pub changes: Vec<PlanChange>,
}

impl PlanBeginning {
    pub(super) fn of(ground: &Ground, rows: Vec<ChangeRow>) -> Self {
        let left_out = rows.iter().filter(|row| row.removed > 0).count();
        let filled = rows.len() - left_out;
        let mut changes: Vec<PlanChange> =
            rows.into_iter().map(|row| PlanChange::of(ground, row)).collect();
        changes.sort_by_cached_key(|change| {
            let number = change.nomination.as_ref().map(|of| of.nomination_id.clone());
            (number, change.order)
        });
        changes.truncate(MOST_LISTED);
        Self { left_out, filled, changes }
    }
}

/// What may be done with a plan now.
#[derive(Clone, Copy, Debug, Default, Serialize, ToSchema)]
#[expect(clippy::struct_excessive_bools, reason = "one for each button of the page")]
pub struct PlanMay {
    /// Change it.
    pub change: bool,
    /// Apply it.
    pub apply: bool,
    /// Take it back.
    pub undo: bool,
    /// Invite its experts.
    pub invite: bool,
}

/// A plan with what was changed, what it breaks, and what became of its invitations.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct AssignmentPlan {
    /// What the list shows.
    #[serde(flatten)]
    pub summary: PlanSummary,
    /// What it adds up to.
    pub totals: PlanTotals,
    /// What it was begun without.
    pub begun: PlanBeginning,
    /// The changes in their order, the last 200.
    pub changes: Vec<PlanChange>,
    /// The rules that stand broken, the gravest first, 500 at most.
    pub broken: Vec<BrokenRule>,
    /// How many rules stand broken in all.
    pub broken_count: usize,
    /// Assignments by state; `frozen` among them.
    pub assignments: BTreeMap<String, u32>,
    /// What may be done now.
    pub may: PlanMay,
}

pub(super) fn may(state: PlanState) -> PlanMay {
    PlanMay {
        change: state == PlanState::Draft,
        apply: state == PlanState::Draft,
        undo: state == PlanState::Applied,
        invite: state == PlanState::Applied,
    }
}

/// A pair that comes or goes.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct MovedPair {
    /// The nomination.
    pub nomination: AssignedNomination,
    /// The expert.
    pub expert: NamedExpert,
    /// Affinity.
    pub score: Option<f64>,
    /// Whether the request itself asks for it; else it follows from it.
    pub asked: bool,
}

impl MovedPair {
    pub(super) fn of(ground: &Ground, (key, pair): (Key, Pair), asked: bool) -> Self {
        Self {
            nomination: AssignedNomination::in_ground(ground, key.0),
            expert: NamedExpert::in_ground(ground, key.1),
            score: pair.score.map(|score| fraction(score.into())),
            asked,
        }
    }
}

/// What an edit of a plan brings about.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Consequences {
    /// Before.
    pub before: PlanTotals,
    /// After.
    pub after: PlanTotals,
    /// Pairs that come, 500 at most.
    pub added: Vec<MovedPair>,
    /// Pairs that go, 500 at most.
    pub removed: Vec<MovedPair>,
    /// How many come and go in all.
    pub moved: (usize, usize),
    /// The rules that stand broken after it, 500 at most.
    pub broken: Vec<BrokenRule>,
    /// How many of them did not before.
    pub new_broken: usize,
    /// Nominations that it touches.
    pub nominations_touched: usize,
}

/// A nomination that two plans give to different experts.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(super) struct PlanDifference {
    /// The nomination.
    pub nomination: AssignedNomination,
    /// Experts of the first plan alone.
    pub only_a: Vec<NamedExpert>,
    /// Experts of the second alone.
    pub only_b: Vec<NamedExpert>,
    /// Experts of both.
    pub kept: u32,
    /// Sums of the affinities.
    pub total_a: f64,
    /// Sums of the affinities.
    pub total_b: f64,
    /// The lowest affinity.
    pub lowest_a: Option<f64>,
    /// The lowest affinity.
    pub lowest_b: Option<f64>,
}

/// An expert whose load differs.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(super) struct LoadDifference {
    /// The expert.
    pub expert: NamedExpert,
    /// Load in the first plan.
    pub a: u32,
    /// Load in the second.
    pub b: u32,
}

/// Two plans side by side.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(super) struct PlanComparison {
    /// The first plan.
    pub a: PlanSummary,
    /// The second.
    pub b: PlanSummary,
    /// What the first adds up to.
    pub totals_a: PlanTotals,
    /// What the second adds up to.
    pub totals_b: PlanTotals,
    /// Pairs of both.
    pub kept: u32,
    /// Pairs of the first alone.
    pub only_a: u32,
    /// Pairs of the second alone.
    pub only_b: u32,
    /// The nominations that differ, 500 at most.
    pub nominations: Vec<PlanDifference>,
    /// How many differ.
    pub differing: usize,
    /// The experts whose load differs, 500 at most.
    pub loads: Vec<LoadDifference>,
}

/// Rows of one kind that an answer lists; the rest are counted.
pub(super) const MOST_LISTED: usize = 500;

pub(super) fn differences(ground: &Ground, found: &Compared) -> Vec<PlanDifference> {
    let experts = |ids: &[ExpertId]| {
        ids.iter().map(|id| NamedExpert::in_ground(ground, *id)).collect::<Vec<_>>()
    };
    let lowest = |score: Option<i32>| score.map(|score| fraction(score.into()));
    let one = found.nominations.iter().map(|(id, one)| PlanDifference {
        nomination: AssignedNomination::in_ground(ground, *id),
        only_a: experts(&one.only_a),
        only_b: experts(&one.only_b),
        kept: one.kept,
        total_a: fraction(one.totals.0),
        total_b: fraction(one.totals.1),
        lowest_a: lowest(one.lowest.0),
        lowest_b: lowest(one.lowest.1),
    });
    let mut all: Vec<PlanDifference> = one.collect();
    all.sort_by(|one, other| one.nomination.nomination_id.cmp(&other.nomination.nomination_id));
    all.truncate(MOST_LISTED);
    all
}
