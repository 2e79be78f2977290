//! A pasted list before anybody is invited.

use std::collections::BTreeSet;

use super::*;

fn check(round: &Round, text: &str) -> NameCheck {
    check_names(text, &round.input(), &ConflictPolicy::default(), None)
}

#[test]
fn lines_are_clean_soft_hard_or_unreadable() {
    let round = Round::plain();
    let check = check(
        &round,
        "姓名\t单位\n沈听澜\t孤舟岛气象站\n陆望舒\t云台大学\n陆望舒\t青松大学\n沈听澜\t青松大学\n12345\n",
    );
    let grades: Vec<(usize, Grade)> = check.rows.iter().map(|row| (row.line, row.grade)).collect();
    assert_eq!(
        grades,
        [
            (2, Grade::Clean),
            (3, Grade::Soft),
            (4, Grade::Hard),
            (5, Grade::Hard),
            (6, Grade::Unreadable),
        ]
    );
    let counts = NameCounts { lines: 5, clean: 1, soft: 1, hard: 2, unreadable: 1 };
    assert_eq!(check.counts, counts);
    let completer = &check.rows[2];
    // Completer of J1 and so a rival of J2.
    assert_eq!((completer.nominations_barred, completer.nominations_flagged), (2, 0));
    let kinds: Vec<ConflictKind> = completer.kinds.iter().map(|one| one.kind).collect();
    assert_eq!(kinds, [ConflictKind::Completer, ConflictKind::Competitor, ConflictKind::SameUnit]);
    assert!(completer.reasons[0].zh.contains("陆望舒"));
    assert!(check.rows[4].problem.is_some());
    let json = serde_json::to_value(&check).unwrap();
    assert_eq!(json["rows"][2]["grade"], "hard");
    assert_eq!(json["rows"][2]["kinds"][0]["kind"], "completer");
}

#[test]
fn only_the_chosen_nominations_count() {
    let round = Round::plain();
    let chosen = BTreeSet::from(["J2".to_owned()]);
    let policy = ConflictPolicy::default();
    let check = check_names("沈听澜，青松大学", &round.input(), &policy, Some(&chosen));
    assert_eq!(check.rows[0].grade, Grade::Clean);
}

#[test]
fn the_record_of_the_pool_is_used_where_it_is_surely_his() {
    let mut round = Round::plain();
    round.people.push(person("J1", 2, "沈听澜", "青松大学"));
    round.publications = vec![publication("p1", 2025, &["顾远山", "陆望舒", "沈听澜"], &["E1"])];
    let sure = check(&round, "顾远山，云台大学");
    assert_eq!(sure.rows[0].grade, Grade::Hard);
    assert_eq!(sure.rows[0].kinds[0].kind, ConflictKind::Coauthor);
    assert!(sure.rows[0].experts[0].is_sure && sure.rows[0].problem.is_none());
    let bare = check(&round, "顾远山");
    assert_eq!(bare.rows[0].grade, Grade::Soft, "a bare name never bars");
    assert!(!bare.rows[0].experts[0].is_sure && bare.rows[0].problem.is_some());
    let elsewhere = check(&round, "顾远山，孤舟岛气象站");
    assert_ne!(elsewhere.rows[0].grade, Grade::Hard);
    round.experts[0].orcid = Some("0000-0002-1825-0097".to_owned());
    let by_orcid = check(&round, "Yuanshan Gu; 0000-0002-1825-0097");
    assert_eq!(by_orcid.rows[0].grade, Grade::Hard);
    let policy = ConflictPolicy::default();
    let called = candidates("顾远山", Some("云台大学"), None, None, &round.input(), &policy);
    assert_eq!((called.len(), called[0].is_sure), (1, true));
}
