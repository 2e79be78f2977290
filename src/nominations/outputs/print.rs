//! What does the nomination form look like on paper?

use super::{
    cover::{Cover, LANGUAGE, REVIEW_COPY, beijing},
    words::{NOTHING, Words, is_file, label},
};
use crate::{
    exchange::pdf::{self, Column, Document, Meta, PdfError, Setting, Table},
    nominations::{
        dossier::{Address, Content},
        forms::{Field, Form, Kind, Section},
    },
};

/// A table with more columns than this is set as a sheet for each row.
const MOST_COLUMNS: usize = 6;
/// A row with more columns than this, such as a person, begins a page.
const OWN_PAGE: usize = 20;

/// The nomination form as a PDF file: A4, its sections in order, each field in its place.
///
/// # Errors
/// The library refuses, which is a fault of ours.
pub fn form_pdf(form: &Form, content: &Content, cover: &Cover) -> Result<Vec<u8>, PdfError> {
    document(form, content, cover).render()
}

/// The form before it is set, for whoever adds to it.
pub(super) fn document(form: &Form, content: &Content, cover: &Cover) -> Document {
    let mut document = Document::new(Meta {
        setting: Setting::Form,
        title: form.title.get(LANGUAGE).to_owned(),
        issuer: form.title.get(LANGUAGE).to_owned(),
        number: cover.head(),
        watermark: cover.watermark(),
        digest: cover.digest.clone(),
        language: LANGUAGE,
        made_at: cover.submitted_at,
        ..Meta::default()
    });
    document.cover(front(form, content, cover));
    let mut printer = Printer { words: Words { content, cover }, document, facts: Vec::new() };
    for (at, section) in form.sections.iter().enumerate() {
        printer.section(at + 1, section);
    }
    printer.document
}

/// The first page.
fn front(form: &Form, content: &Content, cover: &Cover) -> pdf::Cover {
    let words = Words { content, cover };
    let mut facts = Vec::new();
    for code in ["title", "grade"] {
        if let Some(field) = form.field("project", code) {
            let said = words.in_short(&Address::field("project", code), field);
            facts.push((label(field).to_owned(), said));
        }
    }
    facts.push(("提名者".to_owned(), cover.nominator.clone()));
    facts.extend(of_people(form, content));
    let below = match cover.submitted_at {
        _ if cover.seat.is_some() => format!("{REVIEW_COPY}，仅供本人评审使用，不得外传"),
        Some(at) => format!("提交时间：{}（北京时间）", beijing(at)),
        None => "草稿，尚未提交，不作为提名依据".to_owned(),
    };
    // A form's name may end with its kind in brackets, which stands under the title.
    let title = form.title.get(LANGUAGE);
    let (title, kind) = match title.strip_suffix('）').and_then(|title| title.split_once('（')) {
        Some((title, kind)) => (title, format!("（{kind}）")),
        None => (title, String::new()),
    };
    pdf::Cover {
        above: vec![format!("提名编号：{}", cover.number)],
        title: title.to_owned(),
        subtitle: format!("{kind}（{} 年度）", cover.year),
        facts,
        below: vec![below],
    }
}

/// People and units of the first page are taken from the tables, never typed.
fn of_people(form: &Form, content: &Content) -> Vec<(String, String)> {
    let named = |section: &str, column: &str| {
        let mut names: Vec<&str> = Vec::new();
        for row in content.rows(section, "items") {
            let name = content.cell(section, "items", row, column).trim();
            if !name.is_empty() && !names.contains(&name) {
                names.push(name);
            }
        }
        names.join("、")
    };
    let is_there = |section: &str| form.field(section, "items").is_some();
    let mut facts = Vec::new();
    if is_there("completers") && form.field("project", "grade").is_some() {
        facts.push(("主要完成人".to_owned(), named("completers", "name")));
        let units = if is_there("units") {
            named("units", "name")
        } else {
            named("completers", "completing_unit")
        };
        facts.push(("主要完成单位".to_owned(), units));
    }
    facts.retain(|(_, names)| !names.is_empty());
    facts
}

/// A number of a section as official papers write it.
pub(super) fn numeral(number: usize) -> String {
    const DIGITS: [&str; 10] = ["", "一", "二", "三", "四", "五", "六", "七", "八", "九"];
    let digit = |at: usize| DIGITS.get(at % 10).copied().unwrap_or_default();
    match number {
        1..=9 => digit(number).to_owned(),
        10..=19 => format!("十{}", digit(number)),
        _ => format!("{}十{}", digit(number / 10), digit(number)),
    }
}

/// Puts a dossier on paper section by section; facts are gathered until something else comes.
struct Printer<'p> {
    words: Words<'p>,
    document: Document,
    facts: Vec<(String, String)>,
}

