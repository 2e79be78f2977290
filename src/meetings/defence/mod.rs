//! Defences (答辩): the time that a society is given, and what it hands in for it.

mod give;
pub(super) mod http;
mod store;
mod views;

pub use store::defences;
pub(in crate::meetings) use store::{FileRow, files_of};
pub(in crate::meetings) use views::DefenceFile;
