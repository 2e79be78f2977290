//! How do records come in from files, and go out to them? (数据交换)
//!
//! The ground floor of import and export: CSV and XLSX in, CSV, XLSX and JSON out, and in [`pdf`]
//! documents for people. It knows rows
//! and cells, not features; each feature says in its `sheet.rs` which columns its records have
//! ([`Sheet`]). A record read here has passed the checks of shape; rules that need facts (is this
//! society qualified?) belong to the feature.
//!
//! Everything is read and written as a stream, in constant memory, and blocks: on the server,
//! call it where blocking is allowed.
//!
//! ```text
//! let outcome = exchange::read_all::<Expert>(path, RowPolicy::Strict)?;
//! for warning in &outcome.summary.warnings { eprintln!("{warning}"); }
//! exchange::write_all(path, Style::plain(Format::Csv), &records)?;
//! ```

mod csv;
mod encoding;
mod faults;
mod fields;
mod formula;
mod grid;
pub mod pdf;
mod read;
mod row;
mod sheet;
#[cfg(test)]
mod tests;
#[cfg(test)]
pub(crate) mod trial;
mod write;
mod xlsx;
mod xlsx_guard;

pub use faults::{FAULTS_KEPT, Fault, FaultCode, Faults, Problem, Warning, excerpt};
pub use grid::{Grid, GridRow, decoded, grid_of_text, grids_of_workbook, is_workbook};
pub use read::{
    Batch, ReadError, ReadOutcome, RowPolicy, Summary, check, for_each_batch, read_all,
    read_all_with,
};
pub use row::Row;
pub use sheet::{Cell, Choice, Column, FurtherColumn, Sheet};
pub use write::{Format, Style, WriteFault, Writer, write_all, write_all_with};

/// The largest cell, in bytes.
pub const CELL_LIMIT_BYTES: usize = 1024 * 1024;

/// The largest row, in bytes; a larger one ends the reading.
pub const ROW_LIMIT_BYTES: u64 = 16 * 1024 * 1024;

/// The most columns of a file.
pub const COLUMN_LIMIT: usize = 1_024;
