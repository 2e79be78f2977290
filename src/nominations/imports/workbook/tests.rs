//! Does a nomination come back from its workbook as it went in?

use proptest::prelude::*;

use super::{super::words::read as read_cell, read, write};
use crate::nominations::{
    dossier::{Address, Content, Value},
    forms::{self, Field, Form, Kind},
};

fn names() -> impl FnMut() -> String {
    let mut count = 0;
    move || {
        count += 1;
        format!("new{count}")
    }
}

fn back(form: &Form, content: &Content) -> Content {
    let bytes = write(form, content).unwrap();
    let book = read(&bytes, &mut names()).unwrap_or_else(|faults| panic!("{faults:#?}"));
    assert_eq!(book.form.id, form.id);
    book.content
}

/// Texts with whatever makes trouble in a spreadsheet.
fn trouble() -> impl Strategy<Value = String> {
    prop_oneof![
        "[ -~]{0,12}",
        "['=+@,;；|a-z0-9 －\\-中文𠮷é_\n\t\r]{0,20}",
        Just("=HYPERLINK(\"x\")".to_owned()),
        Just("000123".to_owned()),
        Just("110105194912310021".to_owned()),
        Just("1e5".to_owned()),
        Just("第一行\n第二行 🏅👩‍🔬\r\n".to_owned()),
        Just("_x000D_ and _x0041_".to_owned()),
        Just("\u{7}\u{b}\u{fffe}".to_owned()),
        Just("是".to_owned()),
        Just(" 前后空格 ".to_owned()),
        Just("一等奖".to_owned()),
        Just("2019年3月1日".to_owned()),
        Just("<b>&amp;</b>".to_owned()),
    ]
}

fn value(field: &Field, text: String) -> Value {
    let codes = field.options.iter().map(|option| option.code.clone());
    match field.kind {
        Kind::Choice if text.len().is_multiple_of(2) => {
            Value::Text(codes.take(1 + text.len() % 3).next_back().unwrap_or_default())
        }
        Kind::Choices if text.len().is_multiple_of(2) => Value::List(codes.take(2).collect()),
        Kind::File if text.len().is_multiple_of(2) => Value::Text("7".to_owned()),
        Kind::Files => Value::List(vec!["1".to_owned(), "12".to_owned()]),
        kind if kind.is_list() => Value::List(vec![text]),
        _ => Value::Text(text),
    }
}

/// A content that fills the places of a form that the picks name.
fn filled(form: &Form, texts: &[String], rows: usize) -> Content {
    let mut content = Content::default();
    let mut next = texts.iter().cycle();
    for section in &form.sections {
        for field in &section.fields {
            let address = Address::field(&section.code, &field.code);
            if field.kind != Kind::Rows {
                content.0.insert(address, value(field, next.next().unwrap().clone()));
                continue;
            }
            let names: Vec<String> = (0..rows).map(|at| format!("r-{at}_{}", field.code)).collect();
            for name in &names {
                for column in &field.columns {
                    let text = next.next().unwrap().clone();
                    content.0.insert(address.cell(name, &column.code), value(column, text));
                }
            }
            content.0.insert(address, Value::List(names));
        }
    }
    content
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(6))]
    /// Every form, whatever stands in it: the same content digest.
    #[test]
    fn a_nomination_comes_back_as_it_was(
        texts in prop::collection::vec(trouble(), 97..140),
        rows in 0_usize..4,
    ) {
        for form in forms::shipped() {
            let content = filled(form, &texts, rows);
            let again = back(form, &content);
            prop_assert_eq!(content.digest(form), again.digest(form), "{}", form.id);
        }
    }
}

#[test]
fn a_text_longer_than_a_cell_comes_back_whole() {
    let form = forms::find("nat-1").unwrap();
    let mut content = Content::default();
    let long: String = "长文 _x0041_\r\n\"引号\" ".repeat(9_000);
    let address = Address::field("summary", "text");
    content.0.insert(address.clone(), Value::Text(long.clone()));
    assert_eq!(back(form, &content).get(&address), Some(&Value::Text(long)));
}

