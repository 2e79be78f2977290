//! Which columns do the public files beside the pages have?

use std::borrow::Cow;

use super::{content::Content, public::Line};
use crate::exchange::{Cell, Column, Row, Sheet};

/// A line of a publicity as a row of a file.
#[derive(Clone, Debug, Default)]
pub struct LineRow {
    /// The line.
    pub line: Option<Line>,
    /// Where its page is.
    pub address: String,
}

impl Sheet for LineRow {
    const KIND: &'static str = "publicity";
    const COLUMNS: &'static [Column] = &[
        Column::required("position", "序号"),
        Column::required("number", "提名号"),
        Column::required("category", "奖种"),
        Column::required("title", "项目名称"),
        Column::required("nominator", "提名者"),
        Column::required("completers", "主要完成人"),
        Column::required("units", "主要完成单位"),
        Column::required("is_corrected", "有更正"),
        Column::required("digest", "摘要"),
        Column::required("address", "页面"),
    ];
    const UNIQUE: &'static [&'static str] = &["position"];

    fn parse(_: &mut Row<'_>) -> Self {
        // Such a file goes out and never comes in.
        Self::default()
    }

    fn cells(&self) -> Vec<Cell<'_>> {
        let Some(line) = &self.line else { return vec![Cell::Empty; Self::COLUMNS.len()] };
        vec![
            Cell::Integer(i64::from(line.position)),
            Cell::from(&line.number),
            Cell::from(&line.category),
            Cell::from(&line.title),
            Cell::from(&line.nominator),
            Cell::from(line.withheld.map_or(&line.people, |words| &words.mark.zh)),
            Cell::from(&line.units),
            Cell::Flag(line.is_corrected),
            Cell::from(&line.digest),
            Cell::from(&self.address),
        ]
    }
}

/// A value of an entry as a row of a file.
#[derive(Clone, Debug, Default)]
pub struct ValueRow {
    field: String,
    label: String,
    rank: Option<u32>,
    column: String,
    text: String,
}

/// Everything that an entry says, a row a value.
pub fn value_rows(content: &Content) -> Vec<ValueRow> {
    let mut rows = Vec::new();
    for field in &content.fields {
        let (code, label) = (field.code.clone(), field.label.zh.clone());
        let Some(table) = &field.table else {
            let text = field.text.clone();
            rows.push(ValueRow { field: code, label, text, ..ValueRow::default() });
            continue;
        };
        for (cells, rank) in table.rows.iter().zip(1..) {
            for (column, text) in table.codes.iter().zip(cells).filter(|(one, _)| *one != "rank") {
                rows.push(ValueRow {
                    field: code.clone(),
                    label: label.clone(),
                    rank: Some(rank),
                    column: column.clone(),
                    text: text.clone(),
                });
            }
        }
    }
    rows
}

impl Sheet for ValueRow {
    const KIND: &'static str = "publicity_entry";
    const COLUMNS: &'static [Column] = &[
        Column::required("field", "字段"),
        Column::required("label", "名称"),
        Column::required("rank", "排序"),
        Column::required("column", "列"),
        Column::required("text", "内容"),
    ];
    const UNIQUE: &'static [&'static str] = &[];

    fn parse(_: &mut Row<'_>) -> Self {
        // Such a file goes out and never comes in.
        Self::default()
    }

    fn cells(&self) -> Vec<Cell<'_>> {
        vec![
            Cell::from(&self.field),
            Cell::from(&self.label),
            Cell::from(self.rank),
            Cell::from(&self.column),
            Cell::Text(Cow::Borrowed(&self.text)),
        ]
    }
}
