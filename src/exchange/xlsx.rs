//! How does the first sheet of a workbook become rows?
//!
//! Cells are read one after another, never as a rectangle: a sheet with one cell in its last
//! corner would make a rectangle of seventeen thousand million.

use std::io::{BufReader, Read, Seek};
use std::panic::{AssertUnwindSafe, catch_unwind};

use ::csv::StringRecord;
use calamine::{DataRef, Reader, SheetType, Xlsx, XlsxError};

use super::COLUMN_LIMIT;
use super::faults::{Problem, excerpt};
use super::read::{RawRow, RowSink, Trouble};
use super::xlsx_guard;

/// The most text that one workbook may give, in bytes: a string kept once may stand in a million
/// cells.
const TEXT_LIMIT_BYTES: usize = 1024 * 1024 * 1024;

/// From here on a spreadsheet keeps fewer digits than were typed.
const EXACT_BELOW: f64 = 1e15;

/// Reads the rows of the first sheet and hands them to `sink`; empty rows are passed over.
pub(super) fn read(mut file: impl Read + Seek, sink: &mut dyn RowSink) -> Result<(), Trouble> {
    guarded(&mut file, |workbook| {
        let sheets = sheets(workbook);
        let Some((first, others)) = sheets.split_first() else {
            return Err(Trouble::whole(Problem::EmptyFile));
        };
        if !others.is_empty() {
            sink.other_sheets(first, others.len());
        }
        read_sheet(workbook, first, sink)
    })
}

/// Reads every sheet in turn; `begin` is told its name and gives what takes its rows.
pub(super) fn read_sheets<S: RowSink>(
    mut file: impl Read + Seek,
    mut begin: impl FnMut(&str) -> S,
    mut end: impl FnMut(S),
) -> Result<(), Trouble> {
    guarded(&mut file, |workbook| {
        for name in sheets(workbook) {
            let mut sink = begin(&name);
            let outcome = read_sheet(workbook, &name, &mut sink);
            end(sink);
            outcome?;
        }
        Ok(())
    })
}

/// Opens a workbook that was found safe. A damaged one must not end the process, whatever the reader
/// makes of it.
fn guarded<R: Read + Seek>(
    file: &mut R,
    work: impl FnOnce(&mut Xlsx<BufReader<&mut R>>) -> Result<(), Trouble>,
) -> Result<(), Trouble> {
    xlsx_guard::inspect(file, xlsx_guard::LIMITS)?;
    file.rewind()?;
    catch_unwind(AssertUnwindSafe(|| {
        let mut workbook = Xlsx::new(BufReader::new(file)).map_err(broken)?;
        work(&mut workbook)
    }))
    .unwrap_or_else(|_| Err(damaged("unreadable")))
}

fn sheets<R: Read + Seek>(workbook: &Xlsx<R>) -> Vec<String> {
    let sheets = workbook.sheets_metadata().iter();
    sheets
        .filter(|sheet| sheet.typ == SheetType::WorkSheet)
        .map(|sheet| sheet.name.clone())
        .collect()
}

fn read_sheet<R: Read + Seek>(
    workbook: &mut Xlsx<R>,
    name: &str,
    sink: &mut dyn RowSink,
) -> Result<(), Trouble> {
    let mut cells = workbook.worksheet_cells_reader(name).map_err(broken)?;
    let mut rows = Rows { sink, row: RowInProgress::default(), width: 0, text_bytes: 0 };
    while let Some(cell) = cells.next_cell().map_err(broken)? {
        let (row, column) = cell.get_position();
        if matches!(cell.get_value(), DataRef::Empty) {
            continue;
        }
        if rows.row.number != Some(row) && rows.finish_row(Some(row))?.is_break() {
            return Ok(());
        }
        rows.push(column as usize, cell.get_value())?;
    }
    rows.finish_row(None).map(|_| ())
}

#[derive(Default)]
struct RowInProgress {
    /// Number of the row from 0.
    number: Option<u32>,
    cells: StringRecord,
    error_cells: Vec<usize>,
    rounded_cells: Vec<usize>,
}

