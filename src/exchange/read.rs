//! How does a whole file become records, and what happens to its bad rows?

use std::collections::BTreeMap;
use std::fs::File;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::io::{Read, Seek};
use std::ops::ControlFlow;
use std::path::Path;

use ::csv::StringRecord;
use indexmap::IndexMap;

use super::faults::{Fault, Faults, Problem, Warning, excerpt};
use super::row::{Layout, Leniency, Row};
use super::sheet::{Column, FurtherColumn, Sheet};
use super::{COLUMN_LIMIT, csv, fields, xlsx};

/// What to do with bad rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RowPolicy {
    /// One bad row refuses the whole file.
    Strict,
    /// Bad rows are reported and left out.
    SkipBadRows,
}

/// What came out of a file besides its records.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    /// Rows read without a fault.
    pub rows: u64,
    /// Rows left out because of their faults ([`RowPolicy::SkipBadRows`] only).
    pub skipped_rows: u64,
    /// The faults of those rows.
    pub skipped: Faults,
    /// Things to tell that refuse nothing.
    pub warnings: Vec<Warning>,
}

/// The records of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReadOutcome<S> {
    /// The records in the order of the file.
    pub records: Vec<S>,
    /// For each record the line where it begins, to name it in a later fault.
    pub lines: Vec<u64>,
    /// The rest.
    pub summary: Summary,
}

/// Some records of a file in their order, with their lines.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Batch<S> {
    /// The records.
    pub records: Vec<S>,
    /// For each record the line where it begins.
    pub lines: Vec<u64>,
}

impl<S> Default for Batch<S> {
    fn default() -> Self {
        Self { records: Vec::new(), lines: Vec::new() }
    }
}

/// Why [`for_each_batch`] ended early.
#[derive(Debug, thiserror::Error)]
pub enum ReadError<E> {
    /// The file is wrong; what was handed over before must be undone.
    #[error("{0}")]
    Data(Faults),
    /// The receiver refused a batch.
    #[error("{0}")]
    Receiver(E),
}

/// Reads all records of a CSV or XLSX file into memory.
///
/// # Errors
/// Every fault of the file at once; under [`RowPolicy::SkipBadRows`] only faults that concern the
/// whole file (encoding, header, an open quote).
pub fn read_all<S: Sheet>(path: &Path, policy: RowPolicy) -> Result<ReadOutcome<S>, Faults> {
    read_all_with(path, policy, &[])
}

/// As [`read_all`], with further columns that the sheet does not know in advance.
///
/// # Errors
/// As [`read_all`].
pub fn read_all_with<S: Sheet>(
    path: &Path,
    policy: RowPolicy,
    further: &[FurtherColumn],
) -> Result<ReadOutcome<S>, Faults> {
    let mut records = Vec::new();
    let mut lines = Vec::new();
    let summary = read_rows::<S>(path, policy, further, &mut |line, record| {
        records.push(record);
        lines.push(line);
        ControlFlow::Continue(())
    })?;
    Ok(ReadOutcome { records, lines, summary })
}

/// Reads a file from end to end and keeps nothing: is it fit to be imported?
///
/// # Errors
/// As [`read_all`].
pub fn check<S: Sheet>(path: &Path, policy: RowPolicy) -> Result<Summary, Faults> {
    read_rows::<S>(path, policy, &[], &mut |_, _| ControlFlow::Continue(()))
}

/// Reads a file in constant memory and hands over `batch_rows` records at a time (and the rest
/// at the end). After the first fault of a strict reading nothing more is handed over, but what
/// was must be undone by the receiver: run it in one transaction, or [`check`] first.
///
/// # Errors
/// The faults of the file, or the receiver's own error.
pub fn for_each_batch<S: Sheet, E>(
    path: &Path,
    policy: RowPolicy,
    batch_rows: usize,
    mut receive: impl FnMut(Batch<S>) -> Result<(), E>,
) -> Result<Summary, ReadError<E>> {
    let mut batch = Batch::default();
    let mut refusal = None;
    let outcome = read_rows::<S>(path, policy, &[], &mut |line, record| {
        batch.records.push(record);
        batch.lines.push(line);
        if batch.records.len() < batch_rows.max(1) {
            return ControlFlow::Continue(());
        }
        match receive(std::mem::take(&mut batch)) {
            Ok(()) => ControlFlow::Continue(()),
            Err(error) => {
                refusal = Some(error);
                ControlFlow::Break(())
            }
        }
    });
    if let Some(error) = refusal {
        return Err(ReadError::Receiver(error));
    }
    let summary = outcome.map_err(ReadError::Data)?;
    if !batch.records.is_empty() {
        receive(batch).map_err(ReadError::Receiver)?;
    }
    Ok(summary)
}

/// A row as the format readers find it.
pub(super) struct RawRow<'t> {
    /// Line or row number from 1.
    pub(super) line: u64,
    /// The cells, not trimmed.
    pub(super) cells: &'t StringRecord,
    /// Whether text that looked like a formula carries an apostrophe (CSV).
    pub(super) is_guarded: bool,
    /// Cells that show an error of the spreadsheet, by place.
    pub(super) error_cells: &'t [usize],
    /// Cells that hold a number of so many digits that the spreadsheet has rounded it, by place.
    pub(super) rounded_cells: &'t [usize],
}

