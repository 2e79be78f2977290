//! Does the engine see the truth behind the past, and are its studies repeatable?

use super::*;
use crate::quotas::engine::{
    BackTest, Contender, History, NaivePolicy, Policy, Stability, back_test, compare, decide,
    naive, rank_correlation, stability, total_for,
};

fn demo_history() -> History {
    History::new(demo_past(2027).rows).unwrap()
}

fn held(history: &History) -> u32 {
    let newest = history.newest_round();
    history.rows().iter().filter(|row| Some(row.round) == newest).map(|row| row.quota).sum()
}

fn on_threads<T: Send>(threads: usize, work: impl Fn() -> T + Send + Sync) -> T {
    rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap().install(work)
}

#[test]
fn resamples_are_the_same_bytes_on_one_thread_and_many() {
    let (history, policy) = (demo_history(), Policy::default());
    let total = total_for(&policy, held(&history));
    let drawn = |threads, seed| -> Stability {
        on_threads(threads, || stability(&history, &policy, total, 60, seed).unwrap())
    };
    let one = drawn(1, 5);
    assert_eq!(serde_json::to_vec(&one).unwrap(), serde_json::to_vec(&drawn(4, 5)).unwrap());
    assert_ne!(one, drawn(2, 6));
    let decided = decide(&history, &policy, total).unwrap();
    assert_eq!(one.societies.len(), decided.societies.len());
    for (one, decided) in one.societies.iter().zip(&decided.societies) {
        assert_eq!((&one.society_id, one.proposed), (&decided.society_id, decided.proposed));
        assert_eq!(one.fewer + one.same_places + one.more, 60);
        assert!(one.same_band <= 60 && one.score_low <= one.score_high);
    }
    // Chance moves something, and not everything.
    assert!((300..1_000).contains(&one.same_places_permille), "{}", one.same_places_permille);
}

#[test]
fn rules_of_thumb_keep_the_total_and_the_bounds() {
    let (history, policy) = (demo_history(), Policy::default());
    let places = held(&history);
    for rule in NaivePolicy::ALL {
        let shared = naive(&history, &policy, places, rule);
        assert_eq!(shared.iter().map(|one| one.proposed).sum::<u32>(), places, "{rule:?}");
        for one in &shared {
            assert!(one.proposed.abs_diff(one.previous) <= 1, "{one:?}");
            assert!(one.previous == 0 || one.proposed >= 1, "{one:?}");
        }
    }
    let value = |rule| -> Vec<i64> {
        naive(&history, &policy, places, rule).iter().map(|one| one.value).collect()
    };
    assert!(value(NaivePolicy::EqualShares).iter().all(|value| *value == 1_000_000));
    let awarded = |row: &&HistoryRow| row.round == 2025;
    let last: Vec<i64> = history
        .rows()
        .iter()
        .filter(awarded)
        .map(|row| i64::from(count(row, "awarded")) * 1_000_000)
        .collect();
    assert_eq!(value(NaivePolicy::LastRound), last);
}

#[test]
fn a_policy_compared_with_itself_moves_nobody() {
    let (history, policy) = (demo_history(), Policy::default());
    let total = total_for(&policy, held(&history));
    let first = decide(&history, &policy, total).unwrap();
    let same = compare(&first, &first);
    assert!(same.movers.is_empty() && same.gained == 0 && same.lost == 0);
    assert_eq!(same.unmoved as usize, first.societies.len());
    let mut bolder = policy;
    bolder.expand.points = 60;
    bolder.shrink.points = 50;
    bolder.expand.rounds = 1;
    let second = decide(&history, &bolder, total).unwrap();
    let found = compare(&first, &second);
    assert!(!found.movers.is_empty());
    let change: i32 = found.movers.iter().map(|mover| mover.change).sum();
    let sums = [found.first_places, found.second_places, found.gained, found.lost];
    let [first_places, second_places, gained, lost] = sums.map(u32::cast_signed);
    assert_eq!(change, second_places - first_places);
    assert_eq!(change, gained - lost);
    assert_eq!(found.first_places + found.first_reserve, total);
    assert_eq!(found.second_places + found.second_reserve, total);
}

#[test]
fn the_past_is_tested_with_what_was_known_then() {
    let (history, policy) = (demo_history(), Policy::default());
    let test =
        |threads| -> BackTest { on_threads(threads, || back_test(&history, &policy).unwrap()) };
    let found = test(1);
    assert_eq!(serde_json::to_vec(&found).unwrap(), serde_json::to_vec(&test(3)).unwrap());
    let known: Vec<i32> = found.rounds.iter().map(|round| round.known_to).collect();
    assert_eq!(known, [2019, 2021, 2023]);
    assert_eq!(found.rounds[2].judged_by, [2025]);
    for standings in found.rounds.iter().map(|round| &round.standings).chain([&found.overall]) {
        let who: Vec<Contender> = standings.iter().map(|one| one.contender).collect();
        assert_eq!(who.len(), 5);
        assert!(standings.iter().all(|one| one.places > 0 && one.later_pass_rate.is_some()));
    }
    // Later rounds do not reach into a decision: without them it is the same.
    let early: Vec<HistoryRow> =
        history.rows().iter().filter(|row| row.round <= 2021).cloned().collect();
    let early = back_test(&History::new(early).unwrap(), &policy).unwrap();
    let ours = |test: &BackTest| (test.rounds[0].total, test.rounds[0].standings[0].moved);
    assert_eq!(ours(&early), ours(&found));
}

/// What two dozen histories of two nominations a round show; the study in `docs/engines` has two
/// hundred of each size.
#[test]
fn the_score_orders_societies_better_than_raw_rates_do() {
    let policy = Policy::default();
    let (mut ours, mut raw, mut last) = (0, 0, 0);
    for seed in 1..=24 {
        let plan = PastPlan::numbered(57, &PAST_ROUNDS, Places::Fixed(2));
        let past = past_rounds(&plan, seed);
        let history = History::new(past.rows).unwrap();
        let places = held(&history);
        let outcome = decide(&history, &policy, total_for(&policy, places)).unwrap();
        let correlation = |values: Vec<i64>| {
            let pairs = values.into_iter().zip(past.truth.iter().map(|one| one.quality().into()));
            rank_correlation(&pairs.collect::<Vec<(i64, i64)>>()).unwrap()
        };
        let values =
            |rule| naive(&history, &policy, places, rule).iter().map(|one| one.value).collect();
        ours += correlation(outcome.societies.iter().map(|one| one.score).collect());
        raw += correlation(values(NaivePolicy::RawAwardRate));
        last += correlation(values(NaivePolicy::LastRound));
    }
    let [ours, raw, last] = [ours, raw, last].map(|sum| sum / 24_000_000);
    assert!(ours > 750 && ours > raw + 200 && ours > last + 200, "{ours} {raw} {last}");
}
