//! What does a society see of the files of a dossier?

use chrono::{DateTime, Utc};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::{
    model::{Attachment, Outcome, Upload},
    rules::Totals,
    verdicts::Verdict,
};
use crate::{files::Limits, nominations::dossier::Address, shared::Bilingual};

/// A file of a dossier.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = Attachment)]
pub(super) struct AttachmentView {
    /// Its number within the dossier, never given again.
    pub number: u32,
    /// Its name.
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
    /// Addresses of the fields that name it.
    pub named_by: Vec<String>,
    /// Whether the society's publicity or a resolution of its council names it.
    pub is_proof: bool,
    /// Who uploaded it.
    pub uploaded_by: String,
    /// When.
    pub uploaded_at: DateTime<Utc>,
}

impl AttachmentView {
    pub(super) fn of(file: Attachment, named_by: &[Address], is_proof: bool) -> Self {
        Self {
            number: file.number,
            name: file.name,
            media_type: file.media_type,
            size_bytes: file.size_bytes,
            pages: file.pages,
            digest: file.digest,
            verdicts: file.verdicts,
            named_by: named_by.iter().map(ToString::to_string).collect(),
            is_proof,
            uploaded_by: file.uploaded_by,
            uploaded_at: file.uploaded_at,
        }
    }
}

/// A file that was removed from a dossier.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = RemovedAttachment)]
pub(super) struct RemovedView {
    /// Its number, which no other file gets.
    pub number: u32,
    /// Its name.
    pub name: String,
    /// Who removed it.
    pub removed_by: String,
    /// When.
    pub removed_at: DateTime<Utc>,
}

impl RemovedView {
    pub(super) fn of(file: Attachment) -> Option<Self> {
        let (removed_by, removed_at) = file.removed?;
        Some(Self { number: file.number, name: file.name, removed_by, removed_at })
    }
}

/// A number that fields name and that no file has.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = DanglingAttachment)]
pub(super) struct Dangling {
    /// The number.
    pub number: u32,
    /// Addresses of the fields.
    pub named_by: Vec<String>,
}

impl Dangling {
    pub(super) fn of(number: u32, named_by: &[Address]) -> Self {
        Self { number, named_by: named_by.iter().map(ToString::to_string).collect() }
    }
}

/// How much a dossier holds, and how much it may.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = AttachmentLimits)]
pub(super) struct LimitsView {
    /// Media types that are taken.
    pub kinds: Vec<String>,
    /// Bytes of one file at most.
    pub most_bytes: i64,
    /// Pages of one file at most.
    pub most_pages: u32,
    /// Bytes of all files.
    pub bytes: i64,
    /// Bytes of all files at most.
    pub most_bytes_together: i64,
    /// Files.
    pub files: u32,
    /// PDF files.
    pub documents: u32,
    /// JPEG and PNG files.
    pub pictures: u32,
    /// What is allowed of a file, in words.
    pub allowed: Bilingual,
}

impl LimitsView {
    pub(super) fn of(limits: &Limits, totals: Totals) -> Self {
        Self {
            kinds: limits.file.kinds.clone(),
            most_bytes: limits.file.most_bytes,
            most_pages: limits.file.most_pages,
            bytes: totals.bytes,
            most_bytes_together: limits.dossier.most_bytes,
            files: totals.files,
            documents: totals.documents,
            pictures: totals.pictures,
            allowed: limits.allowed(),
        }
    }
}

/// Everything about the files of a dossier.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(super) struct AttachmentList {
    /// Whether the reader may change them.
    pub may_edit: bool,
    /// Whether the reader may add what proves the society's publicity and resolution, as the text is locked.
    pub may_prove: bool,
    /// Project name of the dossier as written so far.
    pub title: String,
    /// The form of the dossier.
    pub form_id: String,
    /// The files, by number.
    pub files: Vec<AttachmentView>,
    /// Files that were removed.
    pub removed: Vec<RemovedView>,
    /// Numbers that fields name and that no file has.
    pub dangling: Vec<Dangling>,
    /// What is wrong with all of them together.
    pub verdicts: Vec<Verdict>,
    /// How much there is, and how much there may be.
    pub limits: LimitsView,
}

/// Where an upload stands.
#[derive(Clone, Copy, Debug, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(super) enum UploadState {
    /// Bytes are still to come.
    Open,
    /// It became an attachment.
    Kept,
    /// Its file is not taken.
    Refused,
}

/// An upload.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = Upload)]
pub(super) struct UploadView {
    /// Key.
    #[schema(value_type = String)]
    pub id: Uuid,
    /// Where it stands.
    pub state: UploadState,
    /// Name of the file.
    pub name: String,
    /// Bytes that are kept.
    pub offset: i64,
    /// Bytes of the whole file.
    pub length: i64,
    /// When it is forgotten.
    pub expires_at: DateTime<Utc>,
    /// The number of the attachment that it became.
    pub attachment: Option<u32>,
    /// Why its file is not taken.
    pub refusal: Option<Bilingual>,
}

impl UploadView {
    pub(super) fn of(upload: Upload, attachment: Option<u32>) -> Self {
        let (state, refusal) = match upload.outcome {
            Outcome::Open => (UploadState::Open, None),
            Outcome::Kept(_) => (UploadState::Kept, None),
            Outcome::Refused(why) => (UploadState::Refused, Some(why)),
        };
        Self {
            id: upload.id.0,
            state,
            name: upload.announced.name,
            offset: upload.offset,
            length: upload.announced.length,
            expires_at: upload.expires_at,
            attachment,
            refusal,
        }
    }
}
