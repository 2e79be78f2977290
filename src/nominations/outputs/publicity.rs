//! What of a dossier is made public before and after it is submitted? (公示内容)
//!
//! Only what the form marks as `public`: the marks follow the contents of the publicity in the handbook
//! (提名公示内容). A personal datum and an attachment never pass, whatever the form says.

use serde::Serialize;
use serde_json::json;
use utoipa::ToSchema;

use super::{
    cover::{Cover, LANGUAGE},
    print,
    words::{NOTHING, Words, is_file, label},
};
use crate::{
    exchange::pdf::{Column, Document, Meta, PdfError, Setting, Table},
    nominations::{
        dossier::{Address, Content},
        forms::{Field, Form, Kind},
    },
    shared::hex_sha256,
};

/// What is made public of a nomination.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = DossierPublicity)]
pub struct Publicity {
    /// What the award's form is called.
    pub form: String,
    /// Year of the round.
    pub year: i32,
    /// The sections in the order of the form.
    pub sections: Vec<PublicSection>,
    /// SHA-256 of all this.
    pub digest: String,
}

/// A section of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct PublicSection {
    /// Its name within the form.
    pub code: String,
    /// What it is called.
    pub title: String,
    /// What stands in it.
    pub rows: Vec<PublicRow>,
}

/// A field that is made public.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct PublicRow {
    /// Its name within the section; no part of what is printed and signed.
    #[serde(skip)]
    pub code: String,
    /// What it is called.
    pub label: String,
    /// What it says; empty for a table.
    pub text: String,
    /// Whether the text is a long one, of several paragraphs.
    pub is_long: bool,
    /// A table.
    pub table: Option<PublicTable>,
}

/// A table that is made public.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct PublicTable {
    /// Names of its columns; the first is `rank`.
    #[serde(skip)]
    pub codes: Vec<String>,
    /// What its columns are called.
    pub columns: Vec<String>,
    /// Its rows in order.
    pub rows: Vec<Vec<String>>,
}

/// Whether a field may be shown to everybody.
fn is_public(field: &Field) -> bool {
    field.public && !field.secret && !is_file(field.kind)
}

/// What is made public of a dossier.
pub fn publicity(form: &Form, content: &Content, cover: &Cover) -> Publicity {
    let words = Words { content, cover };
    let mut sections = Vec::new();
    for section in &form.sections {
        let mut rows: Vec<PublicRow> = section
            .fields
            .iter()
            .filter(|field| is_public(field))
            .filter_map(|field| row(&words, &Address::field(&section.code, &field.code), field))
            .collect();
        if section.code == "project" {
            rows.push(nominator(cover.nominator.clone()));
        }
        if !rows.is_empty() {
            let title = section.title.get(LANGUAGE).to_owned();
            sections.push(PublicSection { code: section.code.clone(), title, rows });
        }
    }
    let title = form.title.get(LANGUAGE).trim_end_matches("提名书").to_owned();
    let said = json!({ "form": form.id, "year": cover.year, "sections": sections });
    let digest = hex_sha256(said.to_string().as_bytes());
    Publicity { form: title, year: cover.year, sections, digest }
}

fn nominator(text: String) -> PublicRow {
    let (code, label) = ("nominator".to_owned(), "提名者".to_owned());
    PublicRow { code, label, text, is_long: false, table: None }
}

/// A field as it is made public; none where it is not asked for.
fn row(words: &Words<'_>, address: &Address, field: &Field) -> Option<PublicRow> {
    if !words.content.asks_for(address, field) {
        return None;
    }
    let (code, label) = (field.code.clone(), label(field).to_owned());
    if field.kind == Kind::Rows {
        let table = Some(table(words, address, field));
        return Some(PublicRow { code, label, text: String::new(), is_long: false, table });
    }
    let text = words.in_short(address, field);
    Some(PublicRow { code, label, text, is_long: field.kind == Kind::LongText, table: None })
}

fn table(words: &Words<'_>, address: &Address, field: &Field) -> PublicTable {
    let columns: Vec<&Field> = field.columns.iter().filter(|column| is_public(column)).collect();
    let rows = words.content.get(address).map_or(&[][..], |value| value.list());
    let rows = rows.iter().enumerate().map(|(at, row)| {
        let cells = columns.iter().map(|column| {
            let cell = address.cell(row, &column.code);
            if words.content.asks_for(&cell, column) {
                words.in_short(&cell, column)
            } else {
                NOTHING.to_owned()
            }
        });
        std::iter::once((at + 1).to_string()).chain(cells).collect()
    });
    let titles = columns.iter().map(|column| label(column).to_owned());
    let names = columns.iter().map(|column| column.code.clone());
    PublicTable {
        codes: std::iter::once("rank".to_owned()).chain(names).collect(),
        columns: std::iter::once("排序".to_owned()).chain(titles).collect(),
        rows: rows.collect(),
    }
}

/// The contents of the publicity as a PDF file, under the digest of what is shown.
///
/// # Errors
/// The library refuses, which is a fault of ours.
pub fn publicity_pdf(publicity: &Publicity) -> Result<Vec<u8>, PdfError> {
    let title = format!("{}提名公示内容", publicity.form);
    let mut document = Document::new(Meta {
        setting: Setting::Form,
        title: title.clone(),
        issuer: title,
        number: format!("{} 年度", publicity.year),
        digest: publicity.digest.clone(),
        language: LANGUAGE,
        ..Meta::default()
    });
    for (at, section) in publicity.sections.iter().enumerate() {
        document.heading(format!("{}、{}", print::numeral(at + 1), section.title));
        let mut facts = Vec::new();
        for row in &section.rows {
            if !row.is_long && row.table.is_none() {
                facts.push((row.label.clone(), row.text.clone()));
                continue;
            }
            if !facts.is_empty() {
                document.grid(std::mem::take(&mut facts));
            }
            shown(&mut document, section, row);
        }
        if !facts.is_empty() {
            document.grid(facts);
        }
    }
    document.render()
}

/// A long text, or a table: one with many columns as a sheet for each row.
fn shown(document: &mut Document, section: &PublicSection, row: &PublicRow) {
    const MOST_COLUMNS: usize = 7;
    if row.label != section.title {
        document.subheading(row.label.clone());
    }
    let Some(table) = &row.table else {
        return document.framed(row.text.clone());
    };
    if table.rows.is_empty() {
        document.paragraph(NOTHING);
    } else if table.columns.len() <= MOST_COLUMNS {
        document.table(Table::new(columns(table)).rows(table.rows.iter().cloned()));
    } else {
        for cells in &table.rows {
            document.grid(table.columns.iter().cloned().zip(cells.iter().cloned()));
        }
    }
}

/// The columns of a table, each as wide as what stands in it asks for, within bounds.
fn columns(table: &PublicTable) -> Vec<Column> {
    let widest = |at: usize| {
        let cells = table.rows.iter().filter_map(|row| row.get(at));
        let letters = cells.map(|cell| cell.chars().count()).max().unwrap_or_default();
        u16::try_from(letters.clamp(5, 18)).unwrap_or(5)
    };
    let column = |(at, title): (usize, &String)| match at {
        0 => Column::middle(title, 4),
        _ => Column::left(title, widest(at)),
    };
    table.columns.iter().enumerate().map(column).collect()
}