/// What a format reader hands its rows to; the first row is the header.
pub(super) trait RowSink {
    /// Takes a row; a break means that no more rows are wanted.
    fn row(&mut self, row: &RawRow<'_>) -> Result<ControlFlow<()>, Trouble>;
    /// Takes the news that the workbook has other sheets than the one read.
    fn other_sheets(&mut self, sheet: &str, others: usize);
}

/// A fault that ends the reading.
pub(super) struct Trouble {
    pub(super) line: Option<u64>,
    pub(super) problem: Problem,
}

impl Trouble {
    pub(super) fn at(line: u64, problem: Problem) -> Self {
        Self { line: Some(line), problem }
    }

    pub(super) fn whole(problem: Problem) -> Self {
        Self { line: None, problem }
    }
}

impl From<std::io::Error> for Trouble {
    fn from(error: std::io::Error) -> Self {
        Self::whole(Problem::Unreadable { reason: error.to_string() })
    }
}

fn read_rows<S: Sheet>(
    path: &Path,
    policy: RowPolicy,
    further: &[FurtherColumn],
    deliver: &mut dyn FnMut(u64, S) -> ControlFlow<()>,
) -> Result<Summary, Faults> {
    let mut intake = Intake {
        file: path.display().to_string(),
        policy,
        further,
        header: StringRecord::new(),
        layout: None,
        seen: IndexMap::new(),
        leniencies: BTreeMap::new(),
        faults: Faults::default(),
        summary: Summary::default(),
        deliver,
    };
    let ended = read_file(path, &mut intake).and_then(|()| match intake.layout {
        Some(_) => Ok(()),
        None => Err(Trouble::whole(Problem::EmptyFile)),
    });
    intake.finish(ended)
}

fn read_file(path: &Path, sink: &mut dyn RowSink) -> Result<(), Trouble> {
    let mut file = File::open(path)?;
    let mut head = Vec::with_capacity(8);
    (&mut file).take(8).read_to_end(&mut head)?;
    file.rewind()?;
    let says_workbook = path.extension().is_some_and(|ending| {
        ending.eq_ignore_ascii_case("xlsx") || ending.eq_ignore_ascii_case("xlsm")
    });
    match head.as_slice() {
        [] => Err(Trouble::whole(Problem::EmptyFile)),
        [b'P', b'K', 3, 4, ..] => xlsx::read(file, sink),
        // A compound file: an encrypted workbook, or a workbook of before 2007.
        [0xD0, 0xCF, 0x11, 0xE0, ..] => Err(Trouble::whole(Problem::EncryptedWorkbook)),
        _ if says_workbook => Err(Trouble::whole(Problem::NotWorkbook)),
        _ => csv::read(file, sink),
    }
}

/// Turns rows into records and keeps account of what is wrong.
struct Intake<'d, S> {
    file: String,
    policy: RowPolicy,
    further: &'d [FurtherColumn],
    header: StringRecord,
    layout: Option<Layout>,
    /// Digest of each row's key, and the line where it stood first.
    seen: IndexMap<u64, u64>,
    leniencies: BTreeMap<(&'static str, Leniency), u64>,
    faults: Faults,
    summary: Summary,
    deliver: &'d mut dyn FnMut(u64, S) -> ControlFlow<()>,
}

impl<S: Sheet> RowSink for Intake<'_, S> {
    fn row(&mut self, raw: &RawRow<'_>) -> Result<ControlFlow<()>, Trouble> {
        let Some(layout) = &self.layout else {
            self.layout = Some(self.read_header(raw)?);
            self.header = raw.cells.clone();
            return Ok(ControlFlow::Continue(()));
        };
        if raw.cells.iter().all(|cell| cell.trim().is_empty()) {
            return Ok(ControlFlow::Continue(()));
        }
        let expected = self.header.len();
        if raw.cells.len() != expected {
            let problem = Problem::FieldCount { expected, found: raw.cells.len() };
            self.reject(raw.line, vec![(None, problem)]);
            return Ok(ControlFlow::Continue(()));
        }
        let mut row = Row::new(raw.line, raw.cells, layout);
        for &place in raw.error_cells {
            let value = excerpt(raw.cells.get(place).unwrap_or_default());
            let column = self.header.get(place).unwrap_or_default();
            row.refuse(&excerpt(column.trim()), Problem::ErrorCell { value });
        }
        let record = S::parse(&mut row);
        let digest = key_digest::<S>(&row);
        if let Some(first_line) = digest.and_then(|digest| self.seen.get(&digest)) {
            let value = key_cells::<S>(&row).join(", ");
            let problem = Problem::Duplicate { value: excerpt(&value), first_line: *first_line };
            row.refuse(&S::UNIQUE.join(","), problem);
        }
        let Row { faults, leniencies, .. } = row;
        if !faults.is_empty() {
            self.reject(raw.line, faults);
            return Ok(ControlFlow::Continue(()));
        }
        for leniency in leniencies {
            *self.leniencies.entry(leniency).or_default() += 1;
        }
        if let Some(digest) = digest {
            self.seen.insert(digest, raw.line);
        }
        self.summary.rows += 1;
        if self.policy == RowPolicy::Strict && !self.faults.is_empty() {
            return Ok(ControlFlow::Continue(()));
        }
        Ok((self.deliver)(raw.line, record))
    }

