//! Laws that hold for any round.

use std::collections::BTreeSet;

use proptest::prelude::*;

use super::*;

fn unit() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec![
        "青松大学",
        "青松大学第三医院",
        "白石研究所",
        "中国科学院",
        "中国科学院白石研究所",
        "青松大學数学系",
        "",
    ])
}

/// Names and units from a small world, so that much meets.
fn world() -> impl Strategy<Value = Round> {
    let name = || prop::sample::select(vec!["王伟", "陆望舒", "顾远山", "Wang Wei", "白鹭洲"]);
    let id = |count: u32| (0..count).prop_map(|at| format!("E{at}"));
    let experts = prop::collection::vec((name(), unit(), unit()), 1..6);
    let people = prop::collection::vec((0..3_u32, name(), unit(), unit(), 0..3_u32), 0..9);
    let units = prop::collection::vec((0..3_u32, unit()), 0..5);
    let papers = prop::collection::vec(
        (prop::collection::vec(name(), 0..4), prop::collection::vec(id(6), 0..3), 2020..2028),
        0..5,
    );
    (experts, people, units, papers).prop_map(|(experts, people, units, papers)| Round {
        experts: experts
            .into_iter()
            .enumerate()
            .map(|(at, (name, unit, former))| Expert {
                former_units: vec![former.to_owned()],
                ..expert(&format!("E{at}"), name, unit)
            })
            .collect(),
        nominations: vec![nomination("J0", 2027), nomination("J1", 2027), nomination("J2", 2025)],
        people: people
            .into_iter()
            .zip(1..)
            .map(|((nomination, name, unit, work, role), order)| Person {
                unit: Some(unit.to_owned()),
                work_unit: Some(work.to_owned()),
                role: match role {
                    0 => PersonRole::NominatingExpert,
                    _ => PersonRole::Completer,
                },
                ..person(&format!("J{nomination}"), order, name, "")
            })
            .collect(),
        completing_units: units
            .into_iter()
            .map(|(nomination, name)| completing_unit(&format!("J{nomination}"), name))
            .collect(),
        publications: papers
            .iter()
            .enumerate()
            .map(|(at, (authors, experts, year))| {
                let experts: Vec<&str> = experts.iter().map(String::as_str).collect();
                publication(&format!("p{at}"), *year, authors, &experts)
            })
            .collect(),
        ..Round::default()
    })
}

fn on_threads(round: &Round, threads: usize) -> Vec<Finding> {
    rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap().install(|| round.detect())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn the_order_of_rows_does_not_matter(round in world(), turn in 0_usize..9) {
        let mut turned = round.clone();
        turned.experts.reverse();
        turned.nominations.rotate_left(turn % 3);
        turned.people.reverse();
        let count = turned.people.len();
        turned.people.rotate_left(turn.min(count));
        turned.publications.reverse();
        turned.completing_units.reverse();
        prop_assert_eq!(turned.detect(), round.detect());
    }

    #[test]
    fn threads_do_not_matter(round in world()) {
        prop_assert_eq!(on_threads(&round, 1), on_threads(&round, 2));
    }

    #[test]
    fn output_is_sorted_whole_and_without_repetition(round in world()) {
        let found = round.detect();
        let keys: Vec<_> =
            found.iter().map(|one| (&one.nomination_id, &one.expert_id, one.kind)).collect();
        prop_assert!(keys.is_sorted() && keys.windows(2).all(|pair| pair[0] != pair[1]));
        for one in &found {
            prop_assert!(one.confidence <= 1_000 && !one.evidence.is_empty());
            prop_assert!(!one.evidence_line().contains('\n'));
            prop_assert_ne!(&one.nomination_id, "J2", "2025 is history");
        }
    }

    #[test]
    fn a_bare_name_never_bars(mut round in world()) {
        // No unit, no key: nothing but names is left.
        for expert in &mut round.experts {
            expert.unit.clear();
            expert.former_units.clear();
        }
        for publication in &mut round.publications {
            publication.authors.truncate(1);
            publication.expert_ids.truncate(1);
        }
        for finding in round.detect() {
            prop_assert!(finding.severity < Severity::Bar, "{:?}", finding);
        }
    }

    #[test]
    fn one_person_alone_takes_no_bar_away(
        round in world(), expert in 0_u32..6, nomination in 0_u32..3, order in 1_u32..9,
    ) {
        let bars = |round: &Round| -> BTreeSet<(String, String, ConflictKind)> {
            let found = round.detect().into_iter().filter(|one| one.severity == Severity::Bar);
            found.map(|one| (one.nomination_id, one.expert_id, one.kind)).collect()
        };
        let before = bars(&round);
        let denial = Decision {
            decision_id: "B1".to_owned(),
            outcome: Outcome::NotTheSamePerson,
            expert_id: format!("E{expert}"),
            person: Some(Source::person(&format!("J{nomination}"), PersonRole::Completer, order)),
            decided_by: "甲".to_owned(),
            words: "乙".to_owned(),
            ..Decision::default()
        };
        let after = Round { decisions: vec![denial], ..round };
        prop_assert!(bars(&after).is_superset(&before));
    }

    #[test]
    fn one_more_completing_unit_takes_nothing_away(
        round in world(), nomination in 0_u32..3, name in unit(),
    ) {
        let before = round.detect();
        let mut more = round;
        more.completing_units.push(completing_unit(&format!("J{nomination}"), name));
        let after = more.detect();
        for one in before {
            let is_left = |now: &Finding| {
                (&now.nomination_id, &now.expert_id, now.kind)
                    == (&one.nomination_id, &one.expert_id, one.kind)
                    && now.severity >= one.severity
                    && now.confidence >= one.confidence
            };
            prop_assert!(after.iter().any(is_left), "{:?}", one);
        }
    }

    #[test]
    fn completing_units_from_which_completers_come_tell_nothing_more(mut round in world()) {
        round.completing_units.clear();
        let before = round.detect();
        let completers = round.people.iter().filter(|one| one.role == PersonRole::Completer);
        let unit = |one: &Person| Some(completing_unit(&one.nomination_id, one.unit.as_deref()?));
        round.completing_units = completers.filter_map(unit).collect();
        prop_assert_eq!(round.detect(), before);
    }

    #[test]
    fn an_unrelated_person_changes_nothing(round in world()) {
        let before = round.detect();
        let mut more = round.clone();
        more.people.push(person("J0", 90, "闾丘听雨", "孤舟岛气象站"));
        prop_assert_eq!(more.detect(), before);
        let mut more = round;
        more.experts.push(expert("Z", "闾丘听雨", "孤舟岛气象站"));
        let found = more.detect();
        prop_assert!(found.iter().all(|one| one.expert_id != "Z"));
    }
}
