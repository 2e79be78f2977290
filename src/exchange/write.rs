//! How do records become a file, whole or not at all?
//!
//! Rows go to a file beside the goal, which takes its name only when all is written; whoever
//! reads the goal meanwhile reads the old one. Only what is no file (a pipe, a terminal) is
//! written directly.

use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::marker::PhantomData;
use std::path::{Path, PathBuf};

use rust_xlsxwriter::{Format as CellFormat, Workbook, Worksheet, XlsxError};
use serde::ser::{Serialize, SerializeMap, Serializer};

use super::formula;
use super::sheet::{Cell, FurtherColumn, Sheet};

/// The rows of an XLSX sheet under its header.
const XLSX_ROWS: u32 = 1_048_575;

/// The longest text of an XLSX cell, in UTF-16 units.
const XLSX_TEXT: usize = 32_767;

/// Kinds of outgoing files.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// Comma separated, UTF-8.
    Csv,
    /// A workbook of one sheet.
    Xlsx,
    /// An array of objects.
    Json,
}

impl Format {
    /// The format that a file name asks for.
    ///
    /// # Errors
    /// [`WriteFault::UnknownFormat`] for any other ending than `.csv`, `.xlsx`, `.json`.
    pub fn of_path(path: &Path) -> Result<Self, WriteFault> {
        let ending = path.extension().map(|ending| ending.to_string_lossy().to_lowercase());
        match ending.as_deref() {
            Some("csv") => Ok(Self::Csv),
            Some("xlsx") => Ok(Self::Xlsx),
            Some("json") => Ok(Self::Json),
            _ => Err(WriteFault::UnknownFormat { path: path.display().to_string() }),
        }
    }
}

/// How a file is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Style {
    format: Format,
    has_byte_order_mark: bool,
}

impl Style {
    /// For people: a CSV file begins with a byte order mark, so that Excel shows Chinese.
    pub const fn for_people(format: Format) -> Self {
        Self { format, has_byte_order_mark: true }
    }

    /// For programs, such as the output of the engines: plain UTF-8.
    pub const fn plain(format: Format) -> Self {
        Self { format, has_byte_order_mark: false }
    }
}

/// Why a file was not written.
#[derive(Debug, thiserror::Error)]
pub enum WriteFault {
    /// The ending names no format of ours.
    #[error(
        "{path}: 未知的文件格式,允许:.csv、.xlsx、.json / unknown format, allowed: .csv, .xlsx, .json"
    )]
    UnknownFormat {
        /// The file.
        path: String,
    },
    /// The disk or folder refuses.
    #[error("{path}: 无法写入:{source} / cannot be written: {source}")]
    Storage {
        /// The file.
        path: String,
        /// What the operating system says.
        source: io::Error,
    },
    /// More rows than a sheet has.
    #[error(
        "{path}: 超过 XLSX 的 {XLSX_ROWS} 行,请导出为 CSV / \
         more than the {XLSX_ROWS} rows of an XLSX sheet, export as CSV"
    )]
    TooManyRows {
        /// The file.
        path: String,
    },
    /// A text longer than an XLSX cell holds.
    #[error(
        "{path}: {column} 列第 {row} 行超过 XLSX 单元格的 {XLSX_TEXT} 字,请导出为 CSV / \
         {column} in row {row} is longer than the {XLSX_TEXT} characters of an XLSX cell, \
         export as CSV"
    )]
    TextTooLong {
        /// The file.
        path: String,
        /// The column.
        column: String,
        /// Row of the sheet from 1.
        row: u32,
    },
    /// The workbook could not be made.
    #[error("{path}: 无法生成工作簿:{source} / the workbook cannot be made: {source}")]
    Workbook {
        /// The file.
        path: String,
        /// What the library says.
        source: XlsxError,
    },
}

/// Writes all records to a file and returns how many there were.
///
/// # Errors
/// A [`WriteFault`]; the goal is then as it was before.
pub fn write_all<'r, S: Sheet + 'r>(
    path: &Path,
    style: Style,
    records: impl IntoIterator<Item = &'r S>,
) -> Result<u64, WriteFault> {
    write_all_with(path, style, &[], records)
}

/// As [`write_all`], with further columns behind those of the sheet.
///
/// # Errors
/// As [`write_all`].
pub fn write_all_with<'r, S: Sheet + 'r>(
    path: &Path,
    style: Style,
    further: &[FurtherColumn],
    records: impl IntoIterator<Item = &'r S>,
) -> Result<u64, WriteFault> {
    let mut writer = Writer::<S>::create_with(path, style, further)?;
    for record in records {
        writer.push(record)?;
    }
    writer.finish()
}

/// A file being written row by row; dropped before [`Writer::finish`], it leaves nothing.
pub struct Writer<S> {
    goal: PathBuf,
    /// None where the goal is no file and is written directly.
    temporary: Option<TemporaryFile>,
    body: Body,
    /// The columns of the sheet, and those that the caller added.
    names: Vec<String>,
    rows: u64,
    sheet: PhantomData<fn(&S)>,
}

