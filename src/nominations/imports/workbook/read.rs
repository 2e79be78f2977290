//! What does a workbook say, and where is it wrong?

use std::collections::{BTreeMap, BTreeSet};

use super::{
    super::{
        draft::{Note, RowDraft, SourceFault, of_grid},
        words::{plain, read as read_cell, unfit},
    },
    layout::{EXACT, FIELDS, FORM, OPTIONS, ROW, singles, tables},
};
use crate::{
    exchange::{self, Fault, Grid, GridRow, Problem, excerpt},
    nominations::{
        dossier::{Address, Content, MOST_WORDS, Value},
        forms::{self, Field, Form},
    },
    shared::Bilingual,
};

/// What a workbook says.
#[derive(Debug)]
pub(in super::super) struct Workbook {
    /// The form that it names.
    pub(in super::super) form: &'static Form,
    /// What it says.
    pub(in super::super) content: Content,
    /// What there is to know of it, each with its sheet.
    pub(in super::super) notes: Vec<(String, Note)>,
}

/// Reads a workbook of a form.
///
/// # Errors
/// Every fault, by sheet, row and column.
pub(in super::super) fn read(
    bytes: &[u8],
    name: &mut dyn FnMut() -> String,
) -> Result<Workbook, Vec<SourceFault>> {
    let whole = |zh: &str, en: &str| vec![SourceFault::at(None, Bilingual::new(zh, en))];
    if !exchange::is_workbook(bytes) {
        return Err(whole("不是 XLSX 工作簿", "not an XLSX workbook"));
    }
    let grids = exchange::grids_of_workbook(bytes).map_err(|fault| vec![fault.into()])?;
    let named = |wanted: &str| grids.iter().find(|grid| plain(&grid.sheet) == plain(wanted));
    let first = named(FIELDS).ok_or_else(|| {
        whole(
            "缺少工作表“提名书”，请使用下载的模板",
            "the sheet \"提名书\" is missing; use the template",
        )
    })?;
    let form = form_of(first).ok_or_else(|| {
        whole(
            "工作表“提名书”没有指明现行的提名书模板（地址 form）",
            "the sheet \"提名书\" names no form that is in use (address form)",
        )
    })?;
    let mut reading = Reading { form, ..Reading::new(form) };
    reading.fields(first);
    for (address, sheet, table) in tables(form) {
        if let Some(grid) = named(&sheet) {
            reading.table(&address, table, grid, name);
        }
    }
    if let Some(grid) = named(EXACT) {
        reading.exact(grid);
    }
    reading.others(&grids);
    if reading.faults.is_empty() {
        Ok(Workbook { form, content: reading.content, notes: reading.notes })
    } else {
        Err(reading.faults)
    }
}

/// The form that the first sheet names.
fn form_of(grid: &Grid) -> Option<&'static Form> {
    let row = grid.rows.iter().find(|row| cell(row, 0).trim() == FORM)?;
    forms::find(cell(row, 3).trim())
}

fn cell(row: &GridRow, place: usize) -> &str {
    row.cells.get(place).map_or("", String::as_str)
}

struct Reading {
    form: &'static Form,
    content: Content,
    notes: Vec<(String, Note)>,
    faults: Vec<SourceFault>,
}

impl Reading {
    fn new(form: &'static Form) -> Self {
        Self { form, content: Content::default(), notes: Vec::new(), faults: Vec::new() }
    }

    fn fault(&mut self, sheet: &str, line: u64, column: Option<&str>, problem: Problem) {
        let column = column.map(excerpt);
        self.faults
            .push(Fault { file: sheet.to_owned(), line: Some(line), column, problem }.into());
    }

    fn rule(&mut self, sheet: &str, line: u64, column: Option<&str>, zh: &str, en: &str) {
        self.fault(sheet, line, column, Problem::Rule { zh: zh.to_owned(), en: en.to_owned() });
    }

    fn note(&mut self, grid: &Grid, note: Note) {
        self.notes.push((grid.sheet.clone(), note));
    }

