//! The laws that hold over all histories, policies and totals.

use proptest::prelude::*;

use super::made::{cases, fixed, outcome, places};
use crate::quotas::engine::{
    Band, History, LineKind, SocietyOutcome, StepKind, Veto, VetoEffect, decide,
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
        step in 0..5_usize,
    ) {
        let newest: Vec<usize> =
            (0..rows.len()).filter(|place| rows[*place].round == 2025).collect();
        let place = newest[pick.index(newest.len())];
        let Some(better) = improved(&rows, place, step) else { return Ok(()) };
        let (before, after) = (outcome(&rows, &policy, total), outcome(&better, &policy, total));
        let id = rows[place].society_id.as_str();
        prop_assert!(places(&before)[id] <= places(&after)[id]);
    }

    #[test]
    fn a_better_round_never_costs_a_place_where_priors_are_the_policys(
        (rows, policy, total) in cases(), pick in any::<prop::sample::Index>(),
        step in 0..5_usize,
    ) {
        let policy = fixed(&policy);
        let place = pick.index(rows.len());
        let Some(better) = improved(&rows, place, step) else { return Ok(()) };
        let (before, after) = (outcome(&rows, &policy, total), outcome(&better, &policy, total));
        let id = rows[place].society_id.as_str();
        prop_assert!(places(&before).get(id) <= places(&after).get(id));
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
                let is_vetoed = rows.iter().any(|row| {
                    let takes = |veto: &&Veto| veto.effect != VetoEffect::NoExpansion;
                    let mut vetoes = policy.vetoes.iter().filter(takes);
                    row.society_id == society.society_id && vetoes.any(|v| events(v, row) > 0)
                });
                let has_reason = match society.band {
                    Band::Suspend => is_vetoed,
                    Band::Shrink => is_vetoed || crossed(LineKind::Shrink),
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
            // The suspending vetoes of both policies look at the newest round alone.
            let is_vetoed = rows.iter().any(|row| {
                let suspends = |veto: &&Veto| veto.effect == VetoEffect::Suspend;
                let mut vetoes = policy.vetoes.iter().filter(suspends);
                row.society_id == society.society_id
                    && row.round == 2025
                    && vetoes.any(|veto| events(veto, row) >= veto.at_least)
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
                } else {
                    prop_assert_eq!(after.proposed.cmp(&society.proposed).is_eq(), true);
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

/// The rows with one indicator of one row one case better, all others as they were; none if that
/// one cannot get better.
fn improved(rows: &[HistoryRow], place: usize, step: usize) -> Option<Vec<HistoryRow>> {
    let mut better = rows.to_vec();
    let counts = &mut better[place].counts;
    let (measure, limit, change) = [
        ("form_passed", Some("submitted"), 1),
        ("awarded", Some("first_review_passed"), 1),
        ("withdrawn", None, -1),
        ("objections_upheld", None, -1),
        ("misconduct", None, -1),
    ][step];
    let limit = limit.map_or(u32::MAX, |limit| counts[limit]);
    let count = counts.get_mut(measure)?;
    *count = count.checked_add_signed(change).filter(|count| *count <= limit)?;
    Some(better)
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
