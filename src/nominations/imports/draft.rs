//! Which rows of a table does a source give, and what should a person know before taking them?

use std::collections::BTreeMap;

use serde::Serialize;
use utoipa::ToSchema;

use super::{
    citations,
    source::Source,
    words::{plain, read, unfit},
    workbook::ROW,
};
use crate::{
    classified::{MarkKind, kind_of},
    exchange::{Fault, FaultCode, Grid, GridRow, Problem, excerpt},
    nominations::{dossier::Value, forms::Field},
    shared::Bilingual,
};

/// Something that a person should know of a row, who may take it all the same.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = ImportNote)]
pub(super) struct Note {
    /// Code of the column; none where it is about the row.
    pub(super) column: Option<String>,
    /// What there is to know.
    pub(super) what: Bilingual,
}

/// A row as it would come into the table.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct RowDraft {
    /// Line in the source, from 1.
    pub(super) line: u64,
    /// Its values by column; empty cells are absent.
    pub(super) cells: BTreeMap<String, Value>,
    /// What there is to know of it.
    pub(super) notes: Vec<Note>,
}

/// A column of the source, and the column of the table into which it goes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = ImportColumn)]
pub(super) struct Mapped {
    /// As the source calls it.
    pub(super) header: String,
    /// Code of the column; none where the table has no such column, and the cells stay outside.
    pub(super) column: Option<String>,
}

/// What is wrong at a place of a source. While one stands, nothing is taken.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = ImportFault)]
pub(super) struct SourceFault {
    /// The sheet of a workbook.
    pub(super) sheet: Option<String>,
    /// Line, or row of the sheet, from 1.
    pub(super) line: Option<u64>,
    /// The column as the source calls it.
    pub(super) column: Option<String>,
    /// Of which kind it is.
    pub(super) code: FaultCode,
    /// What is wrong and what is allowed.
    pub(super) what: Bilingual,
    /// The kind of the mark of classification, for the roof to tell of.
    #[serde(skip)]
    pub(super) mark: Option<MarkKind>,
}

impl SourceFault {
    /// What is wrong with a line, or with the whole.
    pub(super) fn at(line: Option<u64>, what: Bilingual) -> Self {
        Self { sheet: None, line, column: None, code: FaultCode::Invalid, what, mark: None }
    }
}

impl From<Fault> for SourceFault {
    fn from(fault: Fault) -> Self {
        Self {
            sheet: Some(fault.file).filter(|sheet| !sheet.is_empty()),
            line: fault.line,
            column: fault.column,
            code: fault.problem.code(),
            what: fault.problem.told(),
            mark: fault.problem.mark(),
        }
    }
}

/// What a source gives for one table.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Drafts {
    pub(super) columns: Vec<Mapped>,
    pub(super) rows: Vec<RowDraft>,
    pub(super) faults: Vec<SourceFault>,
    /// Sheets of a workbook that were not read.
    pub(super) other_sheets: Vec<String>,
}

/// The rows that a source gives for the table `field`. Columns that the table does not have are listed
/// and never silently dropped; texts over a limit are whole, and noted.
pub(super) fn rows_of(field: &Field, source: &Source) -> Drafts {
    match source {
        Source::Entries(entries) => citations::rows_of(field, entries),
        Source::Grids(grids) => {
            let Some(at) = best_sheet(field, grids) else { return Drafts::default() };
            let mut drafts = grids.get(at).map(|grid| of_grid(field, grid)).unwrap_or_default();
            let others = grids
                .iter()
                .enumerate()
                .filter(|(other, grid)| *other != at && !grid.rows.is_empty());
            drafts.other_sheets = others.map(|(_, grid)| grid.sheet.clone()).collect();
            drafts
        }
    }
}

/// The sheet whose name is the table's, else the one whose header has the most of its columns.
fn best_sheet(field: &Field, grids: &[Grid]) -> Option<usize> {
    let named = grids.iter().position(|grid| {
        let name = plain(&grid.sheet);
        [&field.label.zh, &field.label.en].into_iter().any(|label| plain(label) == name)
    });
    let known = |grid: &Grid| {
        let header = grid.rows.first().map(|row| row.cells.as_slice()).unwrap_or_default();
        header.iter().filter(|cell| column_of(field, cell).is_some()).count()
    };
    named.or_else(|| {
        let best = grids.iter().enumerate().max_by_key(|(at, grid)| (known(grid), usize::MAX - at));
        best.map(|(at, _)| at)
    })
}

