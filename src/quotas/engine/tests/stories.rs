//! What does the engine say of societies that a person can follow by hand?

use super::made::{POLICY, outcome, places, policy};
use crate::quotas::engine::{
    Band, EngineError, History, Method, Policy, SocietyOutcome, StepKind, decide,
};
use crate::track_record::model::HistoryRow;

/// A row of a society in a round: quota, submitted, formally sound, awarded.
fn row(id: &str, round: i32, [quota, submitted, sound, awarded]: [u32; 4]) -> HistoryRow {
    let counts = [
        ("submitted", submitted),
        ("form_passed", sound),
        ("accepted", sound),
        ("first_review_passed", awarded),
        ("awarded", awarded),
        ("withdrawn", 0),
        ("objections_upheld", 0),
        ("misconduct", 0),
    ];
    HistoryRow {
        society_id: id.to_owned(),
        society: format!("{id}学会"),
        group: "理科".to_owned(),
        round,
        quota,
        counts: counts.map(|(name, count)| (name.to_owned(), count)).into(),
        merged_into: None,
    }
}

/// The same in two rounds.
fn rows(id: &str, counts: [u32; 4]) -> Vec<HistoryRow> {
    vec![row(id, 2023, counts), row(id, 2025, counts)]
}

fn one<'o>(outcome: &'o crate::quotas::engine::Outcome, id: &str) -> &'o SocietyOutcome {
    outcome.societies.iter().find(|society| society.society_id == id).unwrap()
}

fn webster() -> Policy {
    policy(Method::Webster, true)
}

#[test]
fn the_good_gain_the_weak_lose_and_the_sum_is_kept() {
    let all = [rows("A", [2, 8, 8, 7]), rows("B", [2, 8, 2, 0]), rows("C", [2, 8, 6, 1])].concat();
    let outcome = outcome(&all, &webster(), 6);
    assert_eq!(one(&outcome, "A").band, Band::Expand, "{:?}", one(&outcome, "A").reasons);
    assert_eq!(one(&outcome, "B").band, Band::Shrink, "{:?}", one(&outcome, "B").reasons);
    assert_eq!(one(&outcome, "C").band, Band::Hold, "{:?}", one(&outcome, "C").reasons);
    assert_eq!(places(&outcome), [("A", 3), ("B", 1), ("C", 2)].into());
    assert_eq!(outcome.reserve, 0);
}

#[test]
fn one_round_alone_moves_nobody() {
    let all = [
        vec![row("A", 2023, [2, 8, 5, 1]), row("A", 2025, [2, 60, 60, 58])],
        vec![row("B", 2023, [2, 8, 5, 1]), row("B", 2025, [2, 60, 6, 0])],
    ];
    let outcome = outcome(&all.concat(), &webster(), 9);
    for id in ["A", "B"] {
        let society = one(&outcome, id);
        assert_eq!((society.band, society.proposed), (Band::Hold, 2), "{}", society.reasons);
        assert_eq!(society.steps, []);
        assert!(society.lines.iter().any(|line| line.rounds_crossed == 1), "{:?}", society.lines);
        assert!(society.reasons.zh.contains("连续 2 个年度"), "{}", society.reasons);
    }
}

#[test]
fn a_total_below_what_all_hold_takes_from_the_weaker_first_and_says_so() {
    let all = [rows("A", [3, 8, 6, 1]), rows("B", [3, 8, 5, 1])].concat();
    let outcome = outcome(&all, &webster(), 5);
    assert_eq!(places(&outcome), [("A", 3), ("B", 2)].into());
    let steps = &one(&outcome, "B").steps;
    assert!(
        matches!(steps.as_slice(), [step] if step.kind == StepKind::Total && step.change == -1)
    );
    assert!(
        one(&outcome, "B").reasons.en.contains("The total is less"),
        "{}",
        one(&outcome, "B").reasons
    );
    // A heavier claim would have won the place back, without any line being crossed.
    let told = one(&outcome, "B").counterfactual.as_ref().unwrap();
    assert_eq!((told.measure.as_str(), told.band, told.places), ("form_passed", Band::Hold, 3));
}