enum Body {
    Csv(Box<::csv::Writer<BufWriter<File>>>),
    Json(BufWriter<File>),
    Xlsx { workbook: Box<Workbook>, file: File },
}

/// A file that is removed when dropped, unless it took its final name.
struct TemporaryFile(PathBuf);

impl Drop for TemporaryFile {
    fn drop(&mut self) {
        // Nobody is left to tell, and after the renaming there is nothing to remove.
        drop(fs::remove_file(&self.0));
    }
}

impl<S: Sheet> Writer<S> {
    /// Begins a file: its header is written at once.
    ///
    /// # Errors
    /// A [`WriteFault`] if the folder refuses.
    pub fn create(path: &Path, style: Style) -> Result<Self, WriteFault> {
        Self::create_with(path, style, &[])
    }

    /// Begins a file that has further columns too.
    ///
    /// # Errors
    /// A [`WriteFault`] if the folder refuses.
    pub fn create_with(
        path: &Path,
        style: Style,
        further: &[FurtherColumn],
    ) -> Result<Self, WriteFault> {
        let names: Vec<String> = S::COLUMNS
            .iter()
            .map(|column| column.name.to_owned())
            .chain(further.iter().map(|column| column.name.clone()))
            .collect();
        let refuse = |source| storage(path, source);
        let (temporary, file) = open_for_writing(path).map_err(refuse)?;
        let body = match style.format {
            Format::Csv => begin_csv(file, style.has_byte_order_mark, &names).map_err(refuse)?,
            Format::Json => {
                let mut out = BufWriter::new(file);
                out.write_all(b"[").map_err(refuse)?;
                Body::Json(out)
            }
            Format::Xlsx => {
                let workbook =
                    Box::new(begin_workbook(S::KIND, &names).map_err(|e| workbook(path, e))?);
                Body::Xlsx { workbook, file }
            }
        };
        Ok(Self { goal: path.to_owned(), temporary, body, names, rows: 0, sheet: PhantomData })
    }

    /// Writes one record.
    ///
    /// # Errors
    /// A [`WriteFault`].
    pub fn push(&mut self, record: &S) -> Result<(), WriteFault> {
        let mut cells = record.cells();
        let further = self.names.get(S::COLUMNS.len()..).unwrap_or_default();
        cells.extend(further.iter().map(|name| record.further_cell(name)));
        let goal = &self.goal;
        match &mut self.body {
            Body::Csv(out) => {
                for cell in &cells {
                    let text = cell.text();
                    // A number is no formula, whatever its sign.
                    let safe = match cell {
                        Cell::Text(_) | Cell::List(_) => formula::guard(&text),
                        _ => text,
                    };
                    out.write_field(safe.as_bytes()).map_err(|e| storage(goal, e.into()))?;
                }
                out.write_record(None::<&[u8]>).map_err(|e| storage(goal, e.into()))?;
            }
            Body::Json(out) => {
                let lead: &[u8] = if self.rows == 0 { b"\n" } else { b",\n" };
                out.write_all(lead).map_err(|e| storage(goal, e))?;
                let object = JsonRow { names: &self.names, cells: &cells };
                serde_json::to_writer(out, &object).map_err(|e| storage(goal, e.into()))?;
            }
            Body::Xlsx { workbook: book, .. } => {
                let row = u32::try_from(self.rows).unwrap_or(u32::MAX).saturating_add(1);
                if row > XLSX_ROWS {
                    return Err(WriteFault::TooManyRows { path: goal.display().to_string() });
                }
                let sheet = book.worksheet_from_index(0).map_err(|e| workbook(goal, e))?;
                push_xlsx(sheet, row, (&self.names, &cells), goal)?;
            }
        }
        self.rows += 1;
        Ok(())
    }

    /// Ends the file, gives it its name, and returns the number of records in it.
    ///
    /// # Errors
    /// A [`WriteFault`]; the goal is then as it was before.
    pub fn finish(self) -> Result<u64, WriteFault> {
        let Self { goal, temporary, body, names, rows, .. } = self;
        let refuse = |source| storage(&goal, source);
        let file = match body {
            Body::Csv(out) => out
                .into_inner()
                .map_err(|e| refuse(e.into_error()))?
                .into_inner()
                .map_err(|e| refuse(e.into_error()))?,
            Body::Json(mut out) => {
                out.write_all(b"\n]\n").map_err(refuse)?;
                out.into_inner().map_err(|e| refuse(e.into_error()))?
            }
            Body::Xlsx { workbook: mut book, mut file } => {
                let last_column = u16::try_from(names.len().max(1) - 1).unwrap_or(u16::MAX);
                let last_row = u32::try_from(rows).unwrap_or(XLSX_ROWS);
                end_workbook(&mut book, last_row, last_column, &mut file)
                    .map_err(|e| workbook(&goal, e))?;
                file
            }
        };
        if let Some(temporary) = temporary {
            file.sync_all().map_err(refuse)?;
            drop(file);
            // Through a link, so that the link stays and its goal is replaced.
            let real = fs::canonicalize(&goal).unwrap_or_else(|_| goal.clone());
            fs::rename(&temporary.0, real).map_err(refuse)?;
        }
        Ok(rows)
    }
}

