//! Units: now, then, formerly, above, by alias and by mail.

use super::*;

#[test]
fn units_now_and_at_the_time() {
    let mut round = Round::plain();
    round.experts[0].unit = "青松大学数学系".to_owned();
    assert_eq!(round.severity(ConflictKind::SameUnit), Some(Severity::Bar));
    assert_eq!(round.severity(ConflictKind::CompletionUnit), None);
    round.people[0].work_unit = Some("白石研究所".to_owned());
    assert_eq!(round.severity(ConflictKind::SameUnit), None);
    assert_eq!(round.severity(ConflictKind::CompletionUnit), Some(Severity::Bar));
    let mut policy = ConflictPolicy::default();
    policy.units.completion_unit_counts = false;
    let finding = round.find_under(ConflictKind::CompletionUnit, &policy);
    assert_eq!(finding.map(|one| one.severity), Some(Severity::Note));
    round.experts[0].unit = "青松理工大学".to_owned();
    assert_eq!(round.detect(), []);
}

#[test]
fn a_unit_at_the_time_that_weighs_less_hides_nothing() {
    let mut round = Round::plain();
    round.experts[0].unit = "青松大学".to_owned();
    round.people[0].work_unit = Some("白石研究所".to_owned());
    round.affiliations = vec![Affiliation {
        person_ref: "E1".to_owned(),
        unit: "白石研究所".to_owned(),
        from: Some(2001),
        to: Some(2025),
    }];
    let mut policy = ConflictPolicy::default();
    assert_eq!(round.find_under(ConflictKind::FormerUnit, &policy), None, "barred as it is");
    policy.units.completion_unit_counts = false;
    let former = round.find_under(ConflictKind::FormerUnit, &policy).unwrap();
    assert_eq!(former.severity, Severity::Bar);
}

#[test]
fn the_level_of_the_tree_is_policy() {
    let mut round = Round::plain();
    round.people[0] = person("J1", 1, "陆望舒", "中国科学院青松研究所");
    round.experts[0].unit = "中国科学院白石研究所".to_owned();
    assert_eq!(round.detect(), [], "two institutes are two legal persons");
    let mut policy = ConflictPolicy::default();
    policy.units.same_unit_level = UnitLevel::Parent;
    let finding = round.find_under(ConflictKind::SameUnit, &policy).unwrap();
    assert_eq!(finding.severity, Severity::Bar);
    round.experts[0].unit = "中国科学院".to_owned();
    assert_eq!(round.severity(ConflictKind::RelatedUnit), Some(Severity::Note));
    round.experts[0].unit = "中国林业科学研究院".to_owned();
    assert_eq!(round.detect(), []);
}

#[test]
fn the_units_file_makes_aliases_the_same() {
    let mut round = Round::plain();
    round.experts[0].unit = "松大".to_owned();
    assert_eq!(round.detect(), []);
    round.units.push(Unit {
        unit: "青松大学".to_owned(),
        alias: Some("松大".to_owned()),
        parent: None,
    });
    let finding = round.find(ConflictKind::SameUnit).unwrap();
    assert_eq!((finding.severity, finding.confidence), (Severity::Bar, 980));
}

#[test]
fn former_units_by_years() {
    let mut round = Round::plain();
    let left = |to: Option<i32>| Affiliation {
        person_ref: "E1".to_owned(),
        unit: "青松大学".to_owned(),
        from: Some(2001),
        to,
    };
    for (to, kind) in [
        (Some(2025), Some(ConflictKind::FormerUnit)),
        (Some(2024), None),
        (Some(2027), Some(ConflictKind::SameUnit)),
        (None, Some(ConflictKind::SameUnit)),
    ] {
        round.affiliations = vec![left(to)];
        let kinds: Vec<ConflictKind> = round.detect().iter().map(|one| one.kind).collect();
        assert_eq!(kinds, Vec::from_iter(kind), "{to:?}");
    }
    round.affiliations = vec![left(Some(2024))];
    round.experts[0].former_units = vec!["青松大学".to_owned()];
    assert_eq!(round.detect(), [], "years count more than their absence");
    round.affiliations.clear();
    assert_eq!(round.severity(ConflictKind::FormerUnitUndated), Some(Severity::Flag));
}

#[test]
fn completers_may_have_further_units() {
    let mut round = Round::plain();
    round.affiliations.push(Affiliation {
        person_ref: "陆望舒|青松大学".to_owned(),
        unit: "云台大学".to_owned(),
        from: Some(2020),
        to: None,
    });
    assert_eq!(round.severity(ConflictKind::SameUnit), Some(Severity::Bar));
    round.affiliations[0].to = Some(2022);
    assert_eq!(round.detect(), []);
}

#[test]
fn mail_domains_flag_but_webmail_does_not() {
    let mut round = Round::plain();
    round.experts[0].email_domain = Some("x.com;math.qingsong.edu.cn".to_owned());
    round.people[0].email = Some("l@qingsong.edu.cn".to_owned());
    assert_eq!(round.severity(ConflictKind::SameUnit), Some(Severity::Flag));
    round.experts[0].email_domain = Some("qq.com".to_owned());
    round.people[0].email = Some("l@qq.com".to_owned());
    assert_eq!(round.detect(), []);
}
