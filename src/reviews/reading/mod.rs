//! Reading (阅评): the documents of a nomination, and the marks that a reviewer makes in them.

mod documents;
pub(super) mod http;
mod marks;
mod store;

pub use documents::{ReadingCopy, reading_copy};