    fn other_sheets(&mut self, sheet: &str, others: usize) {
        self.summary.warnings.push(Warning::OtherSheets {
            file: self.file.clone(),
            sheet: excerpt(sheet),
            others,
        });
    }
}

impl<S: Sheet> Intake<'_, S> {
    fn reject(&mut self, line: u64, faults: Vec<(Option<String>, Problem)>) {
        self.summary.skipped_rows += 1;
        for (column, problem) in faults {
            self.faults.push(Fault { file: self.file.clone(), line: Some(line), column, problem });
        }
    }

    /// Finds our columns in the header.
    fn read_header(&mut self, raw: &RawRow<'_>) -> Result<Layout, Trouble> {
        let at = |problem| Trouble::at(raw.line, problem);
        if raw.cells.len() > COLUMN_LIMIT {
            return Err(at(Problem::TooManyColumns { limit: COLUMN_LIMIT }));
        }
        let mut places: Vec<(&'static Column, Option<usize>)> =
            S::COLUMNS.iter().map(|column| (column, None)).collect();
        let mut further: Vec<(String, Option<usize>)> =
            self.further.iter().map(|column| (column.name.clone(), None)).collect();
        let mut unknown: Vec<String> = Vec::new();
        let header = |place: usize| excerpt(raw.cells.get(place).unwrap_or_default().trim());
        for (place, cell) in raw.cells.iter().enumerate() {
            let word = fields::plain_word(cell);
            let known = places.iter_mut().find(|(column, _)| column.answers_to(&word));
            let known = known.map(|(_, place)| place).or_else(|| {
                let asked = |column: &FurtherColumn| word == column.name || word == column.label;
                let index = self.further.iter().position(|c| !word.is_empty() && asked(c))?;
                further.get_mut(index).map(|(_, place)| place)
            });
            match known {
                Some(Some(first)) => {
                    let (first, second) = (header(*first), header(place));
                    return Err(at(Problem::DuplicateColumn { first, second }));
                }
                Some(free) => *free = Some(place),
                None if word.is_empty() => unknown.push(format!("#{}", place + 1)),
                None if unknown.contains(&header(place)) => {
                    let name = header(place);
                    return Err(at(Problem::DuplicateColumn { first: name.clone(), second: name }));
                }
                None => unknown.push(header(place)),
            }
        }
        let missing: Vec<&str> = places
            .iter()
            .filter(|(column, place)| column.is_required && place.is_none())
            .map(|(column, _)| column.name)
            .collect();
        if !missing.is_empty() {
            let present: Vec<String> = (0..raw.cells.len()).map(header).collect();
            let allowed: Vec<&str> = S::COLUMNS.iter().map(|column| column.name).collect();
            return Err(at(Problem::MissingColumns {
                missing: missing.join(", "),
                present: present.join(", "),
                allowed: allowed.join(", "),
            }));
        }
        if !unknown.is_empty() {
            let (file, columns) = (self.file.clone(), unknown.join(", "));
            self.summary.warnings.push(Warning::UnknownColumns { file, columns });
        }
        Ok(Layout { places, further, is_guarded: raw.is_guarded })
    }

    fn finish(mut self, ended: Result<(), Trouble>) -> Result<Summary, Faults> {
        let is_fatal = ended.is_err();
        if let Err(Trouble { line, problem }) = ended {
            self.faults.push(Fault { file: self.file.clone(), line, column: None, problem });
        }
        if is_fatal || (self.policy == RowPolicy::Strict && !self.faults.is_empty()) {
            return Err(self.faults);
        }
        for ((column, leniency), cells) in self.leniencies {
            let (file, column) = (self.file.clone(), column.to_owned());
            self.summary.warnings.push(match leniency {
                Leniency::ControlCharacters => Warning::ControlCharacters { file, column, cells },
                Leniency::ItemLeftOut => Warning::ItemsLeftOut { file, column, cells },
            });
        }
        self.summary.skipped = self.faults;
        Ok(self.summary)
    }
}

fn key_cells<'t, S: Sheet>(row: &Row<'t>) -> Vec<&'t str> {
    S::UNIQUE.iter().map(|column| row.raw(column)).collect()
}

/// A digest of the row's key; none if the sheet has no key, or all of it is empty. Digests and
/// not keys are kept, so that a file of millions of rows needs some tens of bytes for each.
fn key_digest<S: Sheet>(row: &Row<'_>) -> Option<u64> {
    let mut hasher = DefaultHasher::new();
    let mut is_empty = true;
    for column in S::UNIQUE {
        let cell = row.raw(column);
        is_empty &= cell.is_empty();
        cell.hash(&mut hasher);
    }
    (!is_empty).then(|| hasher.finish())
}