#[test]
fn a_total_below_the_floors_names_them_and_gives_what_there_is() {
    let all = [rows("A", [1, 8, 7, 4]), rows("B", [1, 8, 6, 3])].concat();
    let history = History::new(all).unwrap();
    let error = decide(&history, &webster(), 1).unwrap_err();
    assert!(error.to_string().contains("B B学会：下限 1，只有 0"), "{error}");
    let EngineError::Infeasible(short) = error else { panic!("{error}") };
    assert_eq!((short.available, short.needed, short.floors.len()), (1, 2, 1));
    assert_eq!(places(&short.outcome), [("A", 1), ("B", 0)].into());
}

#[test]
fn newcomers_begin_with_their_minimum_and_the_suspended_return() {
    let mut vetoed = rows("V", [3, 4, 4, 2]);
    vetoed[1].counts.insert("misconduct".to_owned(), 1);
    let back = vec![row("R", 2023, [2, 4, 4, 2]), row("R", 2025, [0, 0, 0, 0])];
    let all = [vetoed, back, vec![row("N", 2025, [0, 0, 0, 0])]].concat();
    let outcome = outcome(&all, &webster(), 9);
    let banded = |id| (one(&outcome, id).band, one(&outcome, id).proposed);
    assert_eq!(banded("V"), (Band::Suspend, 0));
    assert_eq!(banded("R"), (Band::Return, 1));
    assert_eq!(banded("N"), (Band::Newcomer, 1));
    assert!(one(&outcome, "V").reasons.zh.contains("一票否决"));
    let told = one(&outcome, "V").counterfactual.as_ref().unwrap();
    assert_eq!((told.measure.as_str(), told.cases), ("misconduct", -1));
    assert!(told.places >= 3, "{told:?}");
}

/// A society of no award in three rounds, of which one was under suspension, as a law came upon it.
const WITHOUT_AWARDS: [(&str, [u32; 3]); 30] = [
    ("abandoned", [0, 0, 0]),
    ("accepted", [2, 1, 1]),
    ("annual_check_failed", [0, 0, 0]),
    ("annual_checks_due", [2, 2, 2]),
    ("annual_checks_passed", [1, 2, 2]),
    ("awarded", [0, 0, 0]),
    ("complaints_upheld", [0, 0, 0]),
    ("defences_attended", [0, 0, 1]),
    ("defences_due", [0, 0, 1]),
    ("deregistered", [0, 0, 0]),
    ("disclosures_due", [3, 3, 3]),
    ("disclosures_made", [0, 0, 0]),
    ("fees_charged", [0, 0, 0]),
    ("first_review_passed", [0, 0, 1]),
    ("followups_due", [0, 3, 2]),
    ("followups_sound", [0, 0, 0]),
    ("form_passed", [2, 1, 1]),
    ("grade_cancelled", [0, 0, 0]),
    ("misconduct", [0, 0, 0]),
    ("objections_due", [0, 3, 2]),
    ("objections_in_time", [0, 3, 1]),
    ("objections_upheld", [0, 0, 0]),
    ("publicity_complete", [0, 0, 0]),
    ("selection_complete", [3, 1, 1]),
    ("submitted", [3, 1, 1]),
    ("submitted_early", [1, 0, 1]),
    ("suspended", [1, 1, 0]),
    ("taskbook_due", [4, 4, 4]),
    ("taskbook_met", [4, 2, 4]),
    ("withdrawn", [3, 1, 1]),
];

