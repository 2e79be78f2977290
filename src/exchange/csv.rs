//! How does a CSV file become rows, in constant memory and with true line numbers?

use std::cell::Cell;
use std::io::Read;
use std::rc::Rc;

use ::csv::{ErrorKind, ReaderBuilder, StringRecord};

use super::ROW_LIMIT_BYTES;
use super::encoding::{END_MARK, RowTooLarge, Stop, TextSource};
use super::faults::Problem;
use super::read::{RawRow, RowSink, Trouble};

/// Reads the rows of a CSV file and hands them to `sink`; blank lines are passed over.
pub(super) fn read(raw: impl Read, sink: &mut dyn RowSink) -> Result<(), Trouble> {
    read_delimited(raw, b',', sink)
}

/// As [`read`], with `delimiter` between the cells. What is not separated by commas was never written
/// as CSV, so that an apostrophe in it is one.
pub(super) fn read_delimited(
    raw: impl Read,
    delimiter: u8,
    sink: &mut dyn RowSink,
) -> Result<(), Trouble> {
    let is_guarded = delimiter == b',';
    let allowance = Rc::new(Cell::new(ROW_LIMIT_BYTES));
    let source = TextSource::new(raw, Rc::clone(&allowance));
    let mut reader = ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter)
        .buffer_capacity(64 * 1024)
        .from_reader(source);
    let mut record = StringRecord::new();
    loop {
        allowance.set(reader.position().byte() + ROW_LIMIT_BYTES);
        let next_line = reader.position().line();
        let has_row = reader.read_record(&mut record).map_err(|error| trouble(error, next_line))?;
        let Some(last) = record.iter().next_back().filter(|_| has_row) else {
            return Ok(());
        };
        if record.len() == 1 && last == END_MARK {
            return Ok(());
        }
        // The reader stands after the row's line end: go back over it and the breaks inside.
        let breaks = record.as_slice().bytes().filter(|&byte| byte == b'\n').count() as u64;
        let end = reader.position().line();
        if last.ends_with('\n') && last.trim_end_matches('\n').ends_with(END_MARK) {
            return Err(Trouble::at(end.saturating_sub(breaks), Problem::UnclosedQuote));
        }
        let line = end.saturating_sub(breaks + 1);
        if sink
            .row(&RawRow {
                line,
                cells: &record,
                is_guarded,
                error_cells: &[],
                rounded_cells: &[],
            })?
            .is_break()
        {
            return Ok(());
        }
    }
}

fn trouble(error: ::csv::Error, line: u64) -> Trouble {
    let reason = error.to_string();
    if let ErrorKind::Io(error) = error.into_kind() {
        if error.get_ref().is_some_and(<dyn std::error::Error + Send + Sync>::is::<RowTooLarge>) {
            let problem = Problem::RowTooLarge { limit_bytes: ROW_LIMIT_BYTES };
            return Trouble::at(line, problem);
        }
        return stopped(&error);
    }
    Trouble::whole(Problem::Unreadable { reason })
}

/// Why the text could not be read on.
pub(super) fn stopped(error: &std::io::Error) -> Trouble {
    let reason = error.to_string();
    match error.get_ref().and_then(|inner| inner.downcast_ref::<Stop>()) {
        Some(stop) => Trouble::at(stop.line, stop.problem.clone()),
        None => Trouble::whole(Problem::Unreadable { reason }),
    }
}