fn begin_csv(mut file: File, has_byte_order_mark: bool, names: &[String]) -> io::Result<Body> {
    if has_byte_order_mark {
        file.write_all("\u{FEFF}".as_bytes())?;
    }
    let mut out = ::csv::Writer::from_writer(BufWriter::with_capacity(256 * 1024, file));
    out.write_record(names)?;
    Ok(Body::Csv(Box::new(out)))
}

fn begin_workbook(kind: &str, names: &[String]) -> Result<Workbook, XlsxError> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    sheet.set_name(kind)?;
    let bold = CellFormat::new().set_bold();
    for (name, place) in names.iter().zip(0_u16..) {
        sheet.write_string_with_format(0, place, name, &bold)?;
    }
    sheet.set_freeze_panes(1, 0)?;
    Ok(book)
}

fn push_xlsx(
    sheet: &mut Worksheet,
    row: u32,
    (names, cells): (&[String], &[Cell<'_>]),
    goal: &Path,
) -> Result<(), WriteFault> {
    for ((cell, place), name) in cells.iter().zip(0_u16..).zip(names) {
        let written = match cell {
            Cell::Empty => continue,
            Cell::Integer(number) => sheet.write_number(row, place, *number as f64),
            Cell::Number(number) => sheet.write_number(row, place, *number),
            Cell::Flag(flag) => sheet.write_boolean(row, place, *flag),
            // As a string in any case: `write` would make a formula of text that looks like one.
            Cell::Text(_) | Cell::List(_) => sheet.write_string(row, place, cell.text()),
        };
        match written {
            Ok(_) => {}
            Err(XlsxError::MaxStringLengthExceeded) => {
                let path = goal.display().to_string();
                return Err(WriteFault::TextTooLong { path, column: name.clone(), row: row + 1 });
            }
            Err(error) => return Err(workbook(goal, error)),
        }
    }
    Ok(())
}

fn end_workbook(
    book: &mut Workbook,
    last_row: u32,
    last_column: u16,
    file: &mut File,
) -> Result<(), XlsxError> {
    const WIDEST_PIXELS: u32 = 400;
    let sheet = book.worksheet_from_index(0)?;
    sheet.autofilter(0, 0, last_row, last_column)?;
    sheet.set_autofit_max_width(WIDEST_PIXELS);
    sheet.autofit();
    book.save_to_writer(file)
}

struct JsonRow<'a> {
    names: &'a [String],
    cells: &'a [Cell<'a>],
}

impl Serialize for JsonRow<'_> {
    fn serialize<T: Serializer>(&self, serializer: T) -> Result<T::Ok, T::Error> {
        let mut map = serializer.serialize_map(Some(self.cells.len()))?;
        for (name, cell) in self.names.iter().zip(self.cells) {
            map.serialize_entry(name, cell)?;
        }
        map.end()
    }
}

/// Makes a new file in the folder of the goal, so that a renaming can put it in its place; opens
/// the goal itself where it is no file.
fn open_for_writing(goal: &Path) -> io::Result<(Option<TemporaryFile>, File)> {
    if fs::metadata(goal).is_ok_and(|found| !found.is_file() && !found.is_dir()) {
        return Ok((None, File::options().write(true).open(goal)?));
    }
    let goal = fs::canonicalize(goal).unwrap_or_else(|_| goal.to_owned());
    let (temporary, file) = create_beside(&goal)?;
    Ok((Some(temporary), file))
}

fn create_beside(goal: &Path) -> io::Result<(TemporaryFile, File)> {
    let name = goal
        .file_name()
        .ok_or_else(|| io::Error::new(io::ErrorKind::InvalidInput, "not a file name"))?;
    let process = std::process::id();
    for attempt in 0..1_000 {
        let mut hidden = std::ffi::OsString::from(".");
        hidden.push(name);
        hidden.push(format!(".{process}-{attempt}.part"));
        let path = goal.with_file_name(hidden);
        match File::create_new(&path) {
            Ok(file) => return Ok((TemporaryFile(path), file)),
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
            Err(error) => return Err(error),
        }
    }
    Err(io::Error::from(io::ErrorKind::AlreadyExists))
}

fn storage(path: &Path, source: io::Error) -> WriteFault {
    WriteFault::Storage { path: path.display().to_string(), source }
}

fn workbook(path: &Path, source: XlsxError) -> WriteFault {
    WriteFault::Workbook { path: path.display().to_string(), source }
}
