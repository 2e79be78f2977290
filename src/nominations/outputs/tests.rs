//! Do the documents of every form say all that was written, and the publicity nothing that it may not?

use std::{collections::BTreeMap, process::Command};

use super::{BundleFile, Cover, Kind, bundle_pdf, form_pdf, publicity, publicity_pdf};
use crate::nominations::{
    dossier::{Address, Content, Value},
    forms::{self, Field, Form},
};

/// A word for a place that stands nowhere else.
fn marker(address: &Address) -> String {
    let text = address.to_string();
    let tail = crate::shared::hex_sha256(text.as_bytes());
    format!("M{}", tail.chars().take(5).collect::<String>())
}

/// Every field filled: the first option, yes, two rows of every table, and a marker elsewhere.
pub(super) fn filled(form: &Form) -> Content {
    let mut values = BTreeMap::new();
    for section in &form.sections {
        for field in &section.fields {
            let address = Address::field(&section.code, &field.code);
            if field.columns.is_empty() {
                values.insert(address.clone(), value(&address, field));
                continue;
            }
            values.insert(address.clone(), Value::List(vec!["a".to_owned(), "b".to_owned()]));
            for row in ["a", "b"] {
                for column in &field.columns {
                    let cell = address.cell(row, &column.code);
                    values.insert(cell.clone(), value(&cell, column));
                }
            }
        }
    }
    Content(values)
}

fn value(address: &Address, field: &Field) -> Value {
    use forms::Kind;
    let first = || field.options.first().unwrap().code.clone();
    match field.kind {
        Kind::Choice => Value::Text(first()),
        Kind::Choices => Value::List(vec![first()]),
        Kind::YesNo => Value::Text("yes".to_owned()),
        Kind::Files => Value::List(vec![marker(address)]),
        _ => Value::Text(marker(address)),
    }
}

pub(super) fn cover(form: &Form, content: &Content) -> Cover {
    Cover {
        number: "2027-D-B-12-01".to_owned(),
        year: 2027,
        version: 12,
        nominator: "示范材料学会".to_owned(),
        digest: content.digest(form),
        ..Cover::default()
    }
}

/// Every place with its field.
fn places<'f>(form: &'f Form, content: &Content) -> Vec<(Address, &'f Field)> {
    let places = content.places(form).into_iter();
    places.filter(|(_, field)| field.columns.is_empty()).collect()
}

/// What an outside program says of a PDF; none where there is no such program.
pub(super) fn read_by(program: &str, options: &[&str], bytes: &[u8]) -> Option<Vec<u8>> {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("document.pdf");
    std::fs::write(&file, bytes).unwrap();
    let mut command = Command::new(program);
    let command = command.args(options).current_dir(&folder);
    let Ok(output) = command.output() else {
        #[expect(clippy::disallowed_methods, reason = "a test asks its own environment")]
        let is_needed = std::env::var_os("CI").is_some();
        assert!(!is_needed, "{program} is needed");
        println!("{program} is absent: the PDF is not read back");
        return None;
    };
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    Some(output.stdout)
}

/// The text of a PDF without its blanks.
fn text_of(bytes: &[u8]) -> Option<String> {
    let text = read_by("pdftotext", &["document.pdf", "-"], bytes)?;
    Some(String::from_utf8(text).unwrap().split_whitespace().collect())
}

#[test]
fn every_form_says_every_field_and_masks_the_personal_ones() {
    for form in forms::shipped() {
        let content = filled(form);
        let bytes = form_pdf(form, &content, &cover(form, &content)).unwrap();
        let Some(text) = text_of(&bytes) else { return };
        for (address, field) in places(form, &content) {
            let marker = marker(&address);
            let is_marked = content
                .get(&address)
                .is_some_and(|value| value.text() == marker || value.list() == [marker.clone()]);
            if is_marked && content.asks_for(&address, field) {
                assert_eq!(text.contains(&marker), !field.secret, "{} {address}", form.id);
            }
        }
        for section in &form.sections {
            let title: String = section.title.zh.split_whitespace().collect();
            assert!(text.contains(&title), "{} {title}", form.id);
        }
        assert!(text.contains("第12版") && text.contains("2027-D-B-12-01"));
        let whole = Cover { is_whole: true, ..cover(form, &content) };
        let text = text_of(&form_pdf(form, &content, &whole).unwrap()).unwrap();
        let secret = places(form, &content).into_iter().find(|(_, field)| field.secret).unwrap();
        assert!(text.contains(&marker(&secret.0)), "{} {}", form.id, secret.0);
    }
}

#[test]
fn the_publicity_shows_what_the_form_marks_and_nothing_else() {
    for form in forms::shipped() {
        let content = filled(form);
        let shown = publicity(form, &content, &Cover { is_whole: true, ..cover(form, &content) });
        let text = serde_json::to_string(&shown).unwrap();
        let printed = text_of(&publicity_pdf(&shown).unwrap());
        let mut open = 0;
        for (address, field) in places(form, &content) {
            let table = address.table().of(form).unwrap();
            let may_pass = field.public && table.public && !field.secret;
            let marker = marker(&address);
            let is_file = matches!(field.kind, forms::Kind::File | forms::Kind::Files);
            if !may_pass || is_file {
                assert!(!text.contains(&marker), "{} {address}", form.id);
                assert!(printed.as_ref().is_none_or(|text| !text.contains(&marker)), "{address}");
            } else if content.get(&address).is_some_and(|value| value.text() == marker)
                && content.asks_for(&address, field)
            {
                open += 1;
                assert!(text.contains(&marker), "{} {address}", form.id);
                assert!(printed.as_ref().is_none_or(|text| text.contains(&marker)), "{address}");
            }
        }
        assert!(open > 5, "{}: {open}", form.id);
        assert!(text.contains("示范材料学会"), "the nominator is named");
    }
}

