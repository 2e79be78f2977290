//! Is an aggregate the same whatever anybody is called, and nearer to the truth when severities are taken off?

use proptest::prelude::*;
use rand::{Rng as _, SeedableRng as _};
use rand_chacha::ChaCha8Rng;

use super::*;
use crate::aggregation::{
    SheetInput,
    rules::{AggregationRules, in_force},
};

/// An input of one criterion of weight 100 under the rules that ship.
fn input(sheets: &[(String, String, u32)], is_calibrated: bool) -> Input {
    let mut input = Input {
        category: "NAT".to_owned(),
        sheets: Vec::new(),
        groups: BTreeMap::new(),
        weights: [("all".to_owned(), 100)].into(),
        rules: in_force(),
        is_calibrated,
        seed: [11; 32],
    };
    for (nomination, reviewer, points) in sheets {
        input.groups.insert(nomination.clone(), "NAT".to_owned());
        input.sheets.push(SheetInput {
            nomination: nomination.clone(),
            reviewer: reviewer.clone(),
            points: [("all".to_owned(), *points)].into(),
        });
    }
    input
}

fn sheet(nomination: u32, reviewer: u32, points: u32) -> (String, String, u32) {
    (format!("n{nomination:02}"), format!("r{reviewer:02}"), points)
}

/// Twelve nominations, six reviewers, three sheets each by turns.
fn small(is_calibrated: bool) -> Input {
    let of = |at: u32| {
        let (nomination, reviewer) = (at / 3, (at / 3 + at % 3 * 2) % 6);
        sheet(nomination, reviewer, 60 + (at * 7) % 31 + reviewer)
    };
    input(&(0..36).map(of).collect::<Vec<_>>(), is_calibrated)
}

/// A change of any rule of arithmetic shows here: it asks for another version of the engine.
#[test]
fn the_bytes_are_these() {
    let outputs = [small(false), small(true)].map(|input| aggregate(&input));
    let lines: Vec<String> = outputs
        .iter()
        .flat_map(|output| {
            let rows = output.rows.iter().map(|row| serde_json::to_string(row).unwrap());
            rows.chain([serde_json::to_string(&(&output.calibration, output.agreement)).unwrap()])
        })
        .collect();
    insta::assert_snapshot!(lines.join("\n"));
}

#[test]
fn raw_means_rank_where_too_few_reviewers_can_be_calibrated() {
    let whole = aggregate(&small(true));
    let note = whole.calibration.unwrap();
    assert_eq!((note.is_applied, note.linked_percent, note.reviewers.len()), (true, 100, 6));
    assert!(note.reviewers.iter().all(|one| one.is_used && one.sheets == 6));
    assert!(whole.rows.iter().all(|row| row.used == row.calibrated && row.used.is_some()));

    let mut few = small(true);
    few.rules.least_sheets = 7;
    let found = aggregate(&few);
    let note = found.calibration.unwrap();
    assert_eq!((note.is_applied, note.linked_percent), (false, 0));
    assert!(found.rows.iter().all(|row| row.calibrated.is_none() && row.used == row.raw));
    let raw = aggregate(&small(false));
    assert_eq!((found.rows, raw.calibration), (raw.rows, None), "as if nobody had asked");
}

#[test]
fn what_has_no_sheet_has_no_rank_and_what_is_in_no_group_counts_for_nothing() {
    let mut input = input(&[sheet(1, 1, 80), sheet(1, 2, 90), sheet(2, 1, 70)], false);
    input.groups.insert("n03".to_owned(), "NAT".to_owned());
    input.groups.insert("n04".to_owned(), "other".to_owned());
    let lone = sheet(4, 1, 10);
    let stray = sheet(5, 1, 99);
    for (nomination, reviewer, points) in [lone, stray] {
        let points = [("all".to_owned(), points)].into();
        input.sheets.push(SheetInput { nomination, reviewer, points });
    }
    let output = aggregate(&input);
    let told = |row: &OutputRow| (row.nomination.clone(), row.sheets, row.used, row.rank);
    let named = |name: &str, sheets, used, rank| (name.to_owned(), sheets, used, rank);
    let expected = [
        named("n01", 2, Some(8_500), Some(1)),
        named("n02", 1, Some(7_000), Some(2)),
        named("n03", 0, None, None),
        named("n04", 1, Some(1_000), Some(1)),
    ];
    assert_eq!(output.rows.iter().map(told).collect::<Vec<_>>(), expected);
    assert_eq!(output.rows[0].spread, Some(1_000));
    let nothing = aggregate(&Input { groups: BTreeMap::new(), ..input });
    assert_eq!((nothing.rows.len(), nothing.agreement.units), (0, 0));
}