/// The column that a header names: by its label in Chinese or English, or by its code.
pub(super) fn column_of<'f>(field: &'f Field, header: &str) -> Option<&'f Field> {
    let word = plain(header);
    let word = word.trim_end_matches(['*', ':', '∗']);
    if word.is_empty() {
        return None;
    }
    let labelled =
        |column: &&Field| plain(&column.label.zh) == word || plain(&column.label.en) == word;
    let coded = |column: &&Field| column.code == word;
    field.columns.iter().find(labelled).or_else(|| field.columns.iter().find(coded))
}

/// The rows of a grid whose first row is the header.
pub(super) fn of_grid(field: &Field, grid: &Grid) -> Drafts {
    let Some((header, rows)) = grid.rows.split_first() else { return Drafts::default() };
    let mut drafts = Drafts::default();
    let (places, columns) = header_of(field, grid, header, &mut drafts.faults);
    drafts.columns = columns;
    if places.iter().all(Option::is_none) {
        let labels: Vec<&str> = field.columns.iter().map(|one| one.label.zh.as_str()).collect();
        let problem = Problem::Rule {
            zh: format!("表头中没有该表的任何一栏；第一行应为表头，如：{}", labels.join("、")),
            en: "the first row names no column of the table; it should be the header".to_owned(),
        };
        drafts.faults.push(at(grid, Some(header.line), None, problem));
        return drafts;
    }
    for row in rows {
        let draft = draft_of(grid, header, row, &places, &mut drafts.faults);
        if !draft.cells.is_empty() || !draft.notes.is_empty() {
            drafts.rows.push(draft);
        }
    }
    drafts
}

fn at(grid: &Grid, line: Option<u64>, column: Option<&str>, problem: Problem) -> SourceFault {
    Fault { file: grid.sheet.clone(), line, column: column.map(excerpt), problem }.into()
}

type Places<'f> = Vec<Option<&'f Field>>;

fn header_of<'f>(
    field: &'f Field,
    grid: &Grid,
    header: &GridRow,
    faults: &mut Vec<SourceFault>,
) -> (Places<'f>, Vec<Mapped>) {
    let mut places: Places<'f> = Vec::new();
    let mut columns = Vec::new();
    for cell in &header.cells {
        if let Some(kind) = kind_of(cell) {
            // Its place among the others is kept, and nothing of it said again.
            faults.push(at(grid, Some(header.line), None, Problem::Classified(kind)));
            places.push(None);
            continue;
        }
        let found = column_of(field, cell);
        let is_twice = found.is_some_and(|one| {
            places.iter().flatten().any(|other: &&Field| other.code == one.code)
        });
        if is_twice {
            let first = found.map(|one| one.label.zh.clone()).unwrap_or_default();
            let problem = Problem::DuplicateColumn { first, second: excerpt(cell.trim()) };
            faults.push(at(grid, Some(header.line), Some(cell.trim()), problem));
        }
        // The names of rows in our own workbooks are nothing to tell a person of.
        if !cell.trim().is_empty() && cell.trim() != ROW {
            let column = found.map(|one| one.code.clone());
            columns.push(Mapped { header: excerpt(cell.trim()), column });
        }
        places.push(found);
    }
    (places, columns)
}