struct Rows<'s> {
    sink: &'s mut dyn RowSink,
    row: RowInProgress,
    /// Cells of the header, to which shorter rows are filled up: a sheet does not store empty
    /// cells.
    width: usize,
    text_bytes: usize,
}

impl Rows<'_> {
    /// Hands over the row in progress and begins another.
    fn finish_row(&mut self, next: Option<u32>) -> Result<std::ops::ControlFlow<()>, Trouble> {
        let mut flow = std::ops::ControlFlow::Continue(());
        if let Some(number) = self.row.number {
            if next.is_some_and(|next| next < number) {
                return Err(damaged("rows out of order"));
            }
            if self.width == 0 {
                self.width = self.row.cells.len();
            }
            while self.row.cells.len() < self.width {
                self.row.cells.push_field("");
            }
            flow = self.sink.row(&RawRow {
                line: u64::from(number) + 1,
                cells: &self.row.cells,
                is_guarded: false,
                error_cells: &self.row.error_cells,
                rounded_cells: &self.row.rounded_cells,
            })?;
        }
        self.row.number = next;
        self.row.cells.clear();
        self.row.error_cells.clear();
        self.row.rounded_cells.clear();
        Ok(flow)
    }

    fn push(&mut self, column: usize, value: &DataRef<'_>) -> Result<(), Trouble> {
        let line = u64::from(self.row.number.unwrap_or_default()) + 1;
        if column >= COLUMN_LIMIT {
            return Err(Trouble::at(line, Problem::TooManyColumns { limit: COLUMN_LIMIT }));
        }
        if column < self.row.cells.len() {
            return Err(damaged("cells out of order"));
        }
        while self.row.cells.len() < column {
            self.row.cells.push_field("");
        }
        if matches!(value, DataRef::Error(_)) {
            self.row.error_cells.push(column);
        }
        if matches!(value, DataRef::Float(number) if number.abs() >= EXACT_BELOW) {
            self.row.rounded_cells.push(column);
        }
        let before = self.row.cells.as_slice().len();
        push_text(&mut self.row.cells, value);
        self.text_bytes += self.row.cells.as_slice().len() - before;
        if self.text_bytes > TEXT_LIMIT_BYTES {
            let limit = format!("{} MiB", TEXT_LIMIT_BYTES / 1024 / 1024);
            return Err(Trouble::whole(Problem::Inflation { limit }));
        }
        Ok(())
    }
}

/// Writes a value as the text that a person sees: whole numbers without a fraction, days without
/// a time of day.
fn push_text(cells: &mut StringRecord, value: &DataRef<'_>) {
    match value {
        DataRef::Empty => cells.push_field(""),
        DataRef::Int(number) => cells.push_field(&number.to_string()),
        // Display of a float has no exponent and no `.0`, and reads back to the same number.
        DataRef::Float(number) => cells.push_field(&number.to_string()),
        DataRef::String(text) | DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => {
            push_lines(cells, text);
        }
        DataRef::SharedString(text) => push_lines(cells, text),
        DataRef::Bool(flag) => cells.push_field(if *flag { "true" } else { "false" }),
        DataRef::DateTime(moment) => {
            let (year, month, day, hour, minute, second, _) = moment.to_ymd_hms_milli();
            let mut text = format!("{year:04}-{month:02}-{day:02}");
            if (hour, minute, second) != (0, 0, 0) {
                text = format!("{text} {hour:02}:{minute:02}:{second:02}");
            }
            cells.push_field(&text);
        }
        DataRef::Error(error) => cells.push_field(&error.to_string()),
    }
}

fn push_lines(cells: &mut StringRecord, text: &str) {
    if text.contains('\r') {
        cells.push_field(&text.replace("\r\n", "\n").replace('\r', "\n"));
    } else {
        cells.push_field(text);
    }
}

fn damaged(reason: &str) -> Trouble {
    Trouble::whole(Problem::BrokenWorkbook { reason: excerpt(reason) })
}

fn broken(error: XlsxError) -> Trouble {
    match error {
        XlsxError::Password => Trouble::whole(Problem::EncryptedWorkbook),
        other => damaged(&other.to_string()),
    }
}