/// The same input with other names, and with its sheets in another order.
fn renamed(input: &Input, name: impl Fn(&str) -> String, by: usize) -> Input {
    let mut other = input.clone();
    other.groups =
        input.groups.iter().map(|(nomination, of)| (name(nomination), of.clone())).collect();
    for sheet in &mut other.sheets {
        sheet.nomination = name(&sheet.nomination);
        sheet.reviewer = name(&sheet.reviewer);
    }
    let by = by % other.sheets.len().max(1);
    other.sheets.rotate_left(by);
    other
}

/// Turns the order of names round: `n00` comes last.
fn turned(name: &str) -> String {
    let (letter, number) = name.split_at(1);
    format!("{letter}{:02}", 99 - number.parse::<u32>().unwrap())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]
    #[test]
    fn what_anybody_is_called_makes_no_difference_to_a_figure(
        points in prop::collection::vec((0..8_u32, 0..6_u32, 0..=20_u32), 1..48),
        by in any::<usize>(),
        is_calibrated in any::<bool>(),
    ) {
        let sheets: BTreeMap<(u32, u32), u32> =
            points.into_iter().map(|(one, other, fives)| ((one, other), fives * 5)).collect();
        let sheets: Vec<(String, String, u32)> =
            sheets.into_iter().map(|((one, other), points)| sheet(one, other, points)).collect();
        let mut before = input(&sheets, is_calibrated);
        before.rules.resamples = 49;
        before.rules.least_sheets = 3;
        before.rules.least_linked_percent = 50;
        let found = aggregate(&before);
        let mut after = aggregate(&renamed(&before, turned, by));
        for row in &mut after.rows {
            row.nomination = turned(&row.nomination);
        }
        after.rows.sort_by(|one, other| one.nomination.cmp(&other.nomination));
        if let Some(note) = &mut after.calibration {
            for one in &mut note.reviewers {
                one.reviewer = turned(&one.reviewer);
            }
            note.reviewers.sort_by(|one, other| one.reviewer.cmp(&other.reviewer));
        }
        prop_assert_eq!(found, after);
    }

    #[test]
    fn a_rank_lies_in_its_interval_and_more_points_never_cost_a_place(
        points in prop::collection::vec((0..6_u32, 0..5_u32, 0..20_u32), 1..30),
        chosen in any::<prop::sample::Index>(),
    ) {
        let sheets: BTreeMap<(u32, u32), u32> =
            points.into_iter().map(|(one, other, fives)| ((one, other), fives * 5)).collect();
        let mut sheets: Vec<(String, String, u32)> =
            sheets.into_iter().map(|((one, other), points)| sheet(one, other, points)).collect();
        let before = aggregate(&Input { rules: quick(), ..input(&sheets, false) });
        for row in &before.rows {
            let (low, high) = (row.rank_low.unwrap(), row.rank_high.unwrap());
            prop_assert!((low..=high).contains(&row.rank.unwrap()));
        }
        let raised = chosen.index(sheets.len());
        sheets[raised].2 += 5;
        let after = aggregate(&Input { rules: quick(), ..input(&sheets, false) });
        let rank = |output: &Output| {
            output.rows.iter().find(|row| row.nomination == sheets[raised].0).unwrap().rank
        };
        prop_assert!(rank(&after) <= rank(&before));
    }
}