impl Printer<'_> {
    fn section(&mut self, number: usize, section: &Section) {
        let title = section.title.get(LANGUAGE);
        self.document.heading(format!("{}、{title}", numeral(number)));
        let mut boxes = Vec::new();
        for field in &section.fields {
            let address = Address::field(&section.code, &field.code);
            if !self.is_asked(&address, field) {
                continue;
            }
            match field.kind {
                Kind::Rows => self.rows(&address, field, title),
                Kind::LongText => self.long(&address, field, title),
                _ => {
                    self.facts.push((label(field).to_owned(), self.words.in_full(&address, field)));
                }
            }
            boxes.extend(signature(field));
        }
        self.flush();
        self.boxes(boxes);
    }

    /// A field whose condition does not hold has no place, unless something was written there before.
    fn is_asked(&self, address: &Address, field: &Field) -> bool {
        let content = self.words.content;
        content.asks_for(address, field)
            || content.get(address).is_some_and(|value| !value.is_blank())
    }

    /// Sets the facts that were gathered.
    fn flush(&mut self) {
        if !self.facts.is_empty() {
            let facts = std::mem::take(&mut self.facts);
            self.document.grid(facts);
        }
    }

    fn boxes(&mut self, mut boxes: Vec<Vec<String>>) {
        while !boxes.is_empty() {
            let rest = boxes.split_off(boxes.len().min(3));
            self.document.signatures(boxes);
            boxes = rest;
        }
    }

    /// A long text under its name, unless the section says the name already.
    fn long(&mut self, address: &Address, field: &Field, title: &str) {
        let text = self.words.in_short(address, field);
        if text == NOTHING {
            self.facts.push((label(field).to_owned(), text));
            return;
        }
        self.flush();
        if label(field) != title {
            self.document.subheading(label(field));
        }
        self.document.framed(text);
    }

    fn rows(&mut self, address: &Address, field: &Field, title: &str) {
        let rows = self.words.content.get(address).map_or(&[][..], |value| value.list()).to_vec();
        if let [column] = field.columns.as_slice() {
            let said = self.words.joined(address, column, &rows);
            self.facts.push((label(field).to_owned(), said));
            return;
        }
        if rows.is_empty() {
            self.facts.push((label(field).to_owned(), NOTHING.to_owned()));
            return;
        }
        self.flush();
        let is_table = field.columns.len() <= MOST_COLUMNS
            && field.columns.iter().all(|column| column.kind != Kind::LongText);
        if is_table {
            if label(field) != title {
                self.document.subheading(label(field));
            }
            self.document.table(self.table(address, field, &rows));
        } else {
            if label(field) != title {
                self.document.subheading(label(field));
            }
            for (at, row) in rows.iter().enumerate() {
                self.record(address, field, (at + 1, row));
            }
        }
    }

    fn table(&self, address: &Address, field: &Field, rows: &[String]) -> Table {
        let columns = field.columns.iter().map(column);
        let first = Column::middle("序号", 2);
        let rows = rows.iter().enumerate().map(|(at, row)| {
            let cells = field
                .columns
                .iter()
                .map(|column| self.words.in_short(&address.cell(row, &column.code), column));
            std::iter::once((at + 1).to_string()).chain(cells).collect()
        });
        Table::new(std::iter::once(first).chain(columns)).rows(rows)
    }

    /// One row of a table with many columns as a sheet of its own, with the places where it is signed.
    fn record(&mut self, address: &Address, field: &Field, (number, row): (usize, &str)) {
        if number > 1 && field.columns.len() > OWN_PAGE {
            self.document.turn();
        }
        let name = field
            .columns
            .iter()
            .find(|column| column.kind == Kind::Text || column.kind == Kind::Unit);
        let name = name.map(|column| self.words.in_short(&address.cell(row, &column.code), column));
        let name = name.filter(|name| name != NOTHING).unwrap_or_default();
        self.document.subheading(format!("（{number}）{name}"));
        let (mut long, mut boxes) = (Vec::new(), Vec::new());
        for column in &field.columns {
            let cell = address.cell(row, &column.code);
            // A box stands there before anybody signs, whatever the sheet says of the signature.
            boxes.extend(signature(column));
            if !self.is_asked(&cell, column) {
                continue;
            }
            let said = self.words.in_full(&cell, column);
            if column.kind == Kind::LongText && said != NOTHING {
                long.push(format!("{}：\n{said}", label(column)));
            } else {
                self.facts.push((label(column).to_owned(), said));
            }
        }
        self.flush();
        for text in long {
            self.document.framed(text);
        }
        self.boxes(boxes);
    }
}

/// A column by what stands in it: words take more room than days, days more than yes and no.
fn column(field: &Field) -> Column {
    let title = match &field.unit {
        Some(unit) => format!("{}（{}）", label(field), unit.get(LANGUAGE)),
        None => label(field).to_owned(),
    };
    match field.kind {
        Kind::Integer | Kind::Decimal => Column::right(title, 4),
        Kind::YesNo | Kind::Choice => Column::middle(title, 4),
        Kind::Date => Column::middle(title, 5),
        _ => Column::left(title, 7),
    }
}

/// The box that a form wants signed or sealed: for a file that is a signed or sealed page.
fn signature(field: &Field) -> Option<Vec<String>> {
    if !is_file(field.kind) {
        return None;
    }
    let what = label(field).strip_suffix('页')?;
    let line = if what.ends_with("签名") {
        "签名：________________"
    } else if what.ends_with("签章") {
        "签名（公章）："
    } else if what.ends_with("盖章") {
        "（公章）"
    } else {
        return None;
    };
    let day = "________年____月____日".to_owned();
    Some(vec![what.to_owned(), String::new(), line.to_owned(), String::new(), day])
}
