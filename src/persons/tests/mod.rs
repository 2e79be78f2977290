//! Does the engine find one person under two spellings, and does it leave namesakes alone?

mod laws;

use super::{
    find::{probability, propose},
    policy::PersonPolicy,
    record::{Agreement, Dossier, Record, RecordKind, Records, Side, Spell},
};

fn expert(key: &str, name: &str, unit: &str) -> Record {
    let units = if unit.is_empty() {
        Vec::new()
    } else {
        vec![Spell { unit: unit.to_owned(), from: None, to: None }]
    };
    Record { units, ..Record::named(key, RecordKind::Expert, name) }
}

fn completer(key: &str, name: &str, unit: &str, dossier: usize) -> Record {
    Record { kind: RecordKind::Completer, dossier: Some(dossier), ..expert(key, name, unit) }
}

fn records(records: Vec<Record>) -> Records {
    let count = records.iter().filter_map(|one| one.dossier).max().map_or(0, |most| most + 1);
    let dossier = |at: usize| Dossier { number: format!("N{at}"), ..Dossier::default() };
    Records { records, dossiers: (0..count).map(dossier).collect(), units: Vec::new() }
}

/// How probable it is, per mille, that two records are one person.
fn of_two(one: Record, other: Record) -> u16 {
    probability(&records(vec![one, other]), &PersonPolicy::default(), (0, 1))
}

#[test]
fn a_common_name_alone_stays_low_and_a_rare_one_does_not() {
    assert!(of_two(expert("a", "王伟", ""), completer("b", "王伟", "", 0)) < 20);
    assert!(of_two(expert("a", "张小明", ""), completer("b", "張小明", "", 0)) < 100);
    assert!(of_two(expert("a", "谯鹭荻", ""), completer("b", "谯鹭荻", "", 0)) > 800);
}

#[test]
fn different_units_speak_against_it() {
    let bare = |name: &str| of_two(expert("a", name, ""), completer("b", name, "", 0));
    let apart =
        |name: &str| of_two(expert("a", name, "清华大学"), completer("b", name, "南京大学", 0));
    for name in ["周文杰", "欧阳鹭", "陆望舒"] {
        assert!(apart(name) < bare(name), "{name} {} {}", apart(name), bare(name));
    }
    // Of a name that practically nobody else bears, no unit makes two people: less than one in a thousand.
    assert_eq!((apart("谯鹭荻"), bare("谯鹭荻")), (999, 999));
}

#[test]
fn the_same_unit_by_any_name_raises_it_and_webmail_is_no_unit() {
    let bare = of_two(expert("a", "李文博", ""), completer("b", "李文博", "", 0));
    let unit =
        of_two(expert("a", "李文博", "清华大学计算机系"), completer("b", "李文博", "清華大學", 0));
    assert!(unit > 900 && bare < 200, "{bare} {unit}");
    let mail = |one: &str, other: &str| {
        let of = |record: Record, mail: &str| Record { email: Some(mail.to_owned()), ..record };
        of_two(of(expert("a", "李文博", ""), one), of(completer("b", "李文博", "", 0), other))
    };
    assert_eq!(mail("a@163.com", "b@163.com"), bare, "a provider of mail is no unit");
    assert!(mail("a@tsinghua.edu.cn", "b@mail.tsinghua.edu.cn") > 900);
    assert_eq!(mail("x@163.com", "X@163.com"), 995);
    assert!(
        mail("lwb_1979@163.com", "lwb_1979@qq.com") > mail("liwenbo@163.com", "liwenbo@qq.com")
    );
    assert!(mail("liwenbo@163.com", "liwenbo@qq.com") > bare);
}

#[test]
fn spellings_outside_pinyin_are_found() {
    for (han, letters) in [
        ("陈小明", "Chan Siu Ming"),
        ("陈小明", "Siu-Ming CHAN"),
        ("陳曉英", "Tan Xiaoying"),
        ("张国华", "Chang Kuo-hua"),
        ("欧阳志强", "Au-Yeung Chi Keung"),
        ("欧阳志强", "Zhiqiang Ouyang"),
        ("吕青", "Qing Lyu"),
    ] {
        let unit = "某某科学研究院";
        let found = propose(
            &records(vec![expert("a", han, unit), completer("b", letters, unit, 0)]),
            &PersonPolicy::default(),
        );
        assert_eq!(found.len(), 1, "{han} {letters}");
        assert!(
            found[0].reasons.iter().any(|one| one.side == Side::For && one.zh.contains(letters))
        );
    }
    let stranger =
        records(vec![expert("a", "陈小明", ""), completer("b", "Cheung Siu Ming", "", 0)]);
    assert_eq!(propose(&stranger, &PersonPolicy::default()), []);
}

#[test]
fn identifiers_join_and_part() {
    let with = |record: Record, orcid: &str| Record { orcid: Some(orcid.to_owned()), ..record };
    let orcids = |one: &str, other: &str, name: &str| {
        of_two(
            with(expert("a", "谯鹭荻", "清华大学"), one),
            with(completer("b", name, "清华大学", 0), other),
        )
    };
    let (one, other) = ("0000-0002-1825-0097", "0000-0001-5109-3700");
    assert_eq!(orcids(one, "https://orcid.org/0000000218250097", "谯鹭荻"), 1000);
    assert_eq!(orcids(one, one, "完全不同"), 950);
    assert!(orcids(one, other, "谯鹭荻") <= 5, "different ORCIDs: practically nobody");
    let print = |record: Record| Record { identity_print: Some("#".to_owned()), ..record };
    let both = of_two(
        print(with(expert("a", "谯鹭荻", ""), one)),
        print(with(completer("b", "谯鹭荻", "", 0), other)),
    );
    assert_eq!(both, 1000, "a person may have two ORCIDs, not two identity numbers alike");
}

