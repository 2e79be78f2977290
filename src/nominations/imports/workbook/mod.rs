//! How does a whole nomination stand in a workbook, so that it comes back as it was?
//!
//! The first sheet holds the single fields, each table has a sheet of its own, and what a cell cannot
//! hold exactly (a text longer than a cell, a control character, a word that would be read as another)
//! stands as JSON in the last sheet.

mod exact;
mod layout;
mod read;
#[cfg(test)]
mod tests;
mod write;

pub(super) use layout::ROW;
pub(super) use read::{Workbook, read};
pub(super) use write::write;
