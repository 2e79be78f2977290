//! What stands in the tables of a file whose columns are not known in advance?
//!
//! For files of hundreds of rows that a person looks at before they are taken: they are held whole, to
//! a limit, with the line of every row and what is wrong with single cells.

use std::cell::Cell;
use std::io::{Cursor, Read as _};
use std::ops::ControlFlow;
use std::rc::Rc;

use super::encoding::{END_MARK, TextSource};
use super::faults::{Fault, Problem, excerpt};
use super::read::{RawRow, RowSink, Trouble};
use super::{CELL_LIMIT_BYTES, csv, formula, xlsx};

/// The most rows of one sheet.
const ROWS: usize = 5_000;
/// The most text of a file, in bytes.
const TEXT_BYTES: usize = 32 * 1024 * 1024;

/// A row as it was read, with nothing trimmed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct GridRow {
    /// Line in the file, or row of the sheet, from 1.
    pub line: u64,
    /// Its cells.
    pub cells: Vec<String>,
    /// What is wrong with single cells, by place.
    pub faults: Vec<(usize, Problem)>,
}

/// A table as it was read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Grid {
    /// Name of the sheet; empty for a text.
    pub sheet: String,
    /// Its rows that are not empty.
    pub rows: Vec<GridRow>,
}

/// Takes the rows of a sheet; the bytes of all sheets of a file are counted together.
struct Intake<'c> {
    grid: Grid,
    bytes: &'c Cell<usize>,
}

impl RowSink for Intake<'_> {
    fn row(&mut self, raw: &RawRow<'_>) -> Result<ControlFlow<()>, Trouble> {
        if raw.cells.iter().all(|cell| cell.trim().is_empty()) {
            return Ok(ControlFlow::Continue(()));
        }
        if self.grid.rows.len() >= ROWS {
            let (zh, en) = (format!("超过 {ROWS} 行"), format!("more than {ROWS} rows"));
            return Err(Trouble::at(raw.line, Problem::Rule { zh, en }));
        }
        self.bytes.set(self.bytes.get() + raw.cells.as_slice().len());
        if self.bytes.get() > TEXT_BYTES {
            let limit = format!("{} MiB", TEXT_BYTES / 1024 / 1024);
            return Err(Trouble::at(raw.line, Problem::Inflation { limit }));
        }
        let mut row = GridRow { line: raw.line, ..GridRow::default() };
        for (place, cell) in raw.cells.iter().enumerate() {
            let cell = if raw.is_guarded { formula::unguard(cell) } else { cell };
            if cell.len() > CELL_LIMIT_BYTES {
                let problem = Problem::CellTooLarge {
                    found_bytes: cell.len(),
                    limit_bytes: CELL_LIMIT_BYTES,
                };
                row.faults.push((place, problem));
            }
            row.cells.push(cell.to_owned());
        }
        let text = |place: usize| excerpt(raw.cells.get(place).unwrap_or_default());
        for &place in raw.error_cells {
            row.faults.push((place, Problem::ErrorCell { value: text(place) }));
        }
        row.faults.extend(raw.rounded_cells.iter().map(|&place| (place, Problem::RoundedNumber)));
        self.grid.rows.push(row);
        Ok(ControlFlow::Continue(()))
    }

    fn other_sheets(&mut self, _sheet: &str, _others: usize) {}
}

fn fault(sheet: &str, trouble: Trouble) -> Fault {
    let Trouble { line, problem } = trouble;
    Fault { file: sheet.to_owned(), line, column: None, problem }
}

/// Whether bytes say that they are a workbook, or one that cannot be read.
pub fn is_workbook(bytes: &[u8]) -> bool {
    matches!(bytes, [b'P', b'K', 3, 4, ..] | [0xD0, 0xCF, 0x11, 0xE0, ..])
}

/// Every sheet of a workbook.
///
/// # Errors
/// The file is encrypted, carries macros, unpacks to too much, is damaged or too large.
#[expect(clippy::result_large_err, reason = "a fault is told once, and nothing is read after it")]
pub fn grids_of_workbook(bytes: &[u8]) -> Result<Vec<Grid>, Fault> {
    if bytes.starts_with(&[0xD0, 0xCF, 0x11, 0xE0]) {
        return Err(fault("", Trouble::whole(Problem::EncryptedWorkbook)));
    }
    let bytes_read = Cell::new(0);
    let mut grids: Vec<Grid> = Vec::new();
    let outcome = xlsx::read_sheets(
        Cursor::new(bytes),
        |name| Intake {
            grid: Grid { sheet: name.to_owned(), rows: Vec::new() },
            bytes: &bytes_read,
        },
        |intake| grids.push(intake.grid),
    );
    outcome.map_err(|trouble| fault(grids.last().map_or("", |grid| &grid.sheet), trouble))?;
    Ok(grids)
}

/// The table of a text with `delimiter` between its cells.
///
/// # Errors
/// An open quote, a NUL byte, an encoding that is none of ours, too many rows.
#[expect(clippy::result_large_err, reason = "a fault is told once, and nothing is read after it")]
pub fn grid_of_text(bytes: &[u8], delimiter: u8) -> Result<Grid, Fault> {
    let mut intake = Intake { grid: Grid::default(), bytes: &Cell::new(0) };
    csv::read_delimited(bytes, delimiter, &mut intake).map_err(|trouble| fault("", trouble))?;
    Ok(intake.grid)
}

/// A text in whatever encoding it came (UTF-8, UTF-16 with its mark, GB18030), with `\n` line ends.
///
/// # Errors
/// An encoding that is none of ours, a NUL byte.
#[expect(clippy::result_large_err, reason = "a fault is told once, and nothing is read after it")]
pub fn decoded(bytes: &[u8]) -> Result<String, Fault> {
    let allowance = Rc::new(Cell::new(u64::MAX));
    let mut text = String::new();
    let outcome = TextSource::new(bytes, allowance).read_to_string(&mut text);
    outcome.map_err(|error| fault("", csv::stopped(&error)))?;
    let end = text.rfind(END_MARK).unwrap_or(text.len());
    text.truncate(end);
    Ok(text)
}
