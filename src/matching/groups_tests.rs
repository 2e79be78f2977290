//! Are experts grouped as the organisations are, whatever stands in the cell?

use proptest::prelude::*;

use super::*;
use crate::{
    matching::{
        MatchParameters,
        assignment::{Draft, Expert, Instance},
        parameters::{FamilyRule, MixRule},
    },
    units::model::Unit,
};

fn tree() -> UnitTree {
    let unit = |unit: &str, alias: Option<&str>, parent: Option<&str>| Unit {
        unit: unit.to_owned(),
        alias: alias.map(str::to_owned),
        parent: parent.map(str::to_owned),
    };
    UnitTree::new(&[
        unit("青松大学", Some("松大"), None),
        unit("青松市第一医院", None, Some("青松大学")),
    ])
}

fn pool<'a>(list: &[(&'a str, &'a str)]) -> Vec<Whereabouts<'a>> {
    list.iter().map(|&(unit, region)| Whereabouts { unit, region }).collect()
}

fn grouped(list: &[(&str, &str)]) -> Vec<ExpertGroups> {
    group(&tree(), UnitLevel::LegalPerson, &[], &pool(list))
}

#[test]
fn a_department_and_an_alias_are_of_the_unit_and_a_look_alike_is_not() {
    let groups = grouped(&[
        ("清华大学", ""),
        ("清华大学计算机系", ""),
        ("清華大學", ""),
        ("松大", ""),
        ("青松大学数学学院", ""),
        ("南京大学", ""),
        ("南京理工大学", ""),
        ("无", ""),
        ("", ""),
    ]);
    let units: Vec<&str> = groups.iter().map(|one| one.unit.as_str()).collect();
    let expected =
        ["清华大学", "清华大学", "清华大学", "青松大学", "青松大学", "南京大学", "南京理工大学"];
    assert_eq!(units[..7], expected);
    assert_eq!(units[7..], ["", ""], "whoever names no unit is bound by no rule");
}

#[test]
fn a_hospital_is_a_unit_of_its_university_and_an_institute_of_its_academy() {
    let groups = grouped(&[
        ("北京大学第三医院", "北京"),
        ("北京大学", "北京"),
        ("青松市第一医院", "山东"),
        ("中国科学院计算技术研究所", "北京"),
        ("中国科学院金属研究所", "辽宁"),
    ]);
    let of = |at: usize, kind| groups[at].of(kind);
    assert_ne!(of(0, GroupKind::Unit), of(1, GroupKind::Unit));
    assert_eq!(of(0, GroupKind::University), Some("北京大学"));
    assert_eq!(of(1, GroupKind::University), Some("北京大学"));
    assert_eq!(of(2, GroupKind::University), Some("青松大学"));
    assert_ne!(of(3, GroupKind::University), of(4, GroupKind::University));
    assert_eq!(of(3, GroupKind::System), Some("中国科学院"));
    assert_eq!(of(4, GroupKind::System), Some("中国科学院"));
    assert_eq!((of(3, GroupKind::Region), of(4, GroupKind::Region)), (Some("北京"), Some("辽宁")));
}

#[test]
fn the_level_of_the_policy_says_what_one_unit_is() {
    let list = pool(&[("中国科学院计算技术研究所", ""), ("中国科学院金属研究所", "")]);
    let groups = group(&tree(), UnitLevel::Parent, &[], &list);
    assert_eq!(groups[0].unit, "中国科学院");
    assert_eq!(groups[0].unit, groups[1].unit);
}

#[test]
fn two_names_in_a_cell_are_one_body_but_two_universities_are_two() {
    let groups = grouped(&[
        ("天津市肿瘤医院（天津医科大学肿瘤医院）", ""),
        ("天津医科大学肿瘤医院", ""),
        ("天津市肿瘤医院", ""),
        ("南京大学（东南大学）", ""),
        ("南京大学", ""),
        ("东南大学", ""),
    ]);
    assert_eq!(groups[0].unit, groups[1].unit);
    assert_eq!(groups[0].unit, groups[2].unit);
    assert_eq!(groups[3].unit, groups[4].unit);
    assert_ne!(groups[4].unit, groups[5].unit);
}

#[test]
fn most_members_say_where_a_unit_is() {
    let groups = grouped(&[
        ("清华大学", "北京"),
        ("清华大学计算机系", "北京"),
        ("清华大学深圳国际研究生院", "广东"),
        ("清华大学", ""),
        ("", "广东"),
    ]);
    assert!(groups[..4].iter().all(|one| one.region == "北京"), "{groups:?}");
    assert_eq!(groups[4].region, "广东", "nobody else is of no unit");
}

#[test]
fn whoever_comes_later_joins_the_groups_that_stand() {
    let known = [ExpertGroups {
        unit: "天津医科大学肿瘤医院".to_owned(),
        university: "天津医科大学".to_owned(),
        system: "天津医科大学".to_owned(),
        region: "天津".to_owned(),
    }];
    let list = pool(&[("天津市肿瘤医院（天津医科大学肿瘤医院）", "北京"), ("南京大学", "江苏")]);
    let groups = group(&tree(), UnitLevel::LegalPerson, &known, &list);
    assert_eq!(groups[0], known[0], "with all that the known one has");
    assert_eq!((groups[1].unit.as_str(), groups[1].region.as_str()), ("南京大学", "江苏"));
}

const UNITS: [&str; 12] = [
    "清华大学",
    "清华大学计算机系",
    "北京大学",
    "北京大学第三医院",
    "北京大学人民医院",
    "中国科学院",
    "中国科学院计算技术研究所",
    "中国科学院金属研究所",
    "中国科学院大学",
    "天津市肿瘤医院（天津医科大学肿瘤医院）",
    "无",
    "",
];
const REGIONS: [&str; 4] = ["北京", "辽宁", "天津", ""];

proptest! {
    #[test]
    fn whatever_the_pool_the_levels_nest(
        list in prop::collection::vec((0..UNITS.len(), 0..REGIONS.len()), 1..24),
        is_parent in any::<bool>(), has_system in any::<bool>(),
    ) {
        let pool: Vec<Whereabouts<'_>> = list
            .iter()
            .map(|&(unit, region)| Whereabouts { unit: UNITS[unit], region: REGIONS[region] })
            .collect();
        let level = if is_parent { UnitLevel::Parent } else { UnitLevel::LegalPerson };
        let groups = group(&tree(), level, &[], &pool);
        let outer = if has_system { GroupKind::System } else { GroupKind::Region };
        let parameters = MatchParameters {
            families: vec![FamilyRule { group: GroupKind::University, most: 2 }],
            mixes: vec![MixRule { group: outer, free: 1, price: 0.1 }],
            ..MatchParameters::default()
        };
        let experts = groups.iter().enumerate().map(|(at, one)| Expert {
            id: format!("e{at:02}"),
            min_load: 0,
            max_load: 1,
            unit: one.of(GroupKind::Unit).map(str::to_owned),
        });
        let draft = Draft { experts: experts.collect(), max_per_unit: 1, ..Draft::default() };
        let rules = parameters
            .rules(|kind| groups.iter().map(|one| one.of(kind).map(str::to_owned)).collect())
            .unwrap();
        prop_assert!(Instance::with_rules(draft, &rules).is_ok(), "{groups:?}");
        // Equal cells are equal groups, and the order of the pool changes nothing.
        let mut turned = pool.clone();
        turned.reverse();
        let mut back = group(&tree(), level, &[], &turned);
        back.reverse();
        prop_assert_eq!(back, groups);
    }
}
