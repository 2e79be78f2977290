//! The laws that hold over all histories, policies and totals.

use std::collections::BTreeSet;

use proptest::{prelude::*, strategy::ValueTree as _, test_runner::TestRunner};

use super::made::{cases, fixed, in_cases, outcome, places};
use crate::quotas::engine::{
    Band, Draft, History, LineKind, Policy, Record, SocietyOutcome, Source, StepKind, Veto,
    VetoEffect, decide, priors,
};
use crate::track_record::model::HistoryRow;

/// As many cases as a law is tried on.
const CASES: u32 = 10_000;

proptest! {
    #![proptest_config(ProptestConfig::with_cases(CASES))]

    #[test]
    fn the_sum_is_exact((rows, policy, total) in cases()) {
        let outcome = outcome(&rows, &policy, total);
        let given: u32 = outcome.societies.iter().map(|society| society.proposed).sum();
        prop_assert_eq!(given + outcome.reserve, total);
        prop_assert!(outcome.reserve >= total * policy.reserve.permille / 1_000);
    }

    #[test]
    fn places_stay_within_bounds((rows, policy, total) in cases()) {
        let history = History::new(rows).unwrap();
        let Ok(outcome) = decide(&history, &policy, total) else { return Ok(()) };
        for society in &outcome.societies {
            let (old, new) = (society.previous, society.proposed);
            match society.band {
                Band::Suspend => prop_assert_eq!(new, 0),
                Band::Newcomer | Band::Return => prop_assert_eq!(new, policy.newcomer.places),
                Band::Shrink | Band::Hold | Band::Expand => {
                    prop_assert!(new <= old + policy.bounds.max_up);
                    prop_assert!(new + policy.bounds.max_down >= old);
                    prop_assert!(new >= policy.bounds.floor.min(old));
                    prop_assert!(new <= policy.bounds.ceiling.max(old));
                }
            }
        }
    }

    #[test]
    fn one_more_place_in_all_takes_none_from_anyone((rows, policy, total) in cases()) {
        let (fewer, more) = (outcome(&rows, &policy, total), outcome(&rows, &policy, total + 1));
        for (id, before) in places(&fewer) {
            prop_assert!(before <= places(&more)[id], "{id}");
        }
    }

    #[test]
    fn a_better_newest_round_never_costs_a_place(
        (rows, policy, total) in cases(), pick in any::<prop::sample::Index>(),
        step in any::<prop::sample::Index>(),
    ) {
        let newest: Vec<usize> =
            (0..rows.len()).filter(|place| rows[*place].round == 2025).collect();
        let place = newest[pick.index(newest.len())];
        let Some(better) = improved(&rows, &policy, place, step) else { return Ok(()) };
        let (before, after) = (outcome(&rows, &policy, total), outcome(&better, &policy, total));
        let id = rows[place].society_id.as_str();
        prop_assert!(places(&before)[id] <= places(&after)[id]);
    }

    #[test]
    fn a_better_round_never_costs_a_place_where_priors_are_the_policys(
        (rows, policy, total) in cases(), pick in any::<prop::sample::Index>(),
        step in any::<prop::sample::Index>(),
    ) {
        let policy = fixed(&policy);
        let place = pick.index(rows.len());
        let Some(better) = improved(&rows, &policy, place, step) else { return Ok(()) };
        let (before, after) = (outcome(&rows, &policy, total), outcome(&better, &policy, total));
        let id = rows[place].society_id.as_str();
        prop_assert!(places(&before).get(id) <= places(&after).get(id));
    }

    /// Whatever the priors are taken from: only by moving them can a better round cost a place.
    #[test]
    fn a_better_round_never_costs_a_place_where_the_means_of_the_groups_are_held(
        (rows, policy, total) in cases(), pick in any::<prop::sample::Index>(),
        step in any::<prop::sample::Index>(),
    ) {
        let place = pick.index(rows.len());
        let Some(better) = improved(&rows, &policy, place, step) else { return Ok(()) };
        let record = |rows: &[HistoryRow]| {
            Record::new(&History::new(rows.to_vec()).unwrap(), &policy).unwrap()
        };
        let (before, after) = (record(&rows), record(&better));
        let held = priors(&before, &policy);
        let society = before.societies.iter()
            .position(|one| one.id == rows[place].society_id).unwrap();
        let places = |record: &Record| Draft::new(record, &policy, &held, total).places[society];
        prop_assert!(places(&before) <= places(&after));
    }

    /// And what moves with it never turns against the society itself, before places are shared out.
    #[test]
    fn a_better_round_never_lowers_the_score_its_ends_or_the_band(
        (rows, policy, total) in cases(), pick in any::<prop::sample::Index>(),
        step in any::<prop::sample::Index>(),
    ) {
        let policy = in_cases(&policy);
        let place = pick.index(rows.len());
        let Some(better) = improved(&rows, &policy, place, step) else { return Ok(()) };
        let (before, after) = (outcome(&rows, &policy, total), outcome(&better, &policy, total));
        let id = &rows[place].society_id;
        let is_it = |one: &&SocietyOutcome| one.society_id == *id;
        let (before, after) =
            (before.societies.iter().find(is_it), after.societies.iter().find(is_it));
        let Some((before, after)) = before.zip(after) else { return Ok(()) };
        prop_assert!(before.score <= after.score);
        prop_assert!(before.low <= after.low);
        prop_assert!(before.high <= after.high);
        prop_assert!(before.band <= after.band, "{:?} {:?}", before.band, after.band);
    }

    #[test]
    fn names_and_order_change_nothing(
        (rows, policy, total) in cases(), order in any::<prop::sample::Index>(),
    ) {
        let mut renamed = rows.clone();
        for row in &mut renamed {
            // Turns the order of the codes round.
            let number: u32 = row.society_id.trim_start_matches('S').parse().unwrap();
            row.society_id = format!("T{:02}", 99 - number);
            row.society = format!("{}的新名", row.society);
        }
        let turn = order.index(renamed.len());
        renamed.rotate_left(turn);
        let (before, after) = (outcome(&rows, &policy, total), outcome(&renamed, &policy, total));
        let mut before: Vec<_> = before.societies.iter().map(nameless).collect();
        let mut after: Vec<_> = after.societies.iter().map(nameless).collect();
        // Only exact twins may change places.
        before.sort();
        after.sort();
        prop_assert_eq!(before, after);
    }

    #[test]
    fn no_move_without_a_crossed_line_or_a_bound((rows, policy, total) in cases()) {
        let outcome = outcome(&rows, &policy, total);
        for society in &outcome.societies {
            let crossed = |kind: LineKind| {
                let line = society.lines.iter().find(|line| line.line == kind).unwrap();
                line.rounds_crossed >= line.rounds_needed
            };
            let has_step = |kind: StepKind| society.steps.iter().any(|step| step.kind == kind);
            if society.proposed > society.previous {
                let is_new = matches!(society.band, Band::Newcomer | Band::Return);
                let has_crossed = society.band == Band::Expand && crossed(LineKind::Expand);
                prop_assert!(is_new || has_crossed || has_step(StepKind::Bound));
            }
            if society.proposed < society.previous {
                let is_vetoed = |effect: VetoEffect| {
                    let mut vetoes = policy.vetoes.iter().filter(|veto| veto.effect == effect);
                    vetoes.any(|veto| is_in_force(veto, &rows, &society.society_id))
                };
                let has_reason = match society.band {
                    Band::Suspend => is_vetoed(VetoEffect::Suspend),
                    Band::Shrink => is_vetoed(VetoEffect::Shrink) || crossed(LineKind::Shrink),
                    Band::Newcomer | Band::Return => true,
                    Band::Hold | Band::Expand => false,
                };
                let is_bound = [StepKind::Bound, StepKind::Total, StepKind::Shortfall];
                prop_assert!(has_reason || is_bound.into_iter().any(has_step));
            }
        }
    }

    #[test]
    fn everything_sums_to_what_it_explains((rows, policy, total) in cases()) {
        for society in &outcome(&rows, &policy, total).societies {
            let change: i32 = society.steps.iter().map(|step| step.change).sum();
            prop_assert_eq!(
                i64::from(change), i64::from(society.proposed) - i64::from(society.previous)
            );
            let score: i64 = society.terms.iter().map(|term| term.contribution).sum();
            prop_assert_eq!(score, society.score);
            let heads: i64 = society.heads.iter().map(|head| head.points).sum();
            prop_assert_eq!(heads, society.score);
            if let Some(before) = society.score_before {
                let moved: i64 = society
                    .terms
                    .iter()
                    .map(|term| term.contribution - term.contribution_before.unwrap())
                    .sum();
                prop_assert_eq!(moved, society.score - before);
            }
            prop_assert!(0 <= society.low && society.low <= society.score);
            prop_assert!(society.score <= society.high && society.high <= 100_000_000);
        }
    }

    #[test]
    fn a_veto_always_suspends((rows, policy, total) in cases()) {
        for society in &outcome(&rows, &policy, total).societies {
            let is_vetoed = policy.vetoes.iter().any(|veto| {
                veto.effect == VetoEffect::Suspend
                    && is_in_force(veto, &rows, &society.society_id)
            });
            prop_assert_eq!(is_vetoed, society.band == Band::Suspend);
            prop_assert!(!is_vetoed || society.proposed == 0);
        }
    }

    #[test]
    fn the_same_again_gives_the_same_bytes((rows, policy, total) in cases()) {
        let bytes = |threads: usize| {
            let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
            pool.install(|| serde_json::to_string(&outcome(&rows, &policy, total)).unwrap())
        };
        prop_assert_eq!(bytes(1), bytes(2));
    }

    #[test]
    fn a_counterfactual_is_true_at_its_count_and_false_below((rows, policy, total) in cases()) {
        let before = outcome(&rows, &policy, total);
        for society in &before.societies {
            let Some(told) = &society.counterfactual else { continue };
            let has_gained =
                society.band == Band::Expand && society.proposed > society.previous;
            for cases in 1..=told.cases.abs() {
                let mut changed = rows.clone();
                let row = changed.iter_mut().find(|row| {
                    row.society_id == society.society_id && row.round == 2025
                });
                let count = row.unwrap().counts.get_mut(&told.measure).unwrap();
                *count = count.checked_add_signed(cases * told.cases.signum()).unwrap();
                let after = outcome(&changed, &policy, total);
                let after = after.societies.iter()
                    .find(|other| other.society_id == society.society_id).unwrap();
                let is_same = (after.band, after.proposed) == (society.band, society.proposed);
                if cases == told.cases.abs() {
                    prop_assert_eq!((after.band, after.proposed), (told.band, told.places));
                    prop_assert!(!is_same);
                } else if has_gained {
                    prop_assert!(after.proposed >= society.proposed);
                } else {
                    prop_assert!(after.proposed <= society.proposed);
                    prop_assert!(after.band <= society.band);
                }
            }
        }
    }
}

