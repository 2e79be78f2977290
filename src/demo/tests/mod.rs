//! Is the demonstration round as large, as lawful, as varied and as honest as it claims?

mod earlier;
mod laws;
mod planted;
mod words;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use proptest::prelude::*;

use super::*;
use laws::{assert_laws, assert_variety};

/// One round of the published size for all tests: to make it takes most of their time.
static FULL: LazyLock<DemoRound> = LazyLock::new(|| generate(DemoSize::Full, 2027));

fn small() -> DemoRound {
    generate(DemoSize::Small, 7)
}

fn count_by<'a>(values: impl Iterator<Item = &'a str>) -> BTreeMap<&'a str, usize> {
    let mut counts = BTreeMap::new();
    for value in values {
        *counts.entry(value).or_default() += 1;
    }
    counts
}

#[test]
fn the_full_round_has_the_published_size() {
    let round: &DemoRound = &FULL;
    let categories =
        count_by(round.nominations.iter().filter_map(|nomination| nomination.category.as_deref()));
    assert_eq!(categories, BTreeMap::from([("INV", 334), ("NAT", 289), ("PRO", 911)]));
    let states = count_by(round.states.iter().map(|(_, state)| state.as_str()));
    assert_eq!(states, BTreeMap::from([("accepted", 1525), ("rejected", 8), ("withdrawn", 1)]));
    let accepted = |category: &str| {
        round
            .nominations
            .iter()
            .zip(&round.states)
            .filter(|(one, (_, state))| {
                one.category.as_deref() == Some(category) && state == "accepted"
            })
            .count()
    };
    assert_eq!([accepted("NAT"), accepted("INV"), accepted("PRO")], [285, 334, 906]);
    assert_eq!(round.experts.len(), 1810);
    let written: usize = round.publications.iter().map(|one| one.expert_ids.len()).sum();
    assert!(written >= 4 * round.experts.len(), "{written}");
    assert_laws(round);
    assert_variety(round);
}

#[test]
fn the_small_round_is_small_and_lawful() {
    let round = small();
    assert_eq!((round.nominations.len(), round.experts.len()), (60, 120));
    let states = count_by(round.states.iter().map(|(_, state)| state.as_str()));
    assert_eq!(states, BTreeMap::from([("accepted", 57), ("rejected", 2), ("withdrawn", 1)]));
    assert_laws(&round);
    assert_variety(&round);
}

#[test]
fn the_same_seed_makes_the_same_round() {
    assert_eq!(small(), small());
    assert_ne!(small().nominations, generate(DemoSize::Small, 8).nominations);
}

#[test]
fn there_is_an_account_for_every_role() {
    let roles: BTreeSet<String> = accounts().into_iter().map(|account| account.role).collect();
    let expected = [
        "award_admin",
        "award_office",
        "cast",
        "committee_member",
        "department",
        "reviewer",
        "society_clerk",
        "society_head",
        "supervisor",
    ];
    assert_eq!(roles, expected.map(str::to_owned).into());
    let codes: BTreeSet<&str> =
        VOCABULARY.societies.iter().map(|society| society.code.as_str()).collect();
    let acting: Vec<DemoAccount> = accounts();
    assert!(
        acting.iter().filter_map(|one| one.society.as_deref()).all(|code| codes.contains(code))
    );
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]
    #[test]
    fn any_seed_makes_a_lawful_round(seed in any::<u64>()) {
        assert_laws(&generate(DemoSize::Small, seed));
    }
}
