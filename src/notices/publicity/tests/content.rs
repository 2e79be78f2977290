//! Can anything private get into what is shown, whatever somebody wrote where?

use std::collections::BTreeMap;

use entity::vocabulary::PublicityKind;
use proptest::prelude::*;

use super::{Content, Policy, Sources, digest_of};
use crate::nominations::{
    dossier::{Address, Content as Written, Value},
    forms::{self, Field, Form},
    model::{Nomination, Paper, Person, PersonRole},
    outputs::{self, Cover},
};

const FORMS: [&str; 7] = [
    "nat-1",
    "inv-1",
    "pro-technology-1",
    "pro-public-1",
    "pro-major-1",
    "pro-team-1",
    "pro-science-1",
];

fn nomination(category: &str) -> Nomination {
    Nomination {
        nomination_id: "2027-1".to_owned(),
        title: "界面调控".to_owned(),
        abstract_text: Some("简介".to_owned()),
        category: Some(category.to_owned()),
        grade: Some("second".to_owned()),
        nominator: Some("某学会".to_owned()),
        excluded_experts: vec!["SECRET-excluded".to_owned()],
        ..Nomination::default()
    }
}

fn person(order: u32, role: PersonRole) -> Person {
    Person {
        nomination_id: "2027-1".to_owned(),
        order,
        name: format!("某人{order}"),
        unit: Some("甲所".to_owned()),
        work_unit: Some("乙大学".to_owned()),
        email: Some("SECRET-email@example.org".to_owned()),
        orcid: Some("SECRET-orcid".to_owned()),
        title: Some("研究员".to_owned()),
        post: None,
        role,
    }
}

#[test]
fn what_every_nomination_carries_is_shown_and_no_private_field_of_it() {
    let policy = Policy::in_force().unwrap();
    let nomination = nomination("NAT");
    let people = [
        person(1, PersonRole::Completer),
        Person { name: "SECRET-expert".to_owned(), ..person(1, PersonRole::NominatingExpert) },
        Person { name: "SECRET-officer".to_owned(), ..person(1, PersonRole::SocietyOfficer) },
    ];
    let papers = [Paper {
        nomination_id: "2027-1".to_owned(),
        title: "论文".to_owned(),
        authors: vec!["某人1".to_owned(), "某人9".to_owned()],
        year: Some(2020),
        doi: Some("10.1/x".to_owned()),
    }];
    for &kind in PublicityKind::ALL {
        let sources =
            Sources { nomination: &nomination, people: &people, papers: &papers, form: None };
        let (content, taken_out) = Content::of(policy, kind, sources);
        let text = content.to_text();
        assert!(!text.contains("SECRET") && taken_out == 0, "{text}");
        assert_eq!(content.text("title"), "界面调控");
        assert_eq!(content.text("grade"), "二等奖");
        assert_eq!(content.column("completers", "name"), ["某人1"]);
        assert_eq!(content.column("completers", "post"), ["—"]);
        let read: Content = serde_json::from_str(&text).unwrap();
        assert_eq!((read.to_text(), digest_of(&text).len()), (text, 64));
    }
}

/// Every place of a form filled with what tells where it stands; a table has one row.
fn filled(form: &Form) -> Written {
    let mut values = BTreeMap::new();
    for section in &form.sections {
        for field in &section.fields {
            let address = Address::field(&section.code, &field.code);
            if field.columns.is_empty() {
                values.insert(address.clone(), value(&address, field));
                continue;
            }
            values.insert(address.clone(), Value::List(vec!["a".to_owned()]));
            for column in &field.columns {
                let cell = address.cell("a", &column.code);
                values.insert(cell.clone(), value(&cell, column));
            }
        }
    }
    Written(values)
}

fn value(address: &Address, field: &Field) -> Value {
    use forms::Kind;
    let marker = format!("at {address} end");
    match field.kind {
        Kind::Choice => Value::Text(field.options.first().unwrap().code.clone()),
        Kind::Choices => Value::List(vec![field.options.first().unwrap().code.clone()]),
        Kind::YesNo => Value::Text("yes".to_owned()),
        Kind::Files => Value::List(vec![marker]),
        _ => Value::Text(marker),
    }
}

#[test]
fn of_a_form_only_what_both_the_form_and_the_policy_name_is_shown() {
    let policy = Policy::in_force().unwrap();
    for id in FORMS {
        let form = forms::find(id).unwrap();
        let written = filled(form);
        let shown = outputs::publicity(form, &written, &Cover::default());
        let nomination = nomination(&form.category);
        for &kind in PublicityKind::ALL {
            let sources =
                Sources { nomination: &nomination, people: &[], papers: &[], form: Some(&shown) };
            let (content, _) = Content::of(policy, kind, sources);
            let text = content.to_text();
            for section in &form.sections {
                for field in &section.fields {
                    let inner = field.columns.iter().map(|column| {
                        let cell = Address::field(&section.code, &field.code);
                        (cell.cell("a", &column.code), field.public && column.public, column.secret)
                    });
                    let own =
                        (Address::field(&section.code, &field.code), field.public, field.secret);
                    for (address, public, secret) in inner.chain([own]) {
                        let is_there = text.contains(&format!("at {address} end"));
                        assert!(!is_there || public && !secret, "{id} {kind:?} shows {address}");
                    }
                }
            }
            assert_eq!(content.text("title"), "at project.title end", "{id}");
            assert!(content.column("completers", "name").len() <= 1);
        }
    }
}

proptest! {
    #[test]
    fn a_personal_datum_in_a_free_text_is_taken_out(
        before in "[一-龥，。 ]{0,40}", number in "1[3-9][0-9]{9}", name in "[a-z]{1,9}",
    ) {
        let policy = Policy::in_force().unwrap();
        let mut nomination = nomination("PRO");
        let address = format!("{name}@mail.example");
        nomination.abstract_text = Some(format!("{before}{number}，{address}"));
        nomination.title = format!("{before}{number}");
        let people = [Person { title: Some(format!("教授 {address}")), ..person(1, PersonRole::Completer) }];
        let sources = Sources { nomination: &nomination, people: &people, papers: &[], form: None };
        let (content, taken_out) = Content::of(policy, PublicityKind::Acceptance, sources);
        let text = content.to_text();
        prop_assert!(!text.contains(&number) && !text.contains(&address), "{}", text);
        prop_assert_eq!(taken_out, 4);
    }
}
