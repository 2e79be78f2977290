//! Submission (提交): a dossier becomes a nomination in one transaction that checks it whole, takes a place
//! of the society's quota, and gives a signed receipt; what may be withdrawn; the archive that a digest is
//! the digest of.

mod archive;
mod carry;
mod errors;
mod examined;
mod gather;
pub(super) mod http;
mod keys;
mod policy;
mod read;
mod receipt;
pub mod recommendation;
mod restore;
mod store;
mod submit;
mod views;
mod withdraw;

pub use archive::{Archive, ArchivedFile, FORMAT as ARCHIVE_FORMAT, FormName};
pub use errors::SubmissionError;
pub use examined::{Examined, examine, hand_in_corrected};
pub use receipt::{FORMAT as RECEIPT_FORMAT, Receipt, RuleSetName, Statement};
pub use restore::{Restored, restore};
pub use submit::submit;
pub use withdraw::{WithdrawalAnswer, WithdrawalRequest, answer, ask};
