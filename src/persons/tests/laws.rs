//! Laws over all records: the order does not matter, evidence for one person never lowers.

use proptest::prelude::*;

use super::{
    super::{
        find::{probability, propose},
        policy::PersonPolicy,
        record::{Record, Records},
    },
    completer, expert, records,
};

fn name() -> impl Strategy<Value = String> {
    "[王李张陈谯]{1}[小明伟鹭荻]{1,2}|(Chan|Wang|Li) [A-Z][a-z]{1,5}|Wang [B-D]{1,2}"
}

fn text(choices: &'static [&'static str]) -> impl Strategy<Value = Option<String>> {
    proptest::option::of(proptest::sample::select(choices).prop_map(str::to_owned))
}

const ORCIDS: &[&str] = &["0000-0002-1825-0097", "0000-0001-5109-3700"];
const MAILS: &[&str] =
    &["a@163.com", "a_9@qq.com", "a_9@pku.edu.cn", "b@pku.edu.cn", "a_9@sina.com"];
const UNITS: &[&str] = &["北京大学", "北京大学数学学院", "南京大学", "中国科学院计算技术研究所"];

fn record(key: &'static str, is_expert: bool) -> impl Strategy<Value = Record> {
    (name(), text(ORCIDS), text(MAILS), text(UNITS)).prop_map(move |(name, orcid, email, unit)| {
        let unit = unit.unwrap_or_default();
        let record =
            if is_expert { expert(key, &name, &unit) } else { completer(key, &name, &unit, 0) };
        Record { email, orcid, ..record }
    })
}

fn of(all: &Records, pair: (usize, usize)) -> u16 {
    probability(all, &PersonPolicy::default(), pair)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn it_is_symmetric(one in record("a", true), other in record("b", false)) {
        let all = records(vec![one.clone(), other.clone()]);
        let turned = records(vec![other, one]);
        prop_assert_eq!(of(&all, (0, 1)), of(&all, (1, 0)));
        prop_assert_eq!(of(&all, (0, 1)), of(&turned, (0, 1)));
    }

    #[test]
    fn an_equal_identifier_never_lowers(one in record("a", true), other in record("b", false)) {
        let before = of(&records(vec![one.clone(), other.clone()]), (0, 1));
        let orcid = Some(ORCIDS[0].to_owned());
        let mail = Some(MAILS[2].to_owned());
        let changes: [fn(&mut Record, Option<String>); 3] = [
            |record, value| record.orcid = value,
            |record, value| record.email = value,
            |record, value| record.identity_print = value,
        ];
        for (change, value) in changes.into_iter().zip([orcid, mail, Some("#".to_owned())]) {
            let (mut one, mut other) = (one.clone(), other.clone());
            change(&mut one, value.clone());
            change(&mut other, value);
            let after = of(&records(vec![one, other]), (0, 1));
            prop_assert!(after >= before, "{} {}", after, before);
        }
    }

    #[test]
    fn a_common_unit_never_lowers(one in record("a", true), other in record("b", false)) {
        let before = of(&records(vec![one.clone(), other.clone()]), (0, 1));
        let (mut one, mut other) = (one, other);
        for record in [&mut one, &mut other] {
            record.units = vec![super::Spell { unit: UNITS[3].to_owned(), from: None, to: None }];
        }
        prop_assert!(of(&records(vec![one, other]), (0, 1)) >= before);
    }

    #[test]
    fn papers_and_keywords_never_lower(one in record("a", true), other in record("b", false)) {
        let mut all = records(vec![one, other]);
        let before = of(&all, (0, 1));
        all.records[0].papers = vec!["doi:10.1/1".to_owned()];
        all.dossiers[0].papers = vec!["doi:10.1/1".to_owned()];
        let paper = of(&all, (0, 1));
        all.records[0].keywords = vec!["固碳机理".to_owned()];
        all.dossiers[0].text = "固碳机理".to_owned();
        prop_assert!(before <= paper && paper <= of(&all, (0, 1)));
    }

    #[test]
    fn different_orcids_are_practically_two_people(one in record("a", true), other in record("b", false)) {
        let all = records(vec![
            Record { orcid: Some(ORCIDS[0].to_owned()), ..one },
            Record { orcid: Some(ORCIDS[1].to_owned()), ..other },
        ]);
        prop_assert!(of(&all, (0, 1)) <= PersonPolicy::default().certain.orcid_differs);
    }

    #[test]
    fn the_order_of_records_does_not_matter(
        one in record("a", true), two in record("b", false), three in record("c", true),
    ) {
        let told = |all: Records| -> Vec<(String, String, u16)> {
            let key = |at: usize| all.records[at].key.clone();
            let found = propose(&all, &PersonPolicy::default());
            found.iter().map(|one| (key(one.first), key(one.second), one.probability)).collect()
        };
        let all = told(records(vec![one.clone(), two.clone(), three.clone()]));
        prop_assert_eq!(&all, &told(records(vec![three, one, two])));
        for (first, second, _) in &all {
            prop_assert!(first < second);
        }
    }
}
