//! Tests of the nominees of every form.

use super::*;
use crate::{
    nominations::{dossier::Value, forms},
    shared::hex_sha256,
};

fn text(text: &str) -> Value {
    Value::Text(text.to_owned())
}

fn list(words: &[&str]) -> Value {
    Value::List(words.iter().map(|word| (*word).to_owned()).collect())
}

fn content(values: Vec<(&str, Value)>) -> Content {
    Content(values.into_iter().map(|(address, value)| (address.parse().unwrap(), value)).collect())
}

/// Two people of a project.
fn two() -> Content {
    content(vec![
        ("project.title", text("界面空位的演化规律")),
        ("project.grade", text("second")),
        ("completers.items", list(&["a", "b"])),
        ("completers.items/a/name", text(" 示范甲 ")),
        ("completers.items/a/name_en", text("Jia Shifan")),
        ("completers.items/a/id_type", text("id_card")),
        ("completers.items/a/id_number", text("11010519491231002X")),
        ("completers.items/a/phone", text("13800000000")),
        ("completers.items/a/work_unit", text("示范金属研究所")),
        ("completers.items/a/contribution", text("提出守恒关系。")),
        ("completers.items/a/is_signed", text("no")),
        ("completers.items/a/seal_file", text("3")),
        ("completers.items/b/name", text("示范乙")),
        ("completers.items/gone/name", text("已删除")),
    ])
}

fn of(form: &str, content: &Content) -> Vec<Nominee> {
    nominees(forms::find(form).unwrap(), content, &|text| hex_sha256(text.as_bytes()))
}

fn digest_after(address: &str, value: Value) -> String {
    let mut changed = two();
    changed.0.insert(address.parse().unwrap(), value);
    of("nat-1", &changed)[0].facts.digest.clone()
}

#[test]
fn each_form_nominates_the_people_of_its_table_or_units_alone() {
    for form in forms::shipped() {
        let people: Vec<String> = of(&form.id, &two())
            .into_iter()
            .map(|one| format!("{}{}", one.order, one.name))
            .collect();
        let units_alone = matches!(form.id.as_str(), "pro-major-1" | "int-organization-1");
        let expected: &[&str] = if units_alone { &[] } else { &["1示范甲", "2示范乙"] };
        assert_eq!(people, expected, "{}", form.id);
        assert_eq!(of(&form.id, &Content::default()).len(), 0, "{}", form.id);
    }
}

#[test]
fn whoever_is_nominated_can_be_written_to_by_every_form() {
    for form in forms::shipped() {
        let Some(table) = form.field(SECTION, TABLE) else { continue };
        let column = table.column("email").filter(|column| column.secret);
        assert!(column.is_some(), "{}", form.id);
    }
    let mut content = two();
    let mut put = |row: &str, address: &str| {
        content.0.insert(format!("completers.items/{row}/email").parse().unwrap(), text(address));
    };
    put("a", " jia@example.org ");
    put("b", "jia@example.org, yi@example.org");
    let people = of("nat-1", &content);
    assert_eq!(people[0].email.as_ref().unwrap().expose(), "jia@example.org");
    assert!(people[1].email.is_none(), "two addresses are none");
    assert!(!format!("{people:?}").contains("jia@"));
}

#[test]
fn the_facts_are_the_own_row_without_secrets_files_and_paper() {
    let people = of("nat-1", &two());
    let facts = &people[0].facts;
    let said: Vec<(&str, &str)> =
        facts.own.iter().map(|one| (one.label.zh.as_str(), one.text.zh.as_str())).collect();
    assert_eq!(
        said,
        [
            ("姓名", "示范甲"),
            ("英文或者拼音姓名", "Jia Shifan"),
            ("证件类型", "居民身份证"),
            ("工作单位", "示范金属研究所"),
            ("对本项目的学术贡献", "提出守恒关系。"),
        ]
    );
    assert_eq!(facts.identity.as_deref(), Some("110***************"));
    assert_eq!(facts.grade.as_ref().unwrap().text.en, "second prize");
    assert_eq!(facts.others, [(2, "示范乙".to_owned())]);
    assert!(
        !format!("{people:?}").contains("0021231002X") && !format!("{people:?}").contains("49123")
    );
}

#[test]
fn what_is_shown_changes_the_digest_and_nothing_else_does() {
    let before = of("nat-1", &two())[0].facts.digest.clone();
    for (address, value) in [
        ("project.title", text("另一题目")),
        ("project.grade", text("first")),
        ("completers.items", list(&["b", "a"])),
        ("completers.items", list(&["a"])),
        ("completers.items/a/contribution", text("改过的贡献。")),
        ("completers.items/a/completing_unit", text("示范理工大学")),
        // A digit behind the mask.
        ("completers.items/a/id_number", text("11010519491231102X")),
        ("completers.items/b/name", text("示范丙")),
    ] {
        assert_ne!(digest_after(address, value), before, "{address}");
    }
    for (address, value) in [
        ("completers.items/b/contribution", text("别人的贡献。")),
        ("completers.items/b/id_number", text("110105194912310021")),
        ("completers.items/a/phone", text("13900000000")),
        ("completers.items/a/email", text("jia@example.org")),
        ("completers.items/a/is_signed", text("yes")),
        ("summary.text", text("简介。")),
    ] {
        assert_eq!(digest_after(address, value), before, "{address}");
    }
}

#[test]
fn a_document_counts_where_there_is_no_identity_card() {
    let mut content = two();
    let mut put = |address: &str, value| content.0.insert(address.parse().unwrap(), value);
    put("completers.items/a/id_type", text("passport"));
    put("completers.items/a/document_number", text("E12345678"));
    let people = of("nat-1", &content);
    assert_eq!(people[0].identity.as_ref().unwrap().expose(), "E12345678");
    assert!(people[1].identity.is_none());
    assert!(people[1].can_be_asked());
}
