//! What do the linked columns show: nominations, candidates of one, the load of one?

use std::collections::{BTreeMap, BTreeSet};

use entity::{
    ids::{AssignmentPlanId, ExpertId, NominationId},
    vocabulary::PairStanding,
};

use super::{
    column_views::{
        AssignmentMark, ConflictMark, ExpertLoad, LoadEntry, PlanCandidate, PlanCoverage,
    },
    errors::AssignmentError,
    model::{Ground, Pair, Pairs, living, loads},
    plan::Whole,
    replace::is_open,
    rules::{Rule, broken},
    store::{self, Band, Conflicting, ReviewRow},
    views::fraction,
};
use crate::{
    app::App,
    authz::{Action, Actor, permit, wall_in_round},
    matching::{AssignedNomination, NamedExpert},
};

/// The order of the first column.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum CoverageSort {
    /// By number.
    #[default]
    Number,
    /// By experts there.
    Assigned,
    /// By the lowest affinity.
    Lowest,
    /// By the sum of the affinities.
    Total,
}

impl std::str::FromStr for CoverageSort {
    type Err = ();
    fn from_str(text: &str) -> Result<Self, ()> {
        match text {
            "number" => Ok(Self::Number),
            "assigned" => Ok(Self::Assigned),
            "lowest" => Ok(Self::Lowest),
            "total" => Ok(Self::Total),
            _ => Err(()),
        }
    }
}

/// What the first column is asked for.
#[derive(Clone, Debug, Default)]
pub(super) struct CoverageQuery {
    /// Words of the title or the number.
    pub(super) words: Option<String>,
    /// Category code.
    pub(super) category: Option<String>,
    /// Those with a problem alone.
    pub(super) is_problem: bool,
    /// The order.
    pub(super) sort: (CoverageSort, bool),
}

/// The rows of the first column.
///
/// # Errors
/// Not the actor's to know, no such plan.
pub(super) async fn coverage(
    app: &App,
    actor: &Actor,
    id: AssignmentPlanId,
    query: &CoverageQuery,
) -> Result<Vec<PlanCoverage>, AssignmentError> {
    permit(actor, Action::ReadAssignments)?;
    let tx = app.database.begin_read().await?;
    let whole = Whole::read(&tx, id).await?;
    let wall = wall_in_round(&*tx, actor, whole.row.round_id).await?;
    let whole = whole.behind(&wall);
    let reviews = store::of_plan(&*tx, id).await?;
    drop(tx);
    let mut rows = covered(&whole.ground, &whole.pairs, &reviews);
    let words = query.words.as_deref().map(str::to_lowercase);
    rows.retain(|row| {
        let named = &row.nomination;
        let is_found = words.as_ref().is_none_or(|words| {
            named.title.to_lowercase().contains(words)
                || named.nomination_id.to_lowercase().contains(words)
        });
        let is_of = query.category.is_none() || named.category == query.category;
        is_found && is_of && (!query.is_problem || !row.problems.is_empty())
    });
    rows.sort_by(|one, other| one.nomination.nomination_id.cmp(&other.nomination.nomination_id));
    let (sort, is_descending) = query.sort;
    match sort {
        CoverageSort::Number => {}
        CoverageSort::Assigned => rows.sort_by_key(|row| row.assigned),
        CoverageSort::Lowest => rows.sort_by(|one, other| {
            one.lowest.unwrap_or(-1.0).total_cmp(&other.lowest.unwrap_or(-1.0))
        }),
        CoverageSort::Total => rows.sort_by(|one, other| one.total.total_cmp(&other.total)),
    }
    if is_descending {
        rows.reverse();
    }
    Ok(rows)
}

fn covered(ground: &Ground, pairs: &Pairs, reviews: &[ReviewRow]) -> Vec<PlanCoverage> {
    let mut problems: BTreeMap<NominationId, BTreeSet<&str>> = BTreeMap::new();
    for one in broken(ground, pairs) {
        let code = match one.rule {
            Rule::Demand => "unfilled",
            Rule::UnknownScore | Rule::Load | Rule::Mix => continue,
            rule => rule.as_str(),
        };
        if let Some(nomination) = one.nomination {
            problems.entry(nomination).or_default().insert(code);
        }
    }
    for row in reviews.iter().filter(|row| is_open(row)) {
        let code = if row.frozen_at.is_some() { "frozen" } else { "declined" };
        problems.entry(row.nomination_id).or_default().insert(code);
    }
    let mut barred: BTreeMap<NominationId, u32> = BTreeMap::new();
    for (nomination, _) in ground.bars.iter().filter(|key| ground.scores.contains_key(key)) {
        *barred.entry(*nomination).or_default() += 1;
    }
    let mut own: BTreeMap<NominationId, Vec<Pair>> = BTreeMap::new();
    for ((nomination, _), pair) in living(pairs) {
        own.entry(nomination).or_default().push(pair);
    }
    let row = |(id, facts): (&NominationId, &super::model::NominationFacts)| {
        let own = own.get(id).map(Vec::as_slice).unwrap_or_default();
        let scores = || own.iter().filter_map(|pair| pair.score).map(i64::from);
        let count = |length: usize| u32::try_from(length).unwrap_or(u32::MAX);
        let pinned = own.iter().filter(|pair| pair.standing == PairStanding::Pinned).count();
        PlanCoverage {
            nomination: AssignedNomination::of(*id, facts),
            discipline: facts.discipline.clone(),
            demand: ground.parameters.per_nomination,
            assigned: count(own.len()),
            pinned: count(pinned),
            barred: barred.get(id).copied().unwrap_or_default(),
            total: fraction(scores().sum()),
            lowest: scores().min().map(fraction),
            problems: problems
                .get(id)
                .map(|codes| codes.iter().map(|&code| code.to_owned()).collect())
                .unwrap_or_default(),
        }
    };
    ground.nominations.iter().map(row).collect()
}

