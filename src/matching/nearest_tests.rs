//! Is a plan over the nearest the best of all, however few of them are kept at first?

use std::cell::Cell;

use proptest::prelude::*;

use super::*;
use crate::matching::{
    affinity,
    assignment::{Draft, Expert, Instance, Nomination, Objective, Rules, ScoredPair, solve},
};

/// The experts of each nomination with a score, the nearest first.
fn ordered(scores: &[Vec<u32>]) -> Vec<Vec<ExpertAffinity>> {
    let list = |row: &Vec<u32>| {
        let mut experts: Vec<ExpertAffinity> = row
            .iter()
            .enumerate()
            .filter(|(_, micro)| **micro > 0)
            .map(|(expert, &micro)| ExpertAffinity {
                expert,
                score: affinity::Score { micro, ..affinity::Score::default() },
                publications: 1,
            })
            .collect();
        experts.sort_by_key(|one| (std::cmp::Reverse(one.score.micro), one.expert));
        experts
    };
    scores.iter().map(list).collect()
}

fn draft(
    nominations: usize,
    experts: usize,
    (demand, min_load, max_load): (u32, u32, u32),
) -> Draft {
    Draft {
        nominations: (0..nominations)
            .map(|at| Nomination { id: format!("n{at:02}"), demand })
            .collect(),
        experts: (0..experts)
            .map(|at| Expert { id: format!("e{at:02}"), min_load, max_load, unit: None })
            .collect(),
        ..Draft::default()
    }
}

/// The best plan over all pairs with a score of at least `least`, where each expert costs something.
fn of_all(draft: &Draft, lists: &[Vec<ExpertAffinity>], (least, costs): (u32, &[i64])) -> Solution {
    let mut whole = draft.clone();
    for (nomination, experts) in (0_u32..).zip(lists) {
        whole.pairs.extend(experts.iter().filter(|one| one.score.micro >= least).map(|one| {
            let expert = u32::try_from(one.expert).unwrap();
            let left = (i64::from(one.score.micro) - costs[one.expert]).max(1);
            let score = Score::from_micro(left).unwrap();
            ScoredPair { nomination, expert, score }
        }));
    }
    solve(&Instance::new(whole).unwrap(), Objective::Sum)
}

proptest! {
    #[test]
    fn however_few_are_kept_at_first_the_plan_is_the_best_of_all(
        scores in prop::collection::vec(prop::collection::vec(0_u32..=20, 9), 2..7),
        bounds in (1_u32..=3, 0_u32..=1, 1_u32..=3), depth in 1_usize..4, least in 0_u32..6,
        costs in prop::collection::vec((0_i64..4).prop_map(|cost| cost * 20_000), 9),
    ) {
        let scores: Vec<Vec<u32>> =
            scores.iter().map(|row| row.iter().map(|score| score * 50_000).collect()).collect();
        let (lists, least) = (ordered(&scores), least * 50_000);
        let draft = draft(scores.len(), 9, bounds);
        let rescore = |asked: &[usize], most: usize| {
            let list = |at: &usize| NominationAffinity {
                experts: lists[*at].iter().copied().take(most).collect(),
            };
            asked.iter().map(list).collect::<Vec<_>>()
        };
        let floor = Score::from_micro(least.into()).unwrap();
        let nearest = Nearest::as_deep_as(depth, scores.len(), floor, &rescore);
        let mut nearest = nearest.less(costs.clone());
        let found = loop {
            let found = crate::matching::assignment::solve_columns(
                &draft, &Rules::default(), &nearest, Objective::Sum, 2,
            ).unwrap();
            if !nearest.deepen(&found.solution) {
                break found.solution;
            }
        };
        let best = of_all(&draft, &lists, (least, &costs));
        let unmet = |plan: &Solution| plan.unmet_loads.iter().map(|one| one.missing).sum::<u32>();
        prop_assert_eq!(found.pairs.len(), best.pairs.len());
        prop_assert_eq!(unmet(&found), unmet(&best));
        prop_assert_eq!(found.total, best.total);
    }
}

#[test]
fn nobody_is_asked_for_twice_where_the_nearest_suffice() {
    let scores: Vec<Vec<u32>> =
        (0..3).map(|row| (1..=9).map(|at| at * 1_000 + row).collect()).collect();
    let lists = ordered(&scores);
    let asked = Cell::new(0);
    let rescore = |of: &[usize], most: usize| {
        asked.set(asked.get() + 1);
        let list = |at: &usize| NominationAffinity {
            experts: lists[*at].iter().copied().take(most).collect(),
        };
        of.iter().map(list).collect::<Vec<_>>()
    };
    let mut nearest = Nearest::as_deep_as(4, 3, Score::default(), &rescore);
    let draft = draft(3, 9, (1, 0, 3));
    let found = crate::matching::assignment::solve_columns(
        &draft,
        &Rules::default(),
        &nearest,
        Objective::Sum,
        2,
    );
    assert!(!nearest.deepen(&found.unwrap().solution), "the ninth expert has room for all three");
    assert_eq!((asked.get(), nearest.experts(0).len()), (1, 4));
}
