//! Is the past as the model says: lawful, true to its rates, and the same from the same seed?

mod judged;

use std::collections::BTreeMap;

use super::*;

fn wide(seed: u64) -> PastRounds {
    past_rounds(&PastPlan::numbered(4_000, &PAST_ROUNDS, Places::Fixed(3)), seed)
}

fn count(row: &HistoryRow, measure: &str) -> u32 {
    row.counts.get(measure).copied().unwrap_or(0)
}

fn total(rows: &[HistoryRow], measure: &str) -> i64 {
    rows.iter().map(|row| i64::from(count(row, measure))).sum()
}

#[test]
fn the_same_seed_gives_the_same_past_and_another_gives_another() {
    assert_eq!(demo_past(2027), demo_past(2027));
    assert_ne!(demo_past(2027).rows, demo_past(2028).rows);
}

#[test]
fn the_demonstration_has_every_society_and_every_kind() {
    let past = demo_past(2027);
    assert_eq!(past.truth.len(), 57);
    let mut kinds: BTreeMap<SocietyKind, usize> = BTreeMap::new();
    for society in &past.truth {
        *kinds.entry(society.kind).or_default() += 1;
        let expected = if society.kind == SocietyKind::Newcomer { 1..=2 } else { 5..=5 };
        assert!(expected.contains(&society.rounds.len()));
    }
    assert_eq!(kinds.len(), SocietyKind::ALL.len(), "{kinds:?}");
}

#[test]
fn stages_are_nested_and_no_rate_exceeds_its_base() {
    let past = demo_past(2027);
    let nested = [
        ["awarded", "first_review_passed"],
        ["first_review_passed", "accepted"],
        ["accepted", "form_passed"],
        ["form_passed", "submitted"],
        ["withdrawn", "submitted"],
        ["form_passed_first", "form_passed"],
        ["grade_kept", "awarded"],
        ["objections_in_time", "objections_due"],
        ["objections_upheld", "objections_accepted"],
        ["defences_attended", "defences_due"],
        ["publicity_complete", "submitted"],
        ["selection_complete", "submitted"],
        ["followups_sound", "followups_due"],
        ["taskbook_met", "taskbook_due"],
        ["disclosures_made", "disclosures_due"],
        ["annual_checks_passed", "annual_checks_due"],
    ];
    for row in &past.rows {
        assert_eq!(row.counts.len(), MEASURES.len());
        assert!(count(row, "submitted") <= row.quota && (1..=4).contains(&row.quota));
        for [part, whole] in nested {
            assert!(count(row, part) <= count(row, whole), "{row:?}: {part} > {whole}");
        }
    }
}

#[test]
fn the_facts_of_the_cases_add_up_to_the_rows() {
    let past = demo_past(2027);
    let mut sums: BTreeMap<(&str, i32, &str), u32> = BTreeMap::new();
    for fact in &past.facts {
        assert!(!fact.case_ref.is_empty() && !fact.case_title.is_empty());
        *sums.entry((&fact.society_id, fact.round, &fact.measure)).or_default() += fact.value;
    }
    for row in &past.rows {
        assert_eq!(sums.remove(&(&row.society_id, row.round, "quota")), Some(row.quota));
        for (measure, value) in &row.counts {
            let sum = sums.remove(&(row.society_id.as_str(), row.round, measure.as_str()));
            assert_eq!(sum.unwrap_or(0), *value, "{} {measure}", row.society_id);
        }
    }
    assert!(sums.is_empty(), "{sums:?}");
    let mut keys: Vec<_> = past
        .facts
        .iter()
        .map(|fact| (&fact.society_id, fact.round, &fact.case_ref, &fact.measure))
        .collect();
    keys.sort();
    let all = keys.len();
    keys.dedup();
    assert_eq!(keys.len(), all, "a case states a measure once");
}