    /// The single fields: address in the first column, value in the fourth.
    fn fields(&mut self, grid: &Grid) {
        let known: BTreeMap<String, (Address, &'static Field)> = singles(self.form)
            .into_iter()
            .map(|(address, _, field)| (address.to_string(), (address, field)))
            .collect();
        let mut seen = BTreeSet::new();
        for row in grid.rows.iter().skip(1) {
            let said = cell(row, 0).trim();
            if said == FORM {
                continue;
            }
            let Some((address, field)) = known.get(said) else {
                let is_said = !cell(row, 3).trim().is_empty();
                if is_said {
                    self.rule(
                        &grid.sheet,
                        row.line,
                        Some("地址"),
                        "提名书没有该字段",
                        "the form has no such field",
                    );
                }
                continue;
            };
            if !seen.insert(said.to_owned()) {
                self.rule(
                    &grid.sheet,
                    row.line,
                    Some("地址"),
                    "该字段重复出现",
                    "the field stands there twice",
                );
                continue;
            }
            for (_, problem) in row.faults.iter().filter(|(place, _)| *place == 3) {
                self.fault(&grid.sheet, row.line, Some(&field.label.zh), problem.clone());
            }
            let reading = read_cell(field, cell(row, 3));
            if let Some(what) = reading.note {
                self.note(grid, Note { column: Some(address.to_string()), what });
            }
            self.put(grid, row.line, address, field, reading.value);
        }
    }

    fn put(
        &mut self,
        grid: &Grid,
        line: u64,
        address: &Address,
        field: &Field,
        value: Option<Value>,
    ) {
        let Some(value) = value else { return };
        if let Some(problem) = unfit(&value) {
            self.fault(&grid.sheet, line, Some(&field.label.zh), problem);
        } else {
            self.content.0.insert(address.clone(), value);
        }
    }

    /// The rows of a table, each by its name or, where it has none, under a new one.
    fn table(
        &mut self,
        address: &Address,
        table: &Field,
        grid: &Grid,
        name: &mut dyn FnMut() -> String,
    ) {
        let drafts = of_grid(table, grid);
        self.faults.extend(drafts.faults);
        for column in drafts.columns.iter().filter(|one| one.column.is_none() && one.header != ROW)
        {
            let what = Bilingual::new(
                format!("该表没有“{}”一栏，未导入", column.header),
                format!("the table has no column \"{}\"; left out", column.header),
            );
            self.note(grid, Note { column: None, what });
        }
        let header = grid.rows.first().map(|row| row.cells.as_slice()).unwrap_or_default();
        let names = header.iter().position(|cell| cell.trim() == ROW);
        let mut by_line: BTreeMap<u64, RowDraft> =
            drafts.rows.into_iter().map(|draft| (draft.line, draft)).collect();
        let mut rows: Vec<String> = Vec::new();
        for row in grid.rows.iter().skip(1) {
            let said = names.map_or("", |place| cell(row, place).trim());
            let draft = by_line.remove(&row.line);
            if said.is_empty() && draft.is_none() {
                continue;
            }
            let own = if said.is_empty() { name() } else { said.to_owned() };
            let is_name = address.cell(&own, "x").to_string().parse::<Address>().is_ok();
            if !is_name || rows.contains(&own) {
                self.rule(&grid.sheet, row.line, Some(ROW), "行标识有误或重复；新行请留空", "the name of the row is wrong or stands there twice; leave it empty for a new row");
                continue;
            }
            let draft = draft.unwrap_or_default();
            for (code, value) in draft.cells {
                if let Some(column) = table.column(&code) {
                    self.put(grid, row.line, &address.cell(&own, &code), column, Some(value));
                }
            }
            for note in draft.notes {
                self.note(grid, note);
            }
            rows.push(own);
        }
        if rows.len() > MOST_WORDS {
            let zh = format!("共 {} 行，至多保存 {MOST_WORDS} 行", rows.len());
            let en = format!("{} rows; {MOST_WORDS} at the most are kept", rows.len());
            self.rule(&grid.sheet, 1, None, &zh, &en);
        }
        if !rows.is_empty() {
            self.content.0.insert(address.clone(), Value::List(rows));
        }
    }

    /// What no cell holds, in parts.
    fn exact(&mut self, grid: &Grid) {
        let mut said: Vec<(u64, String, String)> = Vec::new();
        for row in grid.rows.iter().skip(1) {
            let (address, part) = (cell(row, 0).trim(), cell(row, 1));
            match said.last_mut().filter(|(_, last, _)| last == address) {
                Some((_, _, text)) => text.push_str(part),
                None => said.push((row.line, address.to_owned(), part.to_owned())),
            }
        }
        for (line, address, text) in said {
            let place: Option<Address> = address.parse().ok();
            let field = place.as_ref().and_then(|address| address.of(self.form));
            let value: Option<Value> = serde_json::from_str(&text).ok();
            match (place, field, value) {
                (Some(address), Some(field), Some(value)) if value.fits(field.kind) => {
                    self.put(grid, line, &address, field, Some(value));
                }
                _ => self.rule(
                    &grid.sheet,
                    line,
                    None,
                    "该行已改动，无法读回",
                    "the line was changed and cannot be read",
                ),
            }
        }
    }

    fn others(&mut self, grids: &[Grid]) {
        let known = tables(self.form);
        for grid in grids {
            let is_known = [FIELDS, EXACT, OPTIONS].contains(&grid.sheet.as_str())
                || known.iter().any(|(_, name, _)| plain(name) == plain(&grid.sheet));
            if !is_known && !grid.rows.is_empty() {
                let what = Bilingual::new(
                    "该工作表不属于本提名书，未读取",
                    "the sheet is none of the form; not read",
                );
                self.note(grid, Note { column: None, what });
            }
        }
    }
}
