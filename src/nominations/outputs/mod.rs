//! Documents (打印件): what is made of a dossier for people who read paper and files: the nomination
//! form as PDF, alone or with its attachments, the contents of the publicity, and lists.
//!
//! Everything here is made from values and says the same bytes for the same values, so that a printed
//! copy can be held against the record. What was made is kept under the digest of what it was made from
//! ([`crate::exchange::pdf::Press`]) and may be thrown away at any time.

mod bundle;
mod cover;
mod lists;
mod made_public;
mod make;
#[cfg(test)]
mod pictures;
mod print;
mod publicity;
mod records_copy;
mod review_copy;
mod store;
#[cfg(test)]
mod tests;
mod veil;
mod words;

pub(super) mod http;

pub use bundle::{BundleFile, bundle_pdf};
pub use cover::{Cover, Kind};
pub use made_public::made_public;
pub use make::{OutputError, candidate_pdf};
pub use print::form_pdf;
pub use publicity::{PublicRow, PublicSection, PublicTable, Publicity, publicity, publicity_pdf};
pub use review_copy::{
    CopyDocument, CopyError, CopyFile, CopyTexts, ReviewCopy, alias_of, copy_texts, review_copy,
};
pub use veil::{CopyText, Hidden, Span, Veil, VeiledFiles, without};