fn draft_of(
    grid: &Grid,
    header: &GridRow,
    row: &GridRow,
    places: &[Option<&Field>],
    faults: &mut Vec<SourceFault>,
) -> RowDraft {
    let mut draft = RowDraft { line: row.line, ..RowDraft::default() };
    let name = |place: usize| header.cells.get(place).map_or("", |cell| cell.trim());
    for (place, problem) in &row.faults {
        // A number too long for a spreadsheet is only wrong where it was to be a text.
        let column = places.get(*place).copied().flatten();
        if column.is_some() {
            faults.push(at(grid, Some(row.line), Some(name(*place)), problem.clone()));
        }
    }
    for (place, cell) in row.cells.iter().enumerate() {
        let Some(column) = places.get(place).copied().flatten() else {
            if name(place).is_empty() && !cell.trim().is_empty() {
                let problem =
                    Problem::FieldCount { expected: header.cells.len(), found: row.cells.len() };
                faults.push(at(grid, Some(row.line), None, problem));
            }
            continue;
        };
        let reading = read(column, cell);
        if let Some(value) = reading.value {
            if let Some(problem) = unfit(&value) {
                faults.push(at(grid, Some(row.line), Some(name(place)), problem));
                continue;
            }
            draft.cells.insert(column.code.clone(), value);
        }
        let code = &column.code;
        draft.notes.extend(reading.note.map(|what| Note { column: Some(code.clone()), what }));
    }
    draft
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::nominations::forms::find;

    fn grid(rows: &[&[&str]]) -> Grid {
        let row = |(at, cells): (usize, &&[&str])| GridRow {
            line: at as u64 + 1,
            cells: cells.iter().map(ToString::to_string).collect(),
            faults: Vec::new(),
        };
        Grid { sheet: String::new(), rows: rows.iter().enumerate().map(row).collect() }
    }

    #[test]
    fn columns_are_found_by_label_or_code_and_others_are_listed() {
        let field = find("nat-1").unwrap().field("completers", "items").unwrap();
        let rows = grid(&[
            &["序号", "姓名", "Work unit", "id_number", "职称 *", "行标识"],
            &["1", "甲", "某研究所", "11010519491231002X", "", "p1"],
            &["2", "乙", "", "", "教授", ""],
        ]);
        let drafts = of_grid(field, &rows);
        assert_eq!(drafts.faults, []);
        let columns: Vec<Option<&str>> =
            drafts.columns.iter().map(|one| one.column.as_deref()).collect();
        assert_eq!(
            columns,
            [None, Some("name"), Some("work_unit"), Some("id_number"), Some("title")]
        );
        assert_eq!(drafts.rows.len(), 2);
        assert_eq!(drafts.rows[1].line, 3);
        assert_eq!(drafts.rows[1].cells["title"], Value::Text("教授".to_owned()));
    }

    #[test]
    fn what_cannot_be_placed_is_a_fault_with_its_line() {
        let field = find("nat-1").unwrap().field("completers", "items").unwrap();
        let twice = of_grid(field, &grid(&[&["姓名", "name"], &["甲", "乙"]]));
        assert_eq!(twice.faults[0].line, Some(1));
        let beyond = of_grid(field, &grid(&[&["姓名"], &["甲", "无表头"]]));
        assert_eq!((beyond.faults.len(), beyond.faults[0].line), (1, Some(2)));
        let none = of_grid(field, &grid(&[&["颜色"], &["红"]]));
        assert!(none.faults[0].what.zh.contains("姓名"));
        let long = "字".repeat(200_000);
        let large = of_grid(field, &grid(&[&["姓名"], &[&long]]));
        assert_eq!(large.faults[0].column.as_deref(), Some("姓名"));
    }

    #[test]
    fn a_mark_of_classification_is_a_fault_at_its_cell_and_is_not_said_again() {
        const WORD: &str = "青鸾七三四";
        let marked = format!("密级：机密，{WORD}");
        let field = find("nat-1").unwrap().field("completers", "items").unwrap();
        // A day that is none is otherwise noted with what was typed.
        let cells = ["乙", marked.as_str(), marked.as_str()];
        let rows = grid(&[&["姓名", "工作单位", "出生日期"], &["甲", "某大学", ""], &cells]);
        let drafts = of_grid(field, &rows);
        let found = |drafts: &Drafts| -> Vec<(Option<u64>, Option<String>, &str)> {
            let told = drafts.faults.iter();
            told.map(|one| (one.line, one.column.clone(), one.code.as_str())).collect()
        };
        assert_eq!(
            found(&drafts),
            [
                (Some(3), Some("工作单位".to_owned()), "classified"),
                (Some(3), Some("出生日期".to_owned()), "classified"),
            ]
        );
        assert_eq!(drafts.faults[0].what, crate::classified::refusal());
        assert_eq!(drafts.rows.len(), 2, "the rest of the row is shown");
        assert!(!format!("{drafts:?}").contains(WORD), "{drafts:?}");
        let header = of_grid(field, &grid(&[&["姓名", marked.as_str()], &["甲", ""]]));
        assert_eq!(found(&header), [(Some(1), None, "classified")]);
        assert!(!format!("{header:?}").contains(WORD), "{header:?}");
    }
}
