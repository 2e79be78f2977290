//! Imports and prefill (导入与预填): rows of a table from a workbook, a text table, BibTeX or RIS; a whole
//! nomination from a workbook and back; values from what the society wrote before and from the
//! registers. Everything comes in as ordinary edits, in two steps: first it is shown what would come, then
//! a person takes it; and where a value came from is remembered until somebody changes it.

mod bibtex;
mod citations;
mod draft;
mod fields;
mod filled;
mod known;
mod origins;
mod plan;
mod prefill;
mod ris;
mod same;
mod source;
mod store;
mod table;
mod views;
mod whole;
mod words;
mod workbook;

pub(super) mod http;

pub use filled::Filled;
pub use prefill::{Choice, SuggestionView, suggest, take as take_suggestion};
pub use table::ImportError;
pub use views::Place;
pub use whole::{FiledDossier, file_workbook, write_all};