#[test]
fn years_apart_at_one_unit_say_less() {
    let at = |from: i32, to: i32| {
        let spell = Spell { unit: "浙江大学".to_owned(), from: Some(from), to: Some(to) };
        vec![spell]
    };
    let of = |one: Vec<Spell>, other: Vec<Spell>| {
        of_two(
            Record { units: one, ..expert("a", "周文杰", "") },
            Record { units: other, ..completer("b", "周文杰", "", 0) },
        )
    };
    assert!(of(at(1990, 1995), at(2001, 2020)) < of(at(1990, 2002), at(2001, 2020)));
}

#[test]
fn two_people_of_one_nomination_are_two_and_the_queue_is_in_order() {
    let all = records(vec![
        completer("p1", "欧阳鹭", "清华大学", 0),
        completer("p2", "欧阳鹭", "清华大学", 0),
        completer("p3", "欧阳鹭", "清华大学", 1),
        expert("e1", "欧阳鹭", ""),
    ]);
    let found = propose(&all, &PersonPolicy::default());
    let key = |at: usize| all.records[at].key.as_str();
    let pairs: Vec<(&str, &str)> =
        found.iter().map(|one| (key(one.first), key(one.second))).collect();
    assert_eq!(pairs, [("p1", "p3"), ("p2", "p3"), ("e1", "p1"), ("e1", "p2"), ("e1", "p3")]);
    let told: Vec<u16> = found.iter().map(|one| one.probability).collect();
    assert!(told[1] > told[2], "one unit tells more than none: {told:?}");
}

#[test]
fn papers_and_companions_speak_for_one_person() {
    let mut all = records(vec![
        expert("e", "王伟", "甲大学"),
        completer("p", "王伟", "乙研究所", 0),
        completer("q", "欧阳鹭", "乙研究所", 0),
    ]);
    let policy = PersonPolicy::default();
    let of = |all: &Records| probability(all, &policy, (0, 1));
    let bare = of(&all);
    all.records[0].companions = vec!["Ouyang Lu".to_owned(), "王伟".to_owned()];
    let beside = of(&all);
    all.records[0].papers = vec!["doi:10.1000/1".to_owned()];
    all.dossiers[0].papers = vec!["doi:10.1000/1".to_owned()];
    let paper = of(&all);
    all.records[0].keywords = vec!["固碳机理".to_owned()];
    all.dossiers[0].text = "森林固碳机理研究".to_owned();
    let subject = of(&all);
    assert!(
        bare < beside && beside < paper && paper < subject,
        "{bare} {beside} {paper} {subject}"
    );
    assert!(bare < 10 && subject > 500, "{bare} {subject}");
}

#[test]
fn both_records_stand_side_by_side() {
    let mut one = expert("e", "李文博", "清华大学");
    one.email = Some("lwb@tsinghua.edu.cn".to_owned());
    one.orcid = Some("0000-0002-1825-0097".to_owned());
    let mut other = completer("p", "Wenbo Li", "清华大学计算机系", 0);
    other.email = Some("liwenbo@mail.tsinghua.edu.cn".to_owned());
    let found = propose(&records(vec![one, other]), &PersonPolicy::default());
    let told: Vec<(&str, Agreement)> =
        found[0].comparisons.iter().map(|line| (line.field.as_str(), line.agreement)).collect();
    assert_eq!(
        told,
        [
            ("name", Agreement::Close),
            ("unit", Agreement::Same),
            ("orcid", Agreement::Unknown),
            ("email", Agreement::Close),
        ]
    );
}

#[test]
fn the_policy_is_readable() {
    let policy = PersonPolicy::default();
    assert!(policy.propose_from > policy.certain.orcid_differs);
    assert_eq!(policy.certain.identity_number, 1000);
}

/// As many records as a round has: the time is measured by the bench; here only that nothing is compared
/// pairwise, which would not end.
#[test]
fn a_whole_round_is_compared_by_keys() {
    let surnames = ["王", "李", "张", "刘", "陈", "杨", "黄", "赵", "吴", "周"];
    let given = ["伟", "文博", "小明", "鹭", "国华", "志强", "秀英", "建国", "晓东", "海燕"];
    let name = |at: usize| format!("{}{}", surnames[at % 10], given[at / 10 % 10]);
    let unit = |at: usize| format!("第{}研究所", at % 97);
    let mut all = Vec::new();
    for at in 0..1_800 {
        all.push(expert(&format!("e{at:05}"), &name(at * 7), &unit(at)));
    }
    for at in 0..9_000 {
        all.push(completer(&format!("p{at:05}"), &name(at * 3), &unit(at), at / 6));
    }
    let found = propose(&records(all), &PersonPolicy::default());
    assert!(!found.is_empty());
    assert!(found.iter().all(|one| one.probability >= PersonPolicy::default().propose_from));
}