/// What a veto counts in a row.
fn events(veto: &Veto, row: &HistoryRow) -> u32 {
    let count = |measure: &str| row.counts.get(measure).copied().unwrap_or_default();
    count(&veto.measure).saturating_sub(veto.less.as_deref().map_or(0, count))
}

/// Whether a veto is in force after the newest round: so many events within its rounds, which ended no
/// longer ago than it lasts.
fn is_in_force(veto: &Veto, rows: &[HistoryRow], society: &str) -> bool {
    let rounds: BTreeSet<i32> = rows.iter().map(|row| row.round).collect();
    let newest_first: Vec<i32> = rounds.into_iter().rev().collect();
    let of_round = |round: &i32| -> u32 {
        let own = rows.iter().filter(|row| row.society_id == society && row.round == *round);
        own.map(|row| events(veto, row)).sum()
    };
    let (within, lasts) = (veto.within_rounds as usize, veto.lasts_rounds as usize);
    (0..lasts.min(newest_first.len())).any(|age| {
        newest_first.iter().skip(age).take(within).map(of_round).sum::<u32>() >= veto.at_least
    })
}

/// What can be better: every measure that the policy counts a part or an event by, with the sign of
/// better.
fn measures(policy: &Policy) -> Vec<(&str, i32)> {
    let of_indicators = policy.indicators.iter().map(|indicator| match &indicator.source {
        Source::Rate { numerator, .. } => {
            (numerator.as_str(), if indicator.is_up() { 1 } else { -1 })
        }
        Source::Events { measure, .. } => (measure.as_str(), -1),
    });
    let mut of_vetoes = policy
        .vetoes
        .iter()
        .filter(|veto| veto.less.is_none())
        .map(|veto| (veto.measure.as_str(), -1))
        .collect::<Vec<_>>();
    let mut measures: Vec<_> = of_indicators.collect();
    measures.append(&mut of_vetoes);
    measures
}