/// While nobody has a case of an indicator, all stand at its mean and nothing is unsure; the first case
/// makes every society unsure, also the one whose counterfactual brings it. Judged by the old scores, an award
/// seemed to lift this society out of its band; it does not.
#[test]
fn a_counterfactual_that_brings_the_first_case_of_an_indicator_is_decided_for_all() {
    let quotas = [3, 0, 1];
    let mut all: Vec<HistoryRow> = Vec::new();
    for (at, (round, quota)) in [2021, 2023, 2025].into_iter().zip(quotas).enumerate() {
        let counts = WITHOUT_AWARDS.map(|(measure, counts)| (measure.to_owned(), counts[at]));
        all.push(HistoryRow { counts: counts.into(), ..row("A", round, [quota, 0, 0, 0]) });
    }
    all[2].counts.insert("grade_kept".to_owned(), 0);
    let policy = Policy::default();
    for total in 0..24 {
        let before = outcome(&all, &policy, total);
        let Some(told) = &one(&before, "A").counterfactual else { continue };
        let mut changed = all.clone();
        let count = changed[2].counts.get_mut(&told.measure).unwrap();
        *count = count.checked_add_signed(told.cases).unwrap();
        let after = outcome(&changed, &policy, total);
        let after = one(&after, "A");
        assert_eq!((after.band, after.proposed), (told.band, told.places), "{told:?}");
    }
}

#[test]
fn where_no_few_cases_would_change_anything_the_reasons_say_why() {
    // Two of five places used, and nothing that could be better.
    let unused = rows("U", [5, 2, 2, 2]);
    let back = vec![row("R", 2023, [2, 4, 4, 2]), row("R", 2025, [0, 0, 0, 0])];
    let new = vec![row("N", 2025, [0, 0, 0, 0])];
    // So many cases that twenty are nothing, and of events nothing is known.
    let mut sure = rows("S", [2, 900, 900, 800]);
    for row in &mut sure {
        for event in ["withdrawn", "objections_upheld", "misconduct"] {
            row.counts.remove(event);
        }
    }
    let all = [rows("C", [2, 8, 6, 1]), unused, back, new, sure].concat();
    let outcome = outcome(&all, &webster(), 20);
    for (id, zh, en) in [
        ("C", "此前的年度没有达到", "a better newest round alone would have added nothing"),
        ("U", "在可能的范围内再好（至多改 20 件）", "would have brought more"),
        ("S", "在可能的范围内再差（至多改 20 件）", "would have cost the gain"),
        ("R", "恢复时的名额不由得分决定", "On return the places do not follow"),
        ("N", "新进期内的名额不由得分决定", "On probation the places do not follow"),
    ] {
        let society = one(&outcome, id);
        assert_eq!(society.counterfactual, None, "{id}");
        assert!(society.reasons.zh.contains(zh), "{id}: {}", society.reasons.zh);
        assert!(society.reasons.en.contains(en), "{id}: {}", society.reasons.en);
    }
}

#[test]
fn a_merged_society_counts_as_its_successor_and_the_newest_name_wins() {
    let mut merged = vec![row("X", 2023, [2, 4, 4, 2])];
    merged[0].merged_into = Some("Y".to_owned());
    let mut successor = rows("Y", [2, 4, 3, 1]);
    successor[0].society = "旧名".to_owned();
    let history = History::new([merged, successor].concat()).unwrap();
    let outcome = decide(&history, &webster(), 9).unwrap();
    assert_eq!(outcome.societies.len(), 1);
    let society = one(&outcome, "Y");
    assert_eq!(society.society, "Y学会");
    let form = &society.terms[0];
    // Newest 3 of 4; the round before 3 + 4 of 4 + 4 at six tenths.
    assert_eq!((form.x, form.n), (3_000 + 7 * 600, 4_000 + 8 * 600));
    assert_eq!(outcome.notes.len(), 3, "{:?}", outcome.notes);
    assert!(outcome.notes[2].en.contains("places stay in the reserve"), "{:?}", outcome.notes);
    assert!(society.reasons.zh.contains("含并入的X学会"), "{}", society.reasons);
}

