//! Histories and policies as the laws need them: small, valid, with everything that makes trouble.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use proptest::prelude::*;

use crate::quotas::engine::{History, Method, Outcome, Policy, PriorMean, Strength, decide};
use crate::track_record::model::HistoryRow;

/// A policy of few indicators that drawn histories can move in every direction.
pub(super) const POLICY: &str = r#"
id = "test-1"
title = { zh = "测试", en = "test" }
basis = "a test"

[window]
decay_permille = [1000, 600, 400]
basis = "a test"

[prior]
mean = "group"
strength = "data"
least_strength = 1
most_strength = 20
default_strength = 3
group_cases = 5
national_cases = 5
basis = "a test"

[interval]
level_percent = 50
basis = "a test"

[expand]
points = 60
rounds = 2
least_use_percent = 50
by = 1
basis = "a test"

[shrink]
points = 50
rounds = 2
by = 1
basis = "a test"

[bounds]
max_up = 2
max_down = 2
floor = 1
ceiling = 5
basis = "a test"

[newcomer]
places = 1
rounds = 1
basis = "a test"

[reserve]
permille = 30
basis = "a test"

[apportionment]
method = "webster"
basis = "a test"

[[vetoes]]
id = "misconduct"
name = { zh = "失信", en = "misconduct" }
measure = "misconduct"
at_least = 1
within_rounds = 1
effect = "suspend"
lasts_rounds = 1
basis = "a test"

[[vetoes]]
id = "objections"
name = { zh = "异议", en = "objections" }
measure = "objections_upheld"
at_least = 2
within_rounds = 2
effect = "shrink"
lasts_rounds = 1
basis = "a test"

[[vetoes]]
id = "abandoned"
name = { zh = "放弃", en = "abandoned" }
measure = "abandoned"
at_least = 1
within_rounds = 1
effect = "no_expansion"
lasts_rounds = 2
basis = "a test"

[[indicators]]
id = "form"
name = { zh = "形审", en = "form" }
head = "management_quality"
points = 30
kind = "rate"
numerator = "form_passed"
denominator = "submitted"
zero_permille = 200
full_permille = 1000
base = [9, 10]
basis = "a test"

[[indicators]]
id = "awarded"
name = { zh = "获奖", en = "awarded" }
head = "overall_strength"
points = 40
kind = "rate"
numerator = "awarded"
denominator = "submitted"
zero_permille = 0
full_permille = 800
base = [4, 10]
basis = "a test"

[[indicators]]
id = "withdrawn"
name = { zh = "撤回", en = "withdrawn" }
head = "service_level"
points = 20
kind = "rate"
numerator = "withdrawn"
denominator = "submitted"
zero_permille = 500
full_permille = 0
base = [1, 10]
basis = "a test"

[[indicators]]
id = "upheld"
name = { zh = "异议成立", en = "upheld" }
head = "management_quality"
points = 10
kind = "events"
measure = "objections_upheld"
points_each = 5
basis = "a test"
"#;

const METHODS: [Method; 5] =
    [Method::Adams, Method::Dean, Method::Hill, Method::Webster, Method::Jefferson];

/// The test policy with each method, with priors from the data and from the policy alone: read
/// once, as reading costs more than deciding.
static POLICIES: LazyLock<Vec<(Method, bool, Policy)>> = LazyLock::new(|| {
    let fixed = POLICY
        .replace("mean = \"group\"", "mean = \"policy\"")
        .replace("strength = \"data\"", "strength = 3");
    let made =
        [(false, POLICY.to_owned()), (true, fixed)].into_iter().flat_map(|(is_fixed, text)| {
            let policy = Policy::parse(&text).unwrap();
            METHODS.map(|method| {
                let mut policy = policy.clone();
                policy.apportionment.method = method;
                (method, is_fixed, policy)
            })
        });
    made.collect()
});

/// The test policy with a method, and with priors from the policy alone if `is_fixed`.
pub(super) fn policy(method: Method, is_fixed: bool) -> Policy {
    let found = POLICIES.iter().find(|made| (made.0, made.1) == (method, is_fixed));
    found.unwrap().2.clone()
}

pub(super) fn method() -> impl Strategy<Value = Method> {
    prop::sample::select(&METHODS[..])
}

/// The policy that ships with the program.
static SHIPPED: LazyLock<Policy> = LazyLock::new(Policy::default);

/// The policies that laws are tried on: the test policy two times in three, else the one that ships.
fn any_policy() -> impl Strategy<Value = Policy> {
    let made = (method(), any::<bool>()).prop_map(|(method, is_fixed)| policy(method, is_fixed));
    prop_oneof![2 => made, 1 => Just(SHIPPED.clone())]
}

/// The same policy with a strength of the prior that no history moves.
pub(super) fn in_cases(policy: &Policy) -> Policy {
    let mut fixed = policy.clone();
    if matches!(fixed.prior.strength, Strength::Fitted(_)) {
        fixed.prior.strength = Strength::Cases(3);
    }
    fixed
}

/// The same policy with priors that no history moves.
pub(super) fn fixed(policy: &Policy) -> Policy {
    let mut fixed = in_cases(policy);
    fixed.prior.mean = PriorMean::Policy;
    fixed
}

/// Which of a count's shares is drawn where.
#[derive(Clone, Copy)]
enum Luck {
    Form,
    Review,
    Award,
    Kept,
    Submission,
    Grade,
    Publicity,
    Early,
    Selection,
    Defence,
    FollowUp,
    Objection,
    Taskbook,
    Disclosure,
    Check,
}

