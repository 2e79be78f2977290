//! Whatever is written, the check answers, and answers alike.

use proptest::prelude::*;

use super::*;
use crate::classified::screen;

/// Texts that people and programs send: fitting, wrong, hostile.
fn hostile() -> impl Strategy<Value = String> {
    prop_oneof![
        Just(String::new()),
        Just("yes".to_owned()),
        Just("9999999999999999999999".to_owned()),
        Just("-2147483648".to_owned()),
        Just("262142-12-31".to_owned()),
        Just("0000-00-00".to_owned()),
        Just("<script>alert(1)</script>".to_owned()),
        Just(";;；，,、\u{0}\u{202e}★".to_owned()),
        Just("机密★\u{301}\u{301}".to_owned()),
        Just("𠮷🇨🇳👨‍👩‍👧‍👦".to_owned()),
        "[0-9]{4}-[0-9]{2}-[0-9]{2}",
        "[1-9;；甲 ]{0,8}",
        "\\PC{0,40}",
        any::<String>(),
    ]
}

/// Values in places of a form, some lists where texts belong and the other way round.
fn content(form: &'static str) -> impl Strategy<Value = Content> {
    let form = forms::find(form).unwrap();
    let mut addresses = Vec::new();
    for section in &form.sections {
        for field in &section.fields {
            let table = Address::field(&section.code, &field.code);
            for column in &field.columns {
                addresses.extend(["a", "b"].map(|row| table.cell(row, &column.code)));
            }
            addresses.push(table);
        }
    }
    let value = prop_oneof![
        3 => hostile().prop_map(Value::Text),
        1 => prop::collection::vec(prop_oneof![Just("a".to_owned()), Just("b".to_owned()), hostile()], 0..4)
            .prop_map(Value::List),
    ];
    let table =
        prop::collection::vec(prop_oneof![Just("a".to_owned()), Just("b".to_owned())], 0..4);
    let tables: Vec<Address> = addresses
        .iter()
        .filter(|at| at.of(form).is_some_and(|one| !one.columns.is_empty()))
        .cloned()
        .collect();
    (
        prop::collection::vec((prop::sample::select(addresses), value), 0..60),
        prop::collection::vec((prop::sample::select(tables), table.prop_map(Value::List)), 0..12),
    )
        .prop_map(|(values, tables)| Content(values.into_iter().chain(tables).collect()))
}

const FORMS: [&str; 10] = [
    "top-1",
    "nat-1",
    "inv-1",
    "pro-technology-1",
    "pro-public-1",
    "pro-team-1",
    "pro-science-1",
    "pro-major-1",
    "int-person-1",
    "int-organization-1",
];

fn cases() -> impl Strategy<Value = Case> {
    prop::sample::select(FORMS.to_vec()).prop_flat_map(|form| {
        (content(form), any::<i32>(), any::<bool>()).prop_map(move |(content, year, has_cutoff)| {
            let mut case = Case::blank(form).asking("FC-006").asking("FC-007").asking("FC-N03");
            case.content = content;
            case.facts.round.year = year;
            if !has_cutoff {
                case.facts.round.cutoff = None;
            }
            for row in ["a", "b"] {
                case.facts.keys.insert(row.into(), key("one"));
                case.facts.expert_keys.insert(row.into(), key("one"));
            }
            case
        })
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(120))]

    #[test]
    fn every_rule_answers_and_the_same_facts_give_the_same_findings(case in cases()) {
        let findings = case.all();
        prop_assert_eq!(&findings, &case.all());
        let mut order: Vec<&str> = findings.iter().map(|one| one.rule.as_str()).collect();
        order.dedup();
        let rules: Vec<&str> = case.book.rules.iter().map(|rule| rule.id.as_str()).collect();
        prop_assert_eq!(order, rules);
        for finding in &findings {
            prop_assert!(!finding.what.zh.is_empty() && !finding.what.en.is_empty());
        }
    }

    #[test]
    fn any_text_can_be_screened(text in hostile()) {
        prop_assert!(screen(&text).len() <= 50);
    }
}