/// The order of the second column.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum CandidateSort {
    /// By affinity, the nearest first.
    #[default]
    Score,
    /// By load, the freest first.
    Load,
    /// By conflict, the cleanest first.
    Conflict,
    /// By name.
    Name,
}

impl std::str::FromStr for CandidateSort {
    type Err = ();
    fn from_str(text: &str) -> Result<Self, ()> {
        match text {
            "score" => Ok(Self::Score),
            "load" => Ok(Self::Load),
            "conflict" => Ok(Self::Conflict),
            "name" => Ok(Self::Name),
            _ => Err(()),
        }
    }
}

/// What the second column is asked for.
#[derive(Clone, Debug, Default)]
pub(super) struct CandidateQuery {
    /// Words of the name, unit or number.
    pub(super) words: Option<String>,
    /// The order.
    pub(super) sort: (CandidateSort, bool),
}

fn grade(ground: &Ground, key: super::model::Key, found: &[Conflicting]) -> &'static str {
    if ground.bars.contains(&key) {
        "bar"
    } else if ground.flags.contains(&key) {
        "flag"
    } else if found.is_empty() {
        "none"
    } else {
        "note"
    }
}

/// The candidates of a nomination: all whom the run kept, all in the plan, all barred whom it scored.
///
/// # Errors
/// Not the actor's to know, no such plan or nomination, an interest of his own in it.
pub(super) async fn candidates(
    app: &App,
    actor: &Actor,
    (id, nomination): (AssignmentPlanId, NominationId),
    query: &CandidateQuery,
) -> Result<Vec<PlanCandidate>, AssignmentError> {
    permit(actor, Action::ReadAssignments)?;
    let tx = app.database.begin_read().await?;
    let whole = Whole::read(&tx, id).await?;
    let wall = wall_in_round(&*tx, actor, whole.row.round_id).await?;
    wall.admit(nomination)?;
    let whole = whole.behind(&wall);
    if !whole.ground.nominations.contains_key(&nomination) {
        return Err(AssignmentError::NotFound);
    }
    let run = whole.row.run_id;
    let bands = store::bands(&*tx, run, nomination).await?;
    let conflicts = store::conflicts_of(&*tx, run, nomination).await?;
    let of_pairs = whole.pairs.keys().filter(|key| key.0 == nomination).map(|key| key.1);
    let keys: BTreeSet<ExpertId> = bands.keys().copied().chain(of_pairs).collect();
    let ids: Vec<ExpertId> = keys.into_iter().collect();
    let publications = store::publications(&*tx, &ids).await?;
    let reviews = store::of_plan(&*tx, id).await?;
    drop(tx);
    let seen = Seen { whole: &whole, nomination, bands, conflicts, publications, reviews };
    let mut rows = seen.rows(&ids);
    let words = query.words.as_deref().map(str::to_lowercase);
    rows.retain(|row| {
        words.as_ref().is_none_or(|words| {
            let of = &row.expert;
            [&of.name, &of.unit, &of.expert_id]
                .iter()
                .any(|text| text.to_lowercase().contains(words))
        })
    });
    arrange(&mut rows, query.sort);
    Ok(rows)
}

fn arrange(rows: &mut [PlanCandidate], (sort, is_descending): (CandidateSort, bool)) {
    let gravity = |row: &PlanCandidate| match row.conflict.as_str() {
        "none" => 0,
        "note" => 1,
        "flag" => 2,
        _ => 3,
    };
    rows.sort_by(|one, other| {
        let score = |row: &PlanCandidate| row.score.unwrap_or(-1.0);
        score(other)
            .total_cmp(&score(one))
            .then_with(|| one.expert.expert_id.cmp(&other.expert.expert_id))
    });
    match sort {
        CandidateSort::Score => {}
        CandidateSort::Load => rows.sort_by_key(|row| row.load),
        CandidateSort::Conflict => rows.sort_by_key(gravity),
        CandidateSort::Name => rows.sort_by(|one, other| one.expert.name.cmp(&other.expert.name)),
    }
    if is_descending {
        rows.reverse();
    }
}