fn quick() -> AggregationRules {
    AggregationRules { resamples: 19, ..in_force() }
}

/// A normal deviate, near enough: twelve uniform ones.
fn deviate(random: &mut ChaCha8Rng, spread: f64) -> f64 {
    let sum: f64 = (0..12).map(|_| random.random_range(0.0..1.0)).sum();
    (sum - 6.0) * spread
}

/// Sixty nominations by five of forty reviewers each, whose severities differ; what the nominations are worth.
fn round_of(seed: u64) -> (Input, Vec<f64>) {
    let mut random = ChaCha8Rng::seed_from_u64(seed);
    let worth: Vec<f64> = (0..60).map(|_| 75.0 + deviate(&mut random, 6.0)).collect();
    let severity: Vec<f64> = (0..40).map(|_| deviate(&mut random, 6.0)).collect();
    let mut sheets = Vec::new();
    for (nomination, worth) in (0..60).zip(&worth) {
        let mut free: Vec<u32> = (0..40).collect();
        for _ in 0..5 {
            let reviewer = free.swap_remove(random.random_range(0..free.len()));
            let of = severity[reviewer as usize];
            let points = (worth + of + deviate(&mut random, 4.0)).clamp(0.0, 100.0);
            #[expect(
                clippy::cast_possible_truncation,
                clippy::cast_sign_loss,
                reason = "0 to 100"
            )]
            sheets.push(sheet(nomination, reviewer, points.round() as u32));
        }
    }
    let mut input = input(&sheets, true);
    input.rules.resamples = 0;
    (input, worth)
}

/// Spearman's correlation of what ranks with what it should tell; equal figures share a place.
fn spearman(rows: &[OutputRow], figure: fn(&OutputRow) -> Option<i32>, worth: &[f64]) -> f64 {
    let standing = |values: &[f64]| -> Vec<f64> {
        let balance = |one: &f64| {
            let above = values.iter().filter(|other| *other > one).count();
            let below = values.iter().filter(|other| *other < one).count();
            above as f64 - below as f64
        };
        values.iter().map(balance).collect()
    };
    let product = |one: &[f64], other: &[f64]| -> f64 {
        one.iter().zip(other).map(|(left, right)| left * right).sum()
    };
    let figures: Vec<f64> = rows.iter().map(|row| f64::from(figure(row).unwrap())).collect();
    let (told, truth) = (standing(&figures), standing(worth));
    product(&told, &truth) / (product(&told, &told) * product(&truth, &truth)).sqrt()
}

/// The design of record: severities that differ are worth taking off.
#[test]
fn over_200_rounds_calibrated_figures_rank_nearer_to_the_truth() {
    let (mut better, mut gained) = (0, 0.0);
    for seed in 0..200 {
        let (input, worth) = round_of(seed);
        let rows = aggregate(&input).rows;
        let gain = spearman(&rows, |row| row.used, &worth) - spearman(&rows, |row| row.raw, &worth);
        better += u32::from(gain >= 0.0);
        gained += gain;
    }
    assert!(gained > 0.0 && better >= 160, "better in {better} of 200, {gained} in all");
}

#[test]
fn where_severities_do_not_differ_little_is_lost() {
    let mut lost: f64 = 0.0;
    for seed in 0..20 {
        let (mut input, worth) = round_of(seed);
        // Without severities a reviewer is a name by chance.
        for (sheet, place) in input.sheets.iter_mut().zip(0_u32..) {
            let worth = worth[(place / 5) as usize];
            let noise = f64::from((place * 37 + u32::try_from(seed).unwrap()) % 17) - 8.0;
            #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "0 to 100")]
            let points = (worth + noise).clamp(0.0, 100.0).round() as u32;
            sheet.points = [("all".to_owned(), points)].into();
        }
        let rows = aggregate(&input).rows;
        lost += spearman(&rows, |row| row.raw, &worth) - spearman(&rows, |row| row.used, &worth);
    }
    assert!(lost / 20.0 < 0.05, "{lost}");
}
