//! Does the table of institutions tell what it should, and never that two are one?

use std::collections::{BTreeMap, BTreeSet};

use super::*;
use crate::units::{UnitRelation, UnitTree};

fn relation(first: &str, second: &str) -> UnitRelation {
    let tree = UnitTree::new(&[]);
    let place = |name: &str| tree.identify(name).unwrap();
    tree.relation(&place(first), &place(second))
}

#[test]
fn same_alias_child_and_look_alike() {
    use UnitRelation::{Alias, Below, Different, Same, Sibling};
    for (first, second, expected) in [
        ("清华大学", "清华大学计算机系", Same),
        ("清华大学", "Tsinghua University", Alias),
        ("Tsinghua Univ.", "TSINGHUA UNIVERSITY", Alias),
        ("Department of Automation, Tsinghua University, Beijing 100084, China", "清华大学", Alias),
        ("4111010003", "清华大学", Alias),
        ("北航", "北京航空航天大学", Alias),
        ("BUAA", "北航", Alias),
        ("北京航空学院", "Beihang University", Alias),
        ("同济医院", "华中科技大学同济医学院附属同济医院", Alias),
        ("中科院自动化所", "中国科学院自动化研究所", Alias),
        ("Inst. of Automation, Chinese Acad. of Sci.", "中国科学院自动化研究所", Alias),
        ("Shanghai Jiaotong University", "Shanghai Jiao Tong University", Alias),
        ("Xian Jiaotong University", "西安交通大学", Alias),
        ("华西医科大学", "四川大学", Alias),
        ("华西医院", "四川大学", Below),
        ("湘雅医院", "中南大学", Below),
        ("中科院自动化所", "中国科学院", Below),
        ("Institute of Anything, Chinese Academy of Sciences", "中国科学院", Below),
        ("Institute of Anything, Chinese Academy of Sciences", "中科院自动化所", Sibling),
        ("First Hospital, Peking University", "北京大学", Below),
        ("中国科学院计算所", "中国科学院自动化所", Sibling),
        ("南京大学", "南京理工大学", Different),
        ("Nanjing University", "Nanjing Univ. of Sci. & Tech.", Different),
        ("Nanjing Univ. of Sci. and Tech.", "南京理工大学", Alias),
        ("上海市同济医院", "同济医院", Different),
        ("上海市同济医院", "华中科技大学", Different),
        ("中国科学技术大学", "中国科学院大学", Different),
        ("University of Science and Technology Beijing", "中国科学技术大学", Different),
        ("Jinan University", "济南大学", Different),
        ("Northeastern University", "东北大学", Different),
    ] {
        assert_eq!(relation(first, second), expected, "{first} / {second}");
    }
}

#[test]
fn the_table_is_small_and_names_everybody_once() {
    assert!(TABLE.len() < 500_000);
    let table = Institutions::public();
    let names: BTreeSet<&str> = table.entries().iter().map(|one| one.name.as_str()).collect();
    assert_eq!(names.len(), table.entries().len());
    assert!(names.len() > 2_000);
    assert!(table.domains.len() > 1_000);
    let mut owners: BTreeMap<&str, &str> = BTreeMap::new();
    for one in table.entries() {
        for domain in parts(&one.domains) {
            assert_eq!(owners.insert(domain, &one.name), None, "{domain}");
        }
    }
}

#[test]
fn another_name_never_joins_two_institutions() {
    let tree = UnitTree::new(&[]);
    let key = |name: &str| tree.identify(name).unwrap().legal;
    let entries = Institutions::public().entries();
    // The name that the rules read for each; several rows may be one legal person (campuses).
    let own: BTreeMap<&str, String> =
        entries.iter().map(|one| (one.name.as_str(), key(&one.name))).collect();
    let legals: BTreeSet<&str> = own.values().map(String::as_str).collect();
    for one in entries {
        for name in one.other_names() {
            let named = key(name);
            let is_another = named != own[one.name.as_str()] && legals.contains(named.as_str());
            // What the rules read out of a former name (a college within a university) is theirs.
            let by_rule = tree.namer().read(name).is_some_and(|read| read.legal == named);
            assert!(!is_another || by_rule, "{name} of {} names {named}", one.name);
        }
    }
}

#[test]
fn a_name_that_two_claim_names_none_and_ones_own_name_is_ones_own() {
    let one = |name: &str, names: &str| Institution {
        name: name.to_owned(),
        parent: None,
        english: None,
        names: names.to_owned(),
        domains: String::new(),
        code: None,
    };
    let table = Institutions::of(vec![
        one("青松大学", "松大;松柏大学;Pine University"),
        one("松柏大学", "松大;Pine Univ."),
    ]);
    let namer = UnitNamer::standard();
    let found = |name: &str| table.find(&namer, name, &namer.read(name).unwrap());
    assert_eq!(found("松大"), None);
    assert_eq!(found("Pine University"), None);
    assert!(found("松柏大学").is_some_and(|found| found.legal == "松柏大学" && !found.by_alias));
}

#[test]
fn a_domain_is_that_of_its_institution_and_a_host_of_an_academy_nobodys() {
    let tree = UnitTree::new(&[]);
    for (address, unit) in [
        ("a@pku.edu.cn", Some("北京大学")),
        ("a@math.pku.edu.cn", Some("北京大学")),
        ("a@tsinghua.org.cn", Some("清华大学")),
        ("a@ia.ac.cn", Some("中国科学院自动化研究所")),
        ("a@cas.cn", Some("中国科学院")),
        ("a@anything.cas.cn", None),
        ("a@163.com", None),
        ("a@qingsong.edu.cn", None),
    ] {
        assert_eq!(tree.unit_of_mail(address).as_deref(), unit, "{address}");
    }
    let organisation = |address: &str| tree.mail_organisation(address);
    assert_eq!(organisation("a@tsinghua.org.cn"), organisation("b@mail.tsinghua.edu.cn"));
    assert_eq!(organisation("a@x.qingsong.edu.cn").as_deref(), Some("qingsong.edu.cn"));
    assert_eq!(organisation("a@163.com"), None);
}