/// What the candidates of one nomination are made from.
struct Seen<'w> {
    whole: &'w Whole,
    nomination: NominationId,
    bands: BTreeMap<ExpertId, Band>,
    conflicts: BTreeMap<ExpertId, Vec<Conflicting>>,
    publications: BTreeMap<ExpertId, u64>,
    reviews: Vec<ReviewRow>,
}

impl Seen<'_> {
    fn rows(&self, ids: &[ExpertId]) -> Vec<PlanCandidate> {
        let loads = loads(&self.whole.pairs);
        let of = |id: &ExpertId| self.row(*id, loads.get(id).copied().unwrap_or_default());
        ids.iter().map(of).collect()
    }

    fn row(&self, id: ExpertId, load: u32) -> PlanCandidate {
        let ground = &self.whole.ground;
        let key = (self.nomination, id);
        let band = self.bands.get(&id);
        let found = self.conflicts.get(&id).map(Vec::as_slice).unwrap_or_default();
        let part = |value: Option<i32>| value.map(|value| fraction(value.into()));
        let standing = self.whole.pairs.get(&key).map_or("free", |pair| pair.standing.as_str());
        let mark = |one: &Conflicting| ConflictMark {
            kind: one.kind.clone(),
            severity: one.severity.clone(),
            confidence: f64::from(one.confidence) / 1e3,
        };
        PlanCandidate {
            expert: NamedExpert::in_ground(ground, id),
            score: part(band.map(|band| band.score)),
            low: part(band.map(|band| band.low)),
            high: part(band.map(|band| band.high)),
            left: band.and_then(|band| band.left),
            publications: self.publications.get(&id).copied().unwrap_or_default(),
            load,
            max_load: ground.most(id),
            conflict: grade(ground, key, found).to_owned(),
            conflicts: found.iter().map(mark).collect(),
            standing: standing.to_owned(),
            outside_panel: ground.is_outside(key),
            why_not: band.and_then(|band| band.why_not.clone()),
            assignment: of_pair(&self.reviews, key),
        }
    }
}

/// The newest assignment of a pair.
fn of_pair(reviews: &[ReviewRow], key: super::model::Key) -> Option<AssignmentMark> {
    let is_of = |row: &&ReviewRow| (row.nomination_id, row.expert_id) == key;
    reviews.iter().rev().find(is_of).map(AssignmentMark::of)
}

/// The third column: the nominations of an expert.
///
/// # Errors
/// Not the actor's to know, no such plan or expert.
pub(super) async fn load(
    app: &App,
    actor: &Actor,
    (id, expert): (AssignmentPlanId, ExpertId),
) -> Result<ExpertLoad, AssignmentError> {
    permit(actor, Action::ReadAssignments)?;
    let tx = app.database.begin_read().await?;
    let whole = Whole::read(&tx, id).await?;
    let wall = wall_in_round(&*tx, actor, whole.row.round_id).await?;
    let mut whole = whole.behind(&wall);
    store::extend(&*tx, &mut whole.ground, [expert]).await?;
    if !whole.ground.experts.contains_key(&expert) {
        return Err(AssignmentError::NotFound);
    }
    let reviews = store::of_plan(&*tx, id).await?;
    let account = store::tie_of(&*tx, expert).await?.map(|tie| tie.username);
    let Whole { pairs, ground, .. } = whole;
    let mut nominations: Vec<LoadEntry> = living(&pairs)
        .filter(|(key, _)| key.1 == expert)
        .map(|(key, pair)| LoadEntry {
            nomination: AssignedNomination::in_ground(&ground, key.0),
            score: pair.score.map(|score| fraction(score.into())),
            standing: pair.standing.as_str().to_owned(),
            assignment: of_pair(&reviews, key),
        })
        .collect();
    nominations.sort_by(|one, other| {
        let score = |entry: &LoadEntry| entry.score.unwrap_or(-1.0);
        score(other)
            .total_cmp(&score(one))
            .then_with(|| one.nomination.nomination_id.cmp(&other.nomination.nomination_id))
    });
    let count = |length: usize| u32::try_from(length).unwrap_or(u32::MAX);
    Ok(ExpertLoad {
        expert: NamedExpert::in_ground(&ground, expert),
        load: count(nominations.len()),
        max_load: ground.most(expert),
        barred: count(ground.bars.iter().filter(|key| key.1 == expert).count()),
        account,
        nominations,
    })
}