#[test]
fn the_publicity_of_each_award_has_the_sections_that_the_handbook_names() {
    let sections = |form: &str| -> Vec<String> {
        let form = forms::find(form).unwrap();
        let content = filled(form);
        let shown = publicity(form, &content, &cover(form, &content));
        shown.sections.into_iter().map(|section| section.code).collect()
    };
    let has = |form: &str, all: &[&str]| {
        let there = sections(form);
        for section in all {
            assert!(there.iter().any(|code| code == section), "{form} {section} in {there:?}");
        }
    };
    let nat =
        ["project", "opinion", "summary", "evaluation", "papers", "completers", "cooperation"];
    assert_eq!(sections("nat-1"), nat);
    let inv = [
        "project",
        "opinion",
        "summary",
        "evaluation",
        "intellectual_property",
        "completers",
        "cooperation",
    ];
    has("inv-1", &inv);
    has("pro-technology-1", &inv);
    has("pro-technology-1", &["application", "units"]);
    has("top-1", &["completers", "candidate"]);
    has("int-organization-1", &["organization", "contributions"]);
}

#[test]
fn the_same_content_gives_the_same_bytes_and_the_same_key() {
    let form = forms::find("nat-1").unwrap();
    let mut content = filled(form);
    let made = form_pdf(form, &content, &cover(form, &content)).unwrap();
    assert_eq!(made, form_pdf(form, &content, &cover(form, &content)).unwrap());
    let key = cover(form, &content).key(Kind::Form, form);
    assert_ne!(key, cover(form, &content).key(Kind::Bundle, form));
    let shown = publicity(form, &content, &cover(form, &content));
    content.0.insert("project.title".parse().unwrap(), Value::Text("另一题目".to_owned()));
    assert_ne!(key, cover(form, &content).key(Kind::Form, form));
    assert_ne!(shown.digest, publicity(form, &content, &cover(form, &content)).digest);
    let hidden = "completers.items/a/phone".parse().unwrap();
    let before = publicity(form, &content, &cover(form, &content)).digest;
    content.0.insert(hidden, Value::Text("13800000000".to_owned()));
    assert_eq!(before, publicity(form, &content, &cover(form, &content)).digest);
}

/// A dossier whose form has more than fifty pages, and a rare name in it.
pub(super) fn of_fifty_pages(form: &Form) -> Content {
    let mut content = filled(form);
    let long = "本项目研究界面空位的产生、聚集和湮灭（含活性元素的作用），结果见《示范学报》。\n"
        .repeat(900);
    let points =
        [("discoveries.points/a/text", long.as_str()), ("completers.items/a/name", "䶮𠮷镕喆")];
    for (address, text) in points {
        content.0.insert(address.parse().unwrap(), Value::Text(text.to_owned()));
    }
    content
}

#[test]
fn rare_names_and_a_dossier_of_fifty_pages_are_set() {
    let form = forms::find("nat-1").unwrap();
    let content = of_fifty_pages(form);
    let cover = Cover { submitted_at: Some(chrono::DateTime::UNIX_EPOCH), ..cover(form, &content) };
    let bytes = form_pdf(form, &content, &cover).unwrap();
    let document = lopdf::Document::load_mem(&bytes).unwrap();
    let named = document.get_toc().unwrap().toc;
    assert!(named.len() >= form.sections.len(), "a bookmark for each section: {}", named.len());
    let Some(text) = text_of(&bytes) else { return };
    assert_eq!(text.matches(&cover.digest).count(), document.get_pages().len(), "on every page");
    assert!(text.contains("䶮𠮷镕喆") && !text.contains("DRAFT"));
    let last = text.matches("页/共").count();
    assert!(last > 45, "{last}");
    assert!(text.contains(&format!("第{last}页/共{last}页")));
    // No line of the text begins with a stop.
    for line in text.lines() {
        assert!(!line.starts_with(['，', '。', '；', '：', '）', '》']), "{line}");
    }
}

#[test]
fn attachments_follow_the_form_and_a_bad_one_is_named_and_left_out() {
    let form = forms::find("nat-1").unwrap();
    let content = filled(form);
    let cover = cover(form, &content);
    let paper = form_pdf(form, &Content::default(), &Cover::default()).unwrap();
    let file = |number: u32, name: &str, media_type: &str, bytes: &[u8]| BundleFile {
        number,
        name: name.to_owned(),
        media_type: media_type.to_owned(),
        bytes: bytes.to_vec(),
        fault: None,
    };
    let deep = format!("%PDF-1.7\n1 0 obj {} endobj\n%%EOF", "[".repeat(100_000));
    let files = vec![
        file(3, "坏文件.pdf", "application/pdf", b"%PDF-1.7 nothing %%EOF"),
        file(1, "论文.pdf", "application/pdf", &paper),
        file(4, "过深.pdf", "application/pdf", deep.as_bytes()),
        file(5, "表.doc", "application/msword", b"doc"),
    ];
    let bytes = bundle_pdf(form, &content, &cover, files.clone()).unwrap();
    assert_eq!(bytes, bundle_pdf(form, &content, &cover, files).unwrap(), "the same each time");
    let Some(text) = text_of(&bytes) else { return };
    for part in [
        "附件1论文.pdf",
        "附件3坏文件.pdf",
        "本附件未并入本文件",
        "附件4过深.pdf",
        "该类文件不能并入",
    ] {
        assert!(text.contains(part), "{part}");
    }
    let alone = text_of(&form_pdf(form, &content, &cover).unwrap()).unwrap();
    assert!(text.matches("页/共").count() > alone.matches("页/共").count() + 5);
}
