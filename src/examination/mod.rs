//! The formal examination (形式审查): what the machine found is judged rule by rule, every negative verdict by a
//! second person, a disagreement by a third; then the nomination is accepted, not accepted, or corrected.

mod attempts_store;
mod batch;
mod correct;
mod decide;
mod document;
mod due_store;
mod errors;
pub mod http;
mod judge;
mod model;
mod open;
mod read;
mod remind;
pub mod seals;
pub mod similarity;
mod society;
mod store;
mod sweep;
mod verdict;
mod views;

pub use attempts_store::attempts;
pub use batch::{BatchRequest, Outlook, ask_batch, preview, undo};
pub use correct::{CorrectionRequest, Extension, answer_correction, ask_correction, extend};
pub use decide::{accept, refuse};
pub use document::{IssuedNotice, issued};
pub use due_store::{CorrectionDue, corrections_due, standings};
pub use errors::ExaminationError;
pub use judge::{Item, ItemStanding, Readiness, items_of, readiness};
pub use model::{Examination, Given, Verdict};
pub use open::open;
pub use read::rules_to_judge;
pub use sweep::sweep;
pub use verdict::{give, take_back};