#[test]
fn outcomes_follow_the_chances_that_the_truth_states() {
    let past = wide(1);
    let lucky: Vec<&str> = past
        .truth
        .iter()
        .filter(|society| society.kind == SocietyKind::LuckySmall)
        .map(|society| society.society_id.as_str())
        .collect();
    let chances: BTreeMap<(&str, i32), &SocietyChances> = past
        .truth
        .iter()
        .flat_map(|one| {
            one.rounds.iter().map(|(year, _, chances)| ((one.society_id.as_str(), *year), chances))
        })
        .collect();
    for measure in [
        "form_passed",
        "accepted",
        "withdrawn",
        "first_review_passed",
        "awarded",
        "grade_kept",
        "objections_accepted",
        "objections_in_time",
        "objections_upheld",
        "defences_attended",
        "publicity_complete",
        "submitted_early",
        "selection_complete",
    ] {
        let (mut seen, mut expected) = (0_i64, 0_i64);
        for row in past.rows.iter().filter(|row| !lucky.contains(&row.society_id.as_str())) {
            let of = chances[&(row.society_id.as_str(), row.round)].expected(measure).unwrap();
            seen += i64::from(count(row, measure));
            expected += i64::from(count(row, "submitted")) * of / 1_000;
        }
        // Four standard deviations of a binomial count, at its largest.
        let sigma = (expected / 1_000_000).isqrt();
        let gap = (seen - expected / 1_000_000).abs();
        assert!(gap <= 4 * sigma + 1, "{measure}: {seen} against {}", expected / 1_000_000);
    }
}

/// A rate over all societies, in thousandths.
fn rate(rows: &[HistoryRow], part: &str, whole: &str) -> i64 {
    total(rows, part) * 1_000 / total(rows, whole).max(1)
}

#[test]
fn the_rates_of_all_societies_lie_where_the_published_ones_lie() {
    let mut plan = PastPlan::numbered(4_000, &PAST_ROUNDS, Places::Fixed(3));
    plan.shares = PLAIN_SHARES;
    let rows = past_rounds(&plan, 3).rows;
    // 98.2 % in 2012, 96.9 % in 2018, 98.9 % in 2020, 99.5 % in 2025.
    assert!((969..=995).contains(&rate(&rows, "form_passed", "submitted")));
    // 28.1 % in 2017, 25.1 % in 2019, 19.8 % in 2025.
    assert!((198..=281).contains(&rate(&rows, "first_review_passed", "accepted")));
    // 22.9 % in 2019, 14.9 % in 2020.
    assert!((149..=235).contains(&rate(&rows, "awarded", "accepted")));
    // 0.5 % in 2020, 0.07 % in 2025.
    assert!(rate(&rows, "withdrawn", "submitted") <= 10);
}

#[test]
fn each_kind_is_what_it_says_in_the_mean() {
    let past = wide(2);
    let kind_of: BTreeMap<&str, SocietyKind> =
        past.truth.iter().map(|one| (one.society_id.as_str(), one.kind)).collect();
    let rows = |kind: SocietyKind, rounds: &[i32]| -> Vec<HistoryRow> {
        past.rows
            .iter()
            .filter(|row| kind_of[row.society_id.as_str()] == kind && rounds.contains(&row.round))
            .cloned()
            .collect()
    };
    let all = PAST_ROUNDS;
    let first = |kind, rounds: &[i32]| rate(&rows(kind, rounds), "first_review_passed", "accepted");
    assert!(first(SocietyKind::Good, &all) > first(SocietyKind::Steady, &all) + 80);
    assert!(first(SocietyKind::Steady, &all) > first(SocietyKind::Weak, &all) + 80);
    assert!(first(SocietyKind::Improving, &[2025]) > first(SocietyKind::Improving, &[2017]) + 100);
    assert!(first(SocietyKind::Declining, &[2025]) + 100 < first(SocietyKind::Declining, &[2017]));
    assert!(first(SocietyKind::LuckySmall, &[2023, 2025]) > 800);
    let gaming = rows(SocietyKind::Gaming, &all);
    assert!(rate(&gaming, "first_review_passed", "accepted") > 300);
    assert!(rate(&gaming, "publicity_complete", "submitted") < 720);
    let used: i64 = total(&gaming, "submitted") * 100
        / gaming.iter().map(|row| i64::from(row.quota)).sum::<i64>();
    assert!(used < 70, "{used}");
}
