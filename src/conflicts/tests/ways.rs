//! The way from the expert to the nomination, and those who judged in spite.

use std::collections::BTreeSet;

use chrono::NaiveDate;

use super::*;

/// `node –relation→ node` for every step.
fn steps(round: &Round, kind: ConflictKind) -> Vec<String> {
    let names = labels(&round.input());
    let way = path(&round.find(kind).unwrap(), &|source| names.of(source));
    let ids: BTreeSet<&str> = way.nodes.iter().map(|node| node.id.as_str()).collect();
    assert_eq!(ids.len(), way.nodes.len(), "each once: {way:?}");
    assert_eq!(
        (way.nodes[0].kind, way.nodes.last().unwrap().kind),
        (NodeKind::Expert, NodeKind::Nomination)
    );
    assert!(way.edges.iter().all(|edge| ids.contains(&*edge.from) && ids.contains(&*edge.to)));
    way.rows().iter().map(|row| format!("{} –{}→ {}", row.from, row.zh, row.to)).collect()
}

#[test]
fn ways_over_units_papers_and_declarations() {
    let mut round = Round::plain();
    round.experts[0].unit = "青松大学数学系".to_owned();
    assert_eq!(
        steps(&round, ConflictKind::SameUnit),
        [
            "顾远山 –任职于→ 青松大学数学系",
            "青松大学数学系 –同一单位→ 青松大学",
            "青松大学 –的人员→ 陆望舒",
            "陆望舒 –完成人→ J1",
        ]
    );
    let people = std::mem::take(&mut round.people);
    round.completing_units = vec![completing_unit("J1", "青松大学")];
    assert_eq!(
        steps(&round, ConflictKind::SameUnit),
        [
            "顾远山 –任职于→ 青松大学数学系",
            "青松大学数学系 –同一单位→ 青松大学",
            "青松大学 –完成单位→ J1",
        ]
    );
    round.people = people;
    round.publications = vec![publication("p1", 2025, &["顾远山", "陆望舒"], &["E1"])];
    let title = &round.publications[0].title;
    let expected = [
        format!("顾远山 –作者→ {title}"),
        format!("{title} –合著者→ 陆望舒"),
        "陆望舒 –完成人→ J1".to_owned(),
    ];
    assert_eq!(steps(&round, ConflictKind::Coauthor), expected);
    round.declarations = vec![Declaration {
        person: Some("陆望舒".to_owned()),
        unit: Some("青松大学".to_owned()),
        ..declaration("D1", DeclaredKind::Kin)
    }];
    assert_eq!(
        steps(&round, ConflictKind::Kin),
        ["顾远山 –申报→ D1", "D1 –涉及→ 陆望舒", "陆望舒 –完成人→ J1"]
    );
}

#[test]
fn ways_of_persons_and_of_rivals() {
    let mut round = Round::plain();
    round.experts[0] = expert("E1", "白鹭洲", "白石研究所");
    assert_eq!(
        steps(&round, ConflictKind::Competitor),
        ["白鹭洲 –认定为→ 白鹭洲", "白鹭洲 –同类项目完成人→ J1"]
    );
    round.nominations[0].excluded_experts = vec!["E1".to_owned()];
    assert_eq!(steps(&round, ConflictKind::ExcludedByNominator), ["白鹭洲 –被申请回避→ J1"]);
}

#[test]
fn a_record_that_nobody_knows_goes_by_its_key() {
    let round = {
        let mut round = Round::plain();
        round.experts[0].unit = "青松大学".to_owned();
        round
    };
    let way = path(&round.find(ConflictKind::SameUnit).unwrap(), &|_| None);
    assert_eq!(way.nodes[0].label, "E1");
    assert_eq!(way.rows().len(), 3);
}

#[test]
fn those_who_judged_in_spite_are_named_with_what_was_known() {
    let mut round = Round::plain();
    let day = |day| NaiveDate::from_ymd_opt(2027, 5, day);
    let made = |id: &str, made_on| Declaration {
        nomination_id: Some("J1".to_owned()),
        made_on,
        ..declaration(id, DeclaredKind::Kin)
    };
    round.declarations = vec![made("D1", day(9))];
    let judged = |nomination: &str| Judged {
        expert_id: "E1".to_owned(),
        nomination_id: nomination.to_owned(),
        assigned_on: day(5),
    };
    let look = |round: &Round| {
        let days = recorded_days(&round.input());
        scan(&[judged("J1"), judged("J2")], &round.detect(), &|source| days.get(source).copied())
    };
    let found = look(&round);
    assert_eq!(found.len(), 1, "nothing on J2");
    assert_eq!((found[0].recorded_on, found[0].was_known), (day(9), Some(false)));
    round.declarations.push(made("D2", day(5)));
    assert_eq!(look(&round)[0].was_known, Some(true), "one of two is enough");
    for declaration in &mut round.declarations {
        declaration.made_on = None;
    }
    assert_eq!(look(&round)[0].was_known, None);
    assert_eq!(scan(&[], &round.detect(), &|_| None), []);
}