#[test]
fn whoever_is_absent_from_the_newest_round_is_not_decided_on() {
    let all = [vec![row("A", 2023, [2, 4, 4, 2])], rows("B", [2, 4, 3, 1])].concat();
    let outcome = outcome(&all, &webster(), 9);
    assert_eq!(outcome.societies.len(), 1);
    assert!(outcome.notes.iter().any(|note| note.en.contains("society A")), "{:?}", outcome.notes);
}

fn set(row: &mut HistoryRow, measure: &str, count: u32) {
    row.counts.insert(measure.to_owned(), count);
}

/// What makes a good history bad.
type Spoil = fn(&mut Vec<HistoryRow>);

#[test]
fn histories_that_do_not_hold_together_are_refused_with_row_and_column() {
    let good = || [rows("A", [2, 4, 3, 1]), rows("B", [2, 4, 3, 1])].concat();
    let spoils: [(Spoil, usize, &str); 9] = [
        (|rows| set(&mut rows[1], "awarded", 2), 1, "awarded"),
        (|rows| set(&mut rows[0], "form_passed", 5), 0, "form_passed"),
        (|rows| set(&mut rows[2], "withdrawn", 5), 2, "withdrawn"),
        (|rows| rows[3].group = "工科".to_owned(), 3, "group"),
        (|rows| rows[3].group.clear(), 3, "group"),
        (|rows| rows[1].round = 2023, 1, "round"),
        (|rows| rows[1].merged_into = Some("Z".to_owned()), 1, "merged_into"),
        (|rows| rows[1].merged_into = Some("A".to_owned()), 1, "merged_into"),
        (|rows| rows[0].quota = 1_000_000, 0, "quota"),
    ];
    for (spoil, row, column) in spoils {
        let mut rows = good();
        spoil(&mut rows);
        let faults = History::new(rows).unwrap_err();
        assert!(faults.iter().any(|f| f.row == row && f.column == column), "{column}: {faults:?}");
    }
    let mut circle = good();
    circle[1].merged_into = Some("B".to_owned());
    circle[3].merged_into = Some("A".to_owned());
    assert_eq!(History::new(circle).unwrap_err().len(), 2);
    let mut gap = good();
    gap[0].counts.remove("accepted");
    gap[0].counts.insert("first_review_passed".to_owned(), 4);
    let faults = History::new(gap).unwrap_err();
    assert_eq!(faults[0].column, "first_review_passed", "an unknown step excuses nothing");
}

#[test]
fn a_rate_of_the_policy_above_one_is_refused() {
    let text = POLICY.replace("numerator = \"awarded\"", "numerator = \"talks_given\"").replacen(
        "denominator = \"submitted\"\nzero_permille = 0",
        "denominator = \"talks_due\"\nzero_permille = 0",
        1,
    );
    let policy = Policy::parse(&text).unwrap();
    let mut all = rows("A", [2, 4, 3, 1]);
    all[1].counts.extend([("talks_given".to_owned(), 3), ("talks_due".to_owned(), 2)]);
    let error = decide(&History::new(all).unwrap(), &policy, 3).unwrap_err();
    let EngineError::History(faults) = error else { panic!("{error}") };
    assert_eq!((faults[0].row, faults[0].column.as_str()), (1, "talks_given"));
}

#[test]
fn nothing_to_decide_is_said() {
    let history = History::new(Vec::new()).unwrap();
    assert_eq!(decide(&history, &webster(), 3), Err(EngineError::Empty));
}

#[test]
fn unknown_counts_neither_help_nor_harm() {
    let known = rows("A", [2, 4, 3, 1]);
    let mut unknown = known.clone();
    for row in &mut unknown {
        row.counts.remove("withdrawn");
    }
    let outcome = outcome(&unknown, &webster(), 3);
    let term = &one(&outcome, "A").terms[2];
    assert_eq!((term.n, term.raw, term.shrunk), (0, None, term.prior));
}
