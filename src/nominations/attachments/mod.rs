//! Attachments (附件) of dossiers: uploaded part by part, checked by what they hold, numbered within
//! their dossier; the value of a `file` field is such a number.
//!
//! The bytes are `files`' to keep, under their digest. A number is never given twice: an attachment that
//! is removed keeps its row, with who removed it and when.

mod finish;
mod model;
mod parts;
mod read;
mod references;
mod remove;
mod rules;
mod store;
mod tus;
mod uploads;
mod verdicts;
mod views;

pub(super) mod http;

pub use finish::{Named, Prepared, attach, prepare};
pub use model::Attachment;
pub use remove::remove;
pub use rules::Totals;
pub use store::{is_changed_since, of_dossier};
pub use tus::{Announced, Proof};
pub use uploads::{AttachmentError, Progress, begin, cancel, receive};
pub use verdicts::Verdict;
