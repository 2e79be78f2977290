//! What people hand in (附件): kept once under the digest of what it holds, so that the same bytes
//! are one file and a changed file is another; checked by content, never by name.
//!
//! The bytes lie in an object store (the folder `attachments` of the data
//! folder, or a bucket), the table `stored_file`
//! says which are there. A room that takes files keeps the digest in a row of its own and says
//! through that row who may read it: nothing is served by digest alone.

mod content;
mod inspect;
mod kept;
mod limits;
mod look;
mod serve;
mod store;

pub use content::{Content, ContentError, check};
pub use inspect::{Found, Kind, PageFault, Refusal};
pub use kept::{Bucket, FileStore, FileStoreError};
pub use limits::{DossierLimits, FileLimits, LIMITS, Limits, UploadLimits, megabytes};
pub use look::{look_into, mark};
pub use serve::{Attachment, plain_name};
pub use store::{find, record};
