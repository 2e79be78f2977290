//! Completing units that a nomination names: of a major project, which has no completers, and beside completers.

use super::*;

/// J1 is a major project: nobody completed it but 青松大学.
fn major() -> Round {
    let mut round = Round::plain();
    round.people.remove(0);
    round.completing_units = vec![completing_unit("J1", "青松大学")];
    round
}

/// The kinds found of E1 and J1, each with its severity.
fn found(round: &Round) -> Vec<(ConflictKind, Severity)> {
    let found = round.detect().into_iter();
    let of = found.filter(|one| one.nomination_id == "J1" && one.expert_id == "E1");
    of.map(|one| (one.kind, one.severity)).collect()
}

#[test]
fn an_expert_of_a_completing_unit_is_of_one_unit_with_a_candidate() {
    let mut round = major();
    assert_eq!(round.detect(), [], "of another unit");
    round.experts[0].unit = "青松大学数学系".to_owned();
    assert_eq!(found(&round), [(ConflictKind::SameUnit, Severity::Bar)]);
    let finding = round.find(ConflictKind::SameUnit).unwrap();
    assert_eq!(finding.confidence, 1_000);
    let evidence = &finding.evidence[0];
    assert_eq!(evidence.source, Some(Source::new(SourceKind::Unit, "青松大学")));
    assert!(evidence.zh.contains("本项目的完成单位「青松大学」"), "{}", evidence.zh);
    assert!(evidence.en.contains("青松大学, a completing unit"), "{}", evidence.en);
    let mut policy = ConflictPolicy::default();
    policy.units.completion_unit_counts = false;
    let finding = round.find_under(ConflictKind::SameUnit, &policy).unwrap();
    assert_eq!(finding.severity, Severity::Bar, "a candidate, whatever counts of completers");
    policy.severity.same_unit = Severity::Flag;
    let finding = round.find_under(ConflictKind::SameUnit, &policy).unwrap();
    assert_eq!(finding.severity, Severity::Flag);
}

#[test]
fn what_completers_of_the_unit_tell_is_not_told_twice() {
    let mut round = Round::plain();
    round.experts[0].unit = "青松大学".to_owned();
    for work in ["青松大学", "白石研究所"] {
        round.people[0].work_unit = Some(work.to_owned());
        round.completing_units.clear();
        let before = round.detect();
        assert_eq!(before.len(), 1, "{before:?}");
        round.completing_units = vec![completing_unit("J1", "青松大學")];
        assert_eq!(round.detect(), before, "{work}");
    }
    // Of another unit of the nomination nobody is a completer.
    round.completing_units.push(completing_unit("J1", "云台大学"));
    round.experts[0].unit = "云台大学".to_owned();
    assert_eq!(found(&round), [(ConflictKind::SameUnit, Severity::Bar)]);
}

#[test]
fn a_completer_whose_unit_then_weighs_less_takes_the_place_of_no_completing_unit() {
    let mut round = Round::plain();
    round.experts[0].unit = "青松大学".to_owned();
    round.people[0].work_unit = Some("白石研究所".to_owned());
    round.completing_units = vec![completing_unit("J1", "青松大学")];
    let mut policy = ConflictPolicy::default();
    assert_eq!(round.find_under(ConflictKind::SameUnit, &policy), None, "he tells the same");
    policy.units.completion_unit_counts = false;
    let then = round.find_under(ConflictKind::CompletionUnit, &policy).unwrap();
    let named = round.find_under(ConflictKind::SameUnit, &policy).unwrap();
    assert_eq!((then.severity, named.severity), (Severity::Note, Severity::Bar));
}

#[test]
fn an_alias_makes_it_the_same_and_what_is_above_is_a_note() {
    let mut round = major();
    round.units.push(Unit {
        unit: "青松大学".to_owned(),
        alias: Some("松大".to_owned()),
        parent: None,
    });
    round.experts[0].unit = "松大".to_owned();
    assert_eq!(round.find(ConflictKind::SameUnit).unwrap().confidence, 980);
    round.experts[0].unit = "青松大学第三医院".to_owned();
    assert_eq!(found(&round), [(ConflictKind::RelatedUnit, Severity::Note)]);
    round.experts[0].unit = "青松大学".to_owned();
    round.completing_units = vec![completing_unit("J1", "青松大学第三医院")];
    assert_eq!(found(&round), [(ConflictKind::RelatedUnit, Severity::Note)]);
}

#[test]
fn who_left_a_completing_unit_not_long_ago_is_barred_too() {
    let mut round = major();
    for (to, expected) in [
        (Some(2025), Some((ConflictKind::FormerUnit, Severity::Bar))),
        (Some(2024), None),
        (None, Some((ConflictKind::SameUnit, Severity::Bar))),
    ] {
        round.affiliations = vec![Affiliation {
            person_ref: "E1".to_owned(),
            unit: "青松大学".to_owned(),
            from: Some(2001),
            to,
        }];
        assert_eq!(found(&round), Vec::from_iter(expected), "{to:?}");
    }
    round.affiliations.clear();
    round.experts[0].former_units = vec!["青松大学".to_owned()];
    assert_eq!(found(&round), [(ConflictKind::FormerUnitUndated, Severity::Flag)]);
    let finding = round.find(ConflictKind::FormerUnitUndated).unwrap();
    assert!(finding.evidence[0].en.contains("a completing unit of the project (time unknown)"));
}

#[test]
fn a_mail_address_at_a_completing_unit_is_a_flag() {
    let mut round = major();
    round.units.push(Unit {
        unit: "青松大学".to_owned(),
        alias: Some("qingsong.edu.cn".to_owned()),
        parent: None,
    });
    round.experts[0].email_domain = Some("math.qingsong.edu.cn".to_owned());
    assert_eq!(found(&round), [(ConflictKind::SameUnit, Severity::Flag)]);
    round.experts[0].unit = "青松大学".to_owned();
    assert_eq!(found(&round), [(ConflictKind::SameUnit, Severity::Bar)]);
    assert_eq!(round.find(ConflictKind::SameUnit).unwrap().evidence.len(), 1, "it is said once");
}

#[test]
fn an_interest_declared_in_a_completing_unit_reaches_the_nomination() {
    let mut round = major();
    round.declarations = vec![Declaration {
        unit: Some("青松大学".to_owned()),
        ..declaration("D1", DeclaredKind::EconomicInterest)
    }];
    assert_eq!(found(&round), [(ConflictKind::EconomicInterest, Severity::Bar)]);
    let finding = round.find(ConflictKind::EconomicInterest).unwrap();
    assert!(finding.evidence[0].zh.contains("青松大学"), "{finding:?}");
    round.people.push(person("J1", 1, "陆望舒", "青松大学"));
    assert_eq!(found(&round).len(), 1, "the completer and his unit are one target");
}

#[test]
fn units_of_earlier_rounds_and_of_nothing_known_are_passed_over() {
    let mut round = major();
    round.experts[0].unit = "青松大学".to_owned();
    round.nominations[0].round = Some(2025);
    round.completing_units.push(completing_unit("J9", "青松大学"));
    round.completing_units.push(completing_unit("J2", " "));
    assert_eq!(round.detect(), []);
}
