//! Outgoing mail (邮件): a letter goes to a mail server, or, where none is named, into a folder.

mod letter;
mod post;
mod settings;

pub use letter::{Letter, is_address, masked};
pub use post::{OpenPostError, Post, PostError};
pub use settings::{MailConfig, MailKind, TlsMode};
