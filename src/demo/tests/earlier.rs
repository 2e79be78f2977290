//! Is the round before as small as it says, and are its people and units nobody's of the round itself?

use std::collections::{BTreeMap, BTreeSet};

use super::super::*;
use super::{FULL, count_by, small};

const SOCIETY: (&str, &str) = ("D-B-12", "示范学会");

fn assert_apart(round: &DemoRound) {
    let codes: Vec<String> =
        round.experts.iter().take(3).map(|expert| expert.expert_id.clone()).collect();
    let units = round.units_of(&codes);
    assert!(round.experts.iter().take(3).all(|expert| units.contains(&expert.unit)));
    let (nominations, people) = round.earlier.shown(&units, SOCIETY);
    let categories = count_by(nominations.iter().filter_map(|one| one.category.as_deref()));
    assert_eq!(categories, BTreeMap::from([("INV", 40), ("NAT", 8), ("PRO", 24)]));
    let grades = count_by(nominations.iter().filter_map(|one| one.grade.as_deref()));
    assert_eq!(grades, BTreeMap::from([("first", 12), ("second", 59), ("special", 1)]));
    let of_society = nominations.iter().filter(|one| one.society_id.as_deref() == Some("D-B-12"));
    assert!(of_society.count() >= 3);
    let is_reviewed =
        |person: &&Person| !person.nomination_id.contains(CATEGORIES.map(|(_, sign)| sign)[2]);
    for person in people.iter().filter(is_reviewed) {
        for unit in [&person.unit, &person.work_unit].into_iter().flatten() {
            assert!(!units.contains(unit), "{person:?}");
        }
    }
}

/// No title and no name stands in both rounds, so that nothing of one speaks against anything of the other.
fn assert_strangers(round: &DemoRound) {
    let (nominations, people) = round.earlier.shown(&BTreeSet::new(), SOCIETY);
    let titles: BTreeSet<&str> = round.nominations.iter().map(|one| one.title.as_str()).collect();
    assert!(nominations.iter().all(|one| !titles.contains(one.title.as_str())));
    assert!(nominations.iter().all(|one| one.round == Some(EARLIER_ROUND)));
    let names: BTreeSet<&str> = round
        .people
        .iter()
        .map(|person| person.name.as_str())
        .chain(round.experts.iter().map(|expert| expert.name.as_str()))
        .collect();
    for person in &people {
        assert!(!names.contains(person.name.as_str()), "{person:?}");
        assert!(nominations.iter().any(|one| one.nomination_id == person.nomination_id));
    }
    for one in &nominations {
        assert!(people.iter().any(|person| person.nomination_id == one.nomination_id), "{one:?}");
    }
}

#[test]
fn the_round_before_is_apart_from_the_round() {
    for round in [&small(), &*FULL] {
        assert_apart(round);
        assert_strangers(round);
    }
}
