//! What does a reviewer read of a nomination that came by import, of which there is no form? What the records say.

use serde_json::json;

use super::{
    cover::{Cover, LANGUAGE},
    lists::word,
    veil::{CopyText, Span, Veil, WITHHELD, without},
    words::NOTHING,
};
use crate::{
    exchange::pdf::{Column, Document, Meta, PdfError, Setting, Table},
    nominations::NominationDetail,
    shared::{Bilingual, hex_sha256},
};

/// What the document is called.
const TITLE: &str = "提名材料";

/// The addresses of the texts.
const OF_TITLE: &str = "nomination.title";
const OF_ABSTRACT: &str = "nomination.abstract";

fn of_keyword(number: usize) -> String {
    format!("nomination.keywords/{number}/word")
}

fn of_paper(number: usize) -> String {
    format!("nomination.papers/{number}/title")
}

/// The texts that may name somebody.
pub(super) fn texts(found: &NominationDetail) -> Vec<CopyText> {
    let one = |address: String, (zh, en): (String, String), text: &str| CopyText {
        address,
        label: Bilingual { zh, en },
        text: text.to_owned(),
    };
    let fixed = |zh: &str, en: &str| (zh.to_owned(), en.to_owned());
    let title = one(OF_TITLE.to_owned(), fixed("项目名称", "Title"), &found.row.title);
    let text = found.abstract_text.as_deref().unwrap_or_default();
    let summary = one(OF_ABSTRACT.to_owned(), fixed("项目简介", "Introduction"), text);
    let keywords = found.keywords.iter().zip(1..).map(|(word, number)| {
        let called = (format!("关键词 {number}"), format!("Keyword {number}"));
        one(of_keyword(number), called, word)
    });
    let papers = found.papers.iter().zip(1..).map(|(paper, number)| {
        let called = (format!("代表性论文 {number}"), format!("Paper {number}"));
        one(of_paper(number), called, &paper.title)
    });
    let all = [title, summary].into_iter().chain(keywords).chain(papers);
    all.filter(|one| !one.text.trim().is_empty()).collect()
}

/// What is left of the records under a veil, the texts without what the spans cover.
pub(super) fn over(
    veil: Veil,
    mut found: NominationDetail,
    alias: &str,
    spans: &[Span],
) -> NominationDetail {
    let title = without(OF_TITLE, &found.row.title, spans);
    let summary = found.abstract_text.as_deref().map(|text| without(OF_ABSTRACT, text, spans));
    let mut papers = std::mem::take(&mut found.papers);
    for (paper, number) in papers.iter_mut().zip(1..) {
        paper.title = without(&of_paper(number), &paper.title, spans);
        if veil.nominee {
            (paper.authors, paper.doi) = (vec![WITHHELD.to_owned()], None);
        }
    }
    for (keyword, number) in found.keywords.iter_mut().zip(1..) {
        *keyword = without(&of_keyword(number), keyword, spans);
    }
    veil.conceal(&mut found, alias);
    found.row.title = title;
    found.abstract_text = summary;
    found.papers = papers;
    found.excluded_experts.clear();
    found
}

/// SHA-256 of what is shown of them.
pub(super) fn digest(found: &NominationDetail) -> String {
    // Not where it stands: that changes, and is nothing that the document says.
    let facts = json!([found.row.title, found.row.category, found.row.grade, found.disciplines]);
    let said = json!([found.abstract_text, found.keywords, found.papers]);
    let shown = json!([facts, said, found.people, found.units]);
    hex_sha256(shown.to_string().as_bytes())
}

/// A word, or what says that there is none.
fn said(text: &str) -> String {
    if text.trim().is_empty() { NOTHING.to_owned() } else { text.to_owned() }
}

/// The records as a PDF file.
///
/// # Errors
/// The library refuses, which is a fault of ours.
pub(super) fn pdf(found: &NominationDetail, cover: &Cover) -> Result<Vec<u8>, PdfError> {
    let mut document = Document::new(Meta {
        setting: Setting::Form,
        title: TITLE.to_owned(),
        issuer: TITLE.to_owned(),
        number: cover.head(),
        watermark: cover.watermark(),
        digest: cover.digest.clone(),
        language: LANGUAGE,
        ..Meta::default()
    });
    document.heading("一、基本情况");
    document.grid(facts(found, cover));
    document.heading("二、项目简介");
    document.framed(said(found.abstract_text.as_deref().unwrap_or_default()));
    document.heading("三、代表性论文");
    papers(&mut document, found);
    parties(&mut document, found);
    document.render()
}

fn facts(found: &NominationDetail, cover: &Cover) -> Vec<(String, String)> {
    let category = found.row.category.as_deref().unwrap_or_default();
    let grade = found.row.grade.as_deref().unwrap_or_default();
    let disciplines = found.disciplines.iter().map(|one| match &one.name {
        Some(name) => format!("{} {name}", one.code),
        None => one.code.clone(),
    });
    let disciplines: Vec<String> = disciplines.collect();
    let fact = |label: &str, text: &str| (label.to_owned(), said(text));
    vec![
        fact("项目名称", &found.row.title),
        fact("提名编号", &cover.number),
        fact("奖种", word("category", category)),
        fact("提名等级", word("grade", grade)),
        fact("学科", &disciplines.join("；")),
        fact("关键词", &found.keywords.join("；")),
        fact("提名者", &cover.nominator),
    ]
}

fn papers(document: &mut Document, found: &NominationDetail) {
    if found.papers.is_empty() {
        document.paragraph(NOTHING);
        return;
    }
    let columns = [
        Column::middle("序号", 2),
        Column::left("题目", 9),
        Column::left("作者", 6),
        Column::middle("年份", 3),
    ];
    let rows = found.papers.iter().zip(1..).map(|(paper, number)| {
        let authors = said(&paper.authors.join("；"));
        let year = paper.year.map(|year| year.to_string()).unwrap_or_default();
        vec![number.to_string(), paper.title.clone(), authors, said(&year)]
    });
    document.table(Table::new(columns).rows(rows));
}

/// People and units, where they are shown.
fn parties(document: &mut Document, found: &NominationDetail) {
    let people = || found.people.iter().filter(|person| person.role == "completer");
    if people().next().is_some() {
        document.heading("四、主要完成人");
        let columns = [Column::middle("排序", 2), Column::left("姓名", 4), Column::left("单位", 9)];
        let rows = people().map(|person| {
            let unit = person.unit.as_deref().or(person.work_unit.as_deref());
            vec![person.order.to_string(), person.name.clone(), said(unit.unwrap_or_default())]
        });
        document.table(Table::new(columns).rows(rows));
    }
    if !found.units.is_empty() {
        document.heading("五、主要完成单位");
        document.items(found.units.iter().map(|unit| unit.name.clone()));
    }
}