/// The rows with one measure of one row one case better, all others as they were; none where no such row
/// could be, or where the measure is the whole of another indicator that is known: more of it would be
/// less of that one.
fn one_better(
    rows: &[HistoryRow],
    policy: &Policy,
    place: usize,
    (measure, sign): (&str, i32),
) -> Option<Vec<HistoryRow>> {
    let is_whole = policy.indicators.iter().any(|indicator| match &indicator.source {
        Source::Rate { numerator, denominator, .. } => {
            denominator == measure && rows[place].count(numerator).is_some()
        }
        Source::Events { .. } => false,
    });
    if is_whole {
        return None;
    }
    let mut better = rows.to_vec();
    let count = better[place].counts.get_mut(measure)?;
    *count = count.checked_add_signed(sign)?;
    let history = History::new(better.clone()).ok()?;
    Record::new(&history, policy).ok()?;
    Some(better)
}

/// One of the ways in which a row can be one case better; none where it is as good as can be.
fn improved(
    rows: &[HistoryRow],
    policy: &Policy,
    place: usize,
    step: prop::sample::Index,
) -> Option<Vec<HistoryRow>> {
    let ways = measures(policy);
    let mut better: Vec<_> =
        ways.into_iter().filter_map(|way| one_better(rows, policy, place, way)).collect();
    (!better.is_empty()).then(|| better.swap_remove(step.index(better.len())))
}

/// That the laws above try every measure of the policy that ships, and not a few of them.
#[test]
fn every_measure_of_the_shipped_policy_is_drawn_and_gets_better() {
    let shipped = Policy::default();
    let mut runner = TestRunner::deterministic();
    let mut left: BTreeSet<&str> =
        measures(&shipped).into_iter().map(|(measure, _)| measure).collect();
    for _ in 0..2_000 {
        let (rows, ..) = cases().new_tree(&mut runner).unwrap().current();
        for place in 0..rows.len() {
            left.retain(|measure| {
                let mut ways = measures(&shipped);
                ways.retain(|(other, _)| other == measure);
                ways.into_iter().all(|way| one_better(&rows, &shipped, place, way).is_none())
            });
        }
        if left.is_empty() {
            return;
        }
    }
    panic!("never better: {left:?}");
}

/// All of a proposal but its names, and but what a counterfactual would make twins of.
fn nameless(society: &SocietyOutcome) -> String {
    let mut society = society.clone();
    society.society_id.clear();
    society.society.clear();
    society.counterfactual = None;
    society.reasons = crate::shared::Bilingual::default();
    serde_json::to_string(&society).unwrap()
}