/// As many as there are.
const LUCK: usize = 15;

/// Rows of one society in some of three rounds.
fn society(number: usize) -> impl Strategy<Value = Vec<HistoryRow>> {
    let round = (
        prop::bool::weighted(0.9),
        0..5_u32,
        prop::collection::vec(0..1_000_u32, LUCK),
        (0..12_u32, 0..48_u32, 0..12_u32),
    );
    let talent = 0..1_000_u32;
    (0..2_usize, talent, prop::collection::vec(round, 3)).prop_map(
        move |(group, talent, rounds)| {
            let rows = rounds.into_iter().zip([2021, 2023, 2025]);
            rows.filter(|((is_there, ..), _)| *is_there)
                .map(|((_, quota, luck, events), round)| HistoryRow {
                    society_id: format!("S{number:02}"),
                    society: format!("第{number}学会"),
                    group: ["理科", "工科"][group].to_owned(),
                    round,
                    quota,
                    counts: counts(quota, talent, &luck, events),
                    merged_into: None,
                })
                .collect()
        },
    )
}

/// Every measure of the policies, each a part of its whole.
fn counts(quota: u32, talent: u32, luck: &[u32], events: (u32, u32, u32)) -> BTreeMap<String, u32> {
    let part = |whole: u32, of: Luck, reach: u32| {
        // Better societies are luckier, so that lines are crossed both ways.
        let share = luck[of as usize].max(talent * reach / 1_000);
        ((whole + 1) * share / 1_000).min(whole)
    };
    let submitted = if luck[Luck::Submission as usize] < 100 { quota / 2 } else { quota.max(1) };
    let form_passed = part(submitted, Luck::Form, 990);
    let reviewed = part(form_passed, Luck::Review, 950);
    let awarded = part(reviewed, Luck::Award, 950);
    let is = |event: bool| u32::from(event);
    let few = events.0 % 4;
    let mut counts: BTreeMap<String, u32> = [
        ("submitted", submitted),
        ("form_passed", form_passed),
        ("accepted", form_passed),
        ("first_review_passed", reviewed),
        ("awarded", awarded),
        ("withdrawn", submitted - part(submitted, Luck::Kept, 990)),
        ("publicity_complete", part(submitted, Luck::Publicity, 950)),
        ("submitted_early", part(submitted, Luck::Early, 950)),
        ("selection_complete", part(submitted, Luck::Selection, 950)),
        ("defences_due", reviewed),
        ("defences_attended", part(reviewed, Luck::Defence, 950)),
        ("followups_due", few),
        ("followups_sound", part(few, Luck::FollowUp, 950)),
        ("objections_due", few),
        ("objections_in_time", part(few, Luck::Objection, 950)),
        ("taskbook_due", 4),
        ("taskbook_met", part(4, Luck::Taskbook, 950)),
        ("disclosures_due", 3),
        ("disclosures_made", part(3, Luck::Disclosure, 950)),
        ("annual_checks_due", 2),
        ("annual_checks_passed", part(2, Luck::Check, 950)),
        ("objections_upheld", if events.0 < 3 { events.0 } else { 0 }),
        ("misconduct", is(events.1 < 4)),
        ("suspended", is((4..8).contains(&events.1))),
        ("fees_charged", is(events.1 == 8)),
        ("deregistered", is(events.1 == 9)),
        ("annual_check_failed", is(events.1 == 10)),
        ("grade_cancelled", is(events.1 == 11)),
        ("complaints_upheld", is((12..16).contains(&events.1))),
        ("abandoned", is(events.2 == 0).min(submitted)),
    ]
    .map(|(name, count)| (name.to_owned(), count))
    .into();
    // Where the grades are not known, nothing is counted by awards.
    let grade = luck[Luck::Grade as usize];
    if grade >= 300 {
        counts.insert("grade_kept".to_owned(), part(awarded, Luck::Grade, 950));
    }
    counts
}

/// A history of a few societies with at least one row of the newest round.
pub(super) fn rows() -> impl Strategy<Value = Vec<HistoryRow>> {
    let societies = (1..6_usize).prop_flat_map(|count| (0..count).map(society).collect::<Vec<_>>());
    societies
        .prop_map(|rows| rows.into_iter().flatten().collect::<Vec<_>>())
        .prop_filter("a row of the newest round", |rows| rows.iter().any(|row| row.round == 2025))
}

/// Rows, a policy, and a total from scarce to plenty.
pub(super) fn cases() -> impl Strategy<Value = (Vec<HistoryRow>, Policy, u32)> {
    (rows(), any_policy(), 0..24_u32)
}

/// The outcome, feasible or not.
pub(super) fn outcome(rows: &[HistoryRow], policy: &Policy, total: u32) -> Outcome {
    let history = History::new(rows.to_vec()).unwrap();
    match decide(&history, policy, total) {
        Ok(outcome) => outcome,
        Err(crate::quotas::engine::EngineError::Infeasible(short)) => short.outcome,
        Err(other) => panic!("{other}"),
    }
}

/// Places by code.
pub(super) fn places(outcome: &Outcome) -> BTreeMap<&str, u32> {
    outcome.societies.iter().map(|s| (s.society_id.as_str(), s.proposed)).collect()
}
