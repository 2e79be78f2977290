//! Does a document come out whole, the same each time, and with its text to be copied?

use std::process::Command;

use super::{Column, Document, Meta, Setting, Table, font::Face, framed_pages, layout};
use crate::shared::Language;

fn sample(rows: usize) -> Document {
    let mut document = Document::new(Meta {
        title: "全国学会承接科技奖励提名职能任务书".to_owned(),
        issuer: "中国科协（演示）".to_owned(),
        digest: "3f".repeat(32),
        language: Language::Chinese,
        made_at: None,
        ..Meta::default()
    });
    document.heading("一、基本情况");
    document.facts([
        ("学会".to_owned(), "示范力学与工程科学学会".to_owned()),
        ("项目负责人".to_owned(), "䶮𠮷镕（秘书长）".to_owned()),
    ]);
    document.paragraph("学会依据《章程》召开理事会，应到理事 45 人，实到 38 人，赞成 36 票。");
    document.subheading("（一）指标");
    let columns = [Column::left("指标", 4), Column::right("目标", 1), Column::right("实际", 1)];
    let row = |at: usize| vec![format!("第 {at} 项指标：形式审查首次合格率"), "95%".to_owned()];
    document.table(Table::new(columns).rows((1..=rows).map(row)));
    document.items(["开展遴选培训不少于两次。".to_owned(), "及时公开进展。".to_owned()]);
    document.signatures([
        vec!["学会（签章）".to_owned(), "签字：".to_owned()],
        vec!["政府部门（签章）".to_owned()],
        vec!["中国科协（签章）".to_owned()],
    ]);
    document.note("本件由系统生成。");
    document
}

/// The text of a PDF by an outside program; none where there is no such program.
fn text_of(bytes: &[u8]) -> Option<String> {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("sample.pdf");
    std::fs::write(&file, bytes).unwrap();
    let output = Command::new("pdftotext").arg("-layout").arg(&file).arg("-").output();
    let Ok(output) = output else {
        println!("pdftotext is absent: the text of the PDF is not read back");
        return None;
    };
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    Some(String::from_utf8(output.stdout).unwrap())
}

#[test]
fn the_font_shows_rare_names_and_what_it_lacks_is_named() {
    let face = Face::embedded();
    for letter in "镕喆珺䶮𠮷鄭龘Añ—·①《".chars() {
        assert!(face.holds(letter), "{letter}");
    }
    let mut document = sample(1);
    assert_eq!(document.missing_characters().len(), 0);
    document.paragraph("天气 ☃ 与 \u{1f600}");
    let missing: String = document.missing_characters().into_iter().collect();
    assert_eq!(missing, "☃\u{1f600}");
    let (width, em) = (face.width("国", 10.0), face.width("〓", 10.0));
    assert!((width - 10.0).abs() < 0.01 && (em - 10.0).abs() < 0.01);
}

#[test]
fn the_same_document_gives_the_same_bytes() {
    let bytes = sample(40).render().unwrap();
    assert!(bytes.starts_with(b"%PDF-1."));
    assert_eq!(bytes, sample(40).render().unwrap());
    assert_ne!(bytes, sample(41).render().unwrap());
    assert!(bytes.len() < 120_000, "only the letters that are shown are embedded: {}", bytes.len());
}

#[test]
fn a_table_runs_on_with_its_header_on_every_page() {
    let pages = layout::pages(&sample(90));
    assert_eq!(pages.len(), 4);
    let headers = pages
        .iter()
        .filter(|page| {
            page.marks.iter().any(
                |mark| matches!(mark, layout::Mark::Text { text, is_bold: true, .. } if text == "目标"),
            )
        })
        .count();
    assert!((3..=4).contains(&headers), "{headers}");
    for page in &pages {
        for mark in &page.marks {
            if let layout::Mark::Text { x, y, .. } = mark {
                assert!(*x > 0.0 && *x < page.width && *y > 0.0 && *y < page.height, "{mark:?}");
            }
        }
    }
}

#[test]
fn a_cell_that_fits_on_no_page_is_torn_over_pages_and_nothing_is_lost() {
    let mut document = sample(1);
    let long: String = (0..3000).map(|at| if at % 10 == 9 { '。' } else { '字' }).collect();
    document.table(Table::new([Column::left("说明", 1)]).rows([vec![long.clone()]]));
    let pages = layout::pages(&document);
    let shown: String = pages
        .iter()
        .flat_map(|page| &page.marks)
        .filter_map(|mark| match mark {
            layout::Mark::Text { text, .. } if text.contains('字') => Some(text.as_str()),
            _ => None,
        })
        .filter(|text| !text.contains('签'))
        .collect();
    assert_eq!(shown, long);
}

#[test]
fn texts_are_measured_from_the_head_of_a_page_on_as_they_are_printed() {
    // A page of a form has 37 lines of 38 letters; a paragraph begins two letters in.
    let text = |lines: usize| "字".repeat(38 * lines - 2);
    let count = |texts: &[&str]| framed_pages(Setting::Form, texts);
    assert_eq!([count(&[&text(37)]), count(&[&text(38)]), count(&[&text(75)])], [1, 2, 3]);
    assert_eq!(count(&[&"短\n".repeat(38)]), 2, "short paragraphs take room, too");
    // Between two frames there is room for less than a line.
    assert_eq!([count(&[&text(18), &text(18)]), count(&[&text(18), &text(19)])], [1, 2]);
}

#[test]
fn the_text_can_be_copied_out() {
    let Some(text) = text_of(&sample(30).render().unwrap()) else {
        return;
    };
    // How wide a blank of the font is, the outside program has to guess.
    let bare = |text: &str| text.split_whitespace().collect::<String>();
    let text = bare(&text);
    for part in [
        "全国学会承接科技奖励提名职能任务书",
        "䶮𠮷镕（秘书长）",
        "第 30 项指标：形式审查首次合格率",
        "第 1 页 / 共 2 页",
        "开展遴选培训不少于两次。",
        &"3f".repeat(32),
    ] {
        assert!(text.contains(&bare(part)), "{part} is not in:\n{text}");
    }
}
