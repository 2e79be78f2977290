//! Reviews (网络评审): phases of a category, sheets of points, documents with or without names, questions, and the
//! aggregate that anyone can compute anew. Reviewers see nothing of each other; the office sees points once a phase is
//! closed; nobody outside sees anything before a release.
//!
//! Called by the pages of reviewers and of the office; meetings ask for rankings, results for what a bundle holds.

pub mod aggregate;
mod blind;
mod book;
mod errors;
pub mod http;
pub mod model;
mod noted;
mod phases;
mod questions;
mod reading;
mod record;
mod redaction;
mod scoring;
mod store;
mod workbook;

pub use aggregate::{bundle_input, ranking, ranks_of};
pub use blind::{Unblinds, check_book, lint as lint_blind, veil_of};
pub use book::{
    CommentRule, CommentWord, CriterionAnchor, CriterionKind, CriterionOption, CriterionRule,
    ExtraRule, HintRules, IN_FORCE, QuestionRule, ReviewBook, SheetRule, in_force,
};
pub use errors::{BadField, ReviewError};
pub use phases::{
    LaterEnd, LeftBehind, NewPhase, PhaseText, change_phase, close_phase, draft_phase,
    extend_phase, open_phase, phase_of, sweep,
};
pub use reading::{ReadingCopy, reading_copy};
pub use record::{Standing, standings};
pub use scoring::{
    Held, SheetFaultView, SheetText, SheetView, reopen_sheet, save_sheet, scoreable, sheets_about,
    sheets_of, submit_sheet,
};
pub use store::{bind_book, book_of};
