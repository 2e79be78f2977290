//! What is an attachment (附件), and what is an upload of one?

use chrono::{DateTime, Utc};
use entity::ids::{AccountId, AttachmentId, DossierId, UploadId};

use super::{tus::Announced, verdicts::Verdict};
use crate::shared::Bilingual;

/// A file of a dossier.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attachment {
    /// Key.
    pub id: AttachmentId,
    /// Its number within the dossier, never given again.
    pub number: u32,
    /// Its name, without folders.
    pub name: String,
    /// What it is, told by its bytes.
    pub media_type: String,
    /// Bytes.
    pub size_bytes: i64,
    /// Pages; none where an encrypted file does not tell.
    pub pages: Option<u32>,
    /// SHA-256 in hexadecimal.
    pub digest: String,
    /// What was found.
    pub verdicts: Vec<Verdict>,
    /// Who uploaded it.
    pub uploaded_by: String,
    /// When.
    pub uploaded_at: DateTime<Utc>,
    /// By whom and when it was removed; the row stays.
    pub removed: Option<(String, DateTime<Utc>)>,
}

/// Where an upload stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Outcome {
    /// Bytes are still to come.
    Open,
    /// It became an attachment.
    Kept(AttachmentId),
    /// Its file is not taken.
    Refused(Bilingual),
}

/// An upload.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Upload {
    pub id: UploadId,
    pub dossier: DossierId,
    /// Whose it is: nobody else goes on with it.
    pub account: AccountId,
    pub announced: Announced,
    /// Bytes that are on the disk for certain.
    pub offset: i64,
    pub created_at: DateTime<Utc>,
    pub expires_at: DateTime<Utc>,
    pub outcome: Outcome,
}
