//! Does the engine keep its promises? Oracles and generators that the test files share.

mod bounds;
mod dense;
mod explanations;
mod floor;
mod objectives;
mod optimality;
mod panels;
mod proofs;
mod repair;
mod rules;

use super::*;
use proptest::prelude::*;

/// What a plan is judged by, better first: places filled, least loads met, total score.
type Worth = (usize, std::cmp::Reverse<u32>, i64);

fn score(micro: i64) -> Score {
    Score::from_micro(micro).unwrap()
}

/// A draft with a row of scores (in tenths, below 0: no candidate) for each nomination.
fn draft(demand: u32, max_load: u32, rows: &[&[i64]]) -> Draft {
    let experts = rows.first().map_or(0, |row| row.len());
    let mut draft = Draft {
        nominations: (0..rows.len()).map(|n| Nomination { id: format!("p{n}"), demand }).collect(),
        experts: (0..experts)
            .map(|e| Expert { id: format!("e{e}"), min_load: 0, max_load, unit: None })
            .collect(),
        ..Draft::default()
    };
    for (nomination, row) in (0_u32..).zip(rows) {
        for (expert, &tenths) in (0_u32..).zip(*row).filter(|(_, tenths)| **tenths >= 0) {
            draft.pairs.push(ScoredPair { nomination, expert, score: score(tenths * 100_000) });
        }
    }
    draft
}

fn instance(draft: &Draft) -> Instance {
    Instance::new(draft.clone()).unwrap()
}

fn worth(solution: &Solution) -> Worth {
    let unmet = solution.unmet_loads.iter().map(|unmet| unmet.missing).sum();
    (solution.pairs.len(), std::cmp::Reverse(unmet), solution.total)
}

/// Whether the pairs keep every bound; written without the engine's own checks.
fn keeps_bounds(instance: &Instance, pairs: &[ScoredPair]) -> bool {
    let of = |pick: &dyn Fn(&ScoredPair) -> bool| pairs.iter().filter(|pair| pick(pair)).count();
    let demand = (0_u32..)
        .zip(instance.nominations())
        .all(|(n, nomination)| of(&|pair| pair.nomination == n) <= nomination.demand as usize);
    let load = (0_u32..)
        .zip(instance.experts())
        .all(|(e, expert)| of(&|pair| pair.expert == e) <= expert.max_load as usize);
    let unit = instance.max_per_unit() == 0
        || pairs.iter().all(|one| {
            let unit = instance.unit_of(one.expert);
            let same = |pair: &ScoredPair| {
                pair.nomination == one.nomination && instance.unit_of(pair.expert) == unit
            };
            unit.is_none() || of(&same) <= instance.max_per_unit() as usize
        });
    let bar = !pairs.iter().any(|pair| instance.is_barred(pair.nomination, pair.expert));
    let once = pairs.iter().all(|one| of(&|pair| pair == one) == 1);
    let known = pairs.iter().all(|pair| instance.pairs().contains(pair));
    let pins = instance.pinned_pairs().all(|pin| pairs.contains(&pin));
    demand && load && unit && bar && once && known && pins
}

/// Every choice of pairs that keeps the bounds.
fn all_plans(instance: &Instance) -> Vec<Vec<ScoredPair>> {
    let pairs = instance.pairs();
    let choices = (0_u32..1 << pairs.len()).map(|mask| {
        let chosen = pairs.iter().enumerate().filter(|(place, _)| mask >> place & 1 == 1);
        chosen.map(|(_, pair)| *pair).collect::<Vec<_>>()
    });
    choices.filter(|plan| keeps_bounds(instance, plan)).collect()
}

/// The worth of a plan, counted afresh.
fn worth_of_plan(instance: &Instance, plan: &[ScoredPair]) -> Worth {
    let unmet = (0_u32..).zip(instance.experts()).map(|(e, expert)| {
        let load = plan.iter().filter(|pair| pair.expert == e).count();
        expert.min_load.saturating_sub(u32::try_from(load).unwrap())
    });
    let total = plan.iter().map(|pair| pair.score.micro()).sum();
    (plan.len(), std::cmp::Reverse(unmet.sum()), total)
}

/// Lowest total of a nomination.
fn lowest(instance: &Instance, plan: &[ScoredPair]) -> i64 {
    let totals = (0_u32..).zip(instance.nominations()).map(|(n, _)| {
        plan.iter().filter(|p| p.nomination == n).map(|p| p.score.micro()).sum::<i64>()
    });
    totals.min().unwrap_or(0)
}

/// Objectives of every kind.
fn objectives() -> impl Strategy<Value = Objective> {
    let random = (1_u32..=10, any::<u64>()).prop_map(|(tenths, seed)| Objective::Random {
        max_probability: Probability::new(tenths, 10).unwrap(),
        seed,
    });
    let floor =
        proptest::option::of(0_i64..2_000_000).prop_map(|wanted| Objective::Floor { wanted });
    prop_oneof![Just(Objective::Sum), Just(Objective::Leximin), random, floor]
}

/// Small instances with every kind of bound; scores from a short list, so that ties are common.
fn drafts(nominations: usize, experts: usize) -> impl Strategy<Value = Draft> {
    let nomination = 0_u32..=3;
    let expert = (0_u32..=1, 0_u32..=2, proptest::option::weighted(0.7, 0_u8..2));
    let cell = prop_oneof![2 => Just(None), 5 => (0_i64..=4).prop_map(|n| Some(n * 210_000))];
    let cells = proptest::collection::vec(cell, nominations * experts);
    let marks = proptest::collection::vec((any::<u32>(), any::<u32>()), 0..4);
    (
        proptest::collection::vec(nomination, 1..=nominations),
        proptest::collection::vec(expert, 1..=experts),
        cells,
        (marks.clone(), marks, 0_u32..=2),
    )
        .prop_map(|(demands, bounds, cells, (bars, pins, max_per_unit))| {
            let mut draft = bare_draft(&demands, &bounds);
            draft.max_per_unit = max_per_unit;
            let (rows, columns) = (demands.len(), bounds.len());
            let grid = (0..rows).flat_map(|n| (0..columns).map(move |e| (small(n), small(e))));
            for ((nomination, expert), cell) in grid.zip(cells) {
                let pair = |micro| ScoredPair { nomination, expert, score: score(micro) };
                draft.pairs.extend(cell.map(pair));
            }
            let place = |(n, e): (u32, u32)| (n % small(rows), e % small(columns));
            draft.bars = bars.into_iter().map(place).collect();
            draft.pins = pins.into_iter().map(place).take(1).collect();
            if Instance::new(draft.clone()).is_err() {
                draft.pins.clear();
            }
            draft
        })
}

fn small(number: usize) -> u32 {
    u32::try_from(number).unwrap()
}

/// Nominations by demand, and experts by least load, more, and unit; no pairs.
fn bare_draft(demands: &[u32], bounds: &[(u32, u32, Option<u8>)]) -> Draft {
    let nominations = demands.iter().enumerate();
    let experts = bounds.iter().enumerate();
    Draft {
        nominations: nominations
            .map(|(n, &demand)| Nomination { id: format!("p{n}"), demand })
            .collect(),
        experts: experts
            .map(|(e, &(min_load, more, unit))| Expert {
                id: format!("e{e}"),
                min_load,
                max_load: min_load + more,
                unit: unit.map(|unit| format!("u{unit}")),
            })
            .collect(),
        ..Draft::default()
    }
}