#[test]
fn an_empty_template_says_nothing() {
    for form in forms::shipped() {
        assert_eq!(back(form, &Content::default()), Content::default(), "{}", form.id);
    }
}

#[test]
fn a_mark_of_classification_is_a_fault_at_its_cell_and_is_not_said_again() {
    const WORD: &str = "青鸾七三四";
    let form = forms::find("nat-1").unwrap();
    let marked = || Value::Text(format!("密级：机密，{WORD}"));
    let (title, people) =
        (Address::field("project", "title"), Address::field("completers", "items"));
    let mut content = Content::default();
    content.0.insert(title, marked());
    content.0.insert(people.cell("a", "name"), Value::Text("甲".to_owned()));
    content.0.insert(people.cell("a", "work_unit"), marked());
    content.0.insert(people, Value::List(vec!["a".to_owned()]));
    // What no cell holds is kept in parts, and read together.
    let long = format!("{}绝密★{WORD}", "长文 _x0041_\r\n".repeat(9_000));
    content.0.insert(Address::field("summary", "text"), Value::Text(long));
    let faults = read(&write(form, &content).unwrap(), &mut names()).unwrap_err();
    let mut columns: Vec<&str> =
        faults.iter().filter_map(|fault| fault.column.as_deref()).collect();
    let column = |table: &'static str, code: &'static str| {
        form.field(table, code).unwrap().label.zh.as_str()
    };
    let unit = form.field("completers", "items").unwrap().column("work_unit").unwrap();
    // As its head says it: what has to be filled in bears a star.
    let unit = format!("{} *", unit.label.zh);
    let mut expected = vec![column("project", "title"), unit.as_str(), column("summary", "text")];
    columns.sort_unstable();
    expected.sort_unstable();
    assert_eq!(columns, expected);
    assert!(faults.iter().all(|fault| fault.code.as_str() == "classified" && fault.line.is_some()));
    assert!(faults.iter().all(|fault| fault.sheet.is_some()));
    assert!(!format!("{faults:?}").contains(WORD));
}

#[test]
fn faults_name_sheet_row_and_column() {
    use rust_xlsxwriter::Workbook;
    let form = forms::find("nat-1").unwrap();
    let mut book = Workbook::new();
    let sheet = book.add_worksheet().set_name("提名书").unwrap();
    for (row, (address, text)) in [
        ("地址", "内容"),
        ("form", form.id.as_str()),
        ("project.title", "题"),
        ("project.colour", "红"),
    ]
    .into_iter()
    .enumerate()
    {
        let row = u32::try_from(row).unwrap();
        sheet.write_string(row, 0, address).unwrap();
        sheet.write_string(row, 3, text).unwrap();
    }
    let people = form.field("completers", "items").unwrap();
    let sheet = book.add_worksheet().set_name(&people.label.zh).unwrap();
    for (column, text) in ["行标识", "姓名", "身份证号码", "爱好"].into_iter().enumerate()
    {
        sheet.write_string(0, u16::try_from(column).unwrap(), text).unwrap();
    }
    sheet.write_string(1, 0, "a b").unwrap();
    sheet.write_string(1, 1, "甲").unwrap();
    sheet.write_string(2, 1, "乙").unwrap();
    sheet.write_number(2, 2, 110_105_194_912_310_021.0).unwrap();
    let bytes = book.save_to_buffer().unwrap();
    let faults = read(&bytes, &mut names()).unwrap_err();
    let places: Vec<_> = faults
        .iter()
        .map(|fault| {
            (fault.sheet.as_deref().unwrap(), fault.line.unwrap(), fault.column.as_deref().unwrap())
        })
        .collect();
    let table = people.label.zh.as_str();
    assert!(places.contains(&("提名书", 4, "地址")), "{places:?}");
    assert!(places.contains(&(table, 2, "行标识")) && places.contains(&(table, 3, "身份证号码")));
    assert!(read(b"PK\x03\x04", &mut names()).is_err() && read(b"a,b\n", &mut names()).is_err());
    let cell = read_cell(people.column("name").unwrap(), "甲");
    assert_eq!(cell.value, Some(Value::Text("甲".to_owned())));
}
