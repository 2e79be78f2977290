//! Why was nothing done in an examination?

use entity::vocabulary::ExaminationStanding;

use crate::{
    authz::Denied,
    exchange::pdf::{PdfError, PressError},
    nominations::{CourseError, DossierError, SubmissionError},
    shared::Bilingual,
};

/// Why a use case of this room refuses.
#[derive(Debug, thiserror::Error)]
pub enum ExaminationError {
    /// The actor's role may not.
    #[error(transparent)]
    Denied(#[from] Denied),
    /// No such examination, or it is not the actor's to know.
    #[error("未找到 / not found")]
    NotFound,
    /// Somebody else changed it first.
    #[error("他人已先修改 / somebody else changed it first")]
    Stale,
    /// Where it stands does not allow it.
    #[error("现状不允许这一操作 / it stands at {0:?}, which does not allow this")]
    Standing(ExaminationStanding),
    /// A field of the request.
    #[error("{0}: {why}", why = .1.en)]
    Field(String, Bilingual),
    /// The request was answered before.
    #[error("重复的请求 / a repeated request")]
    Repeated,
    /// The time for it is over.
    #[error("已于 {0} 截止 / the time for it ended at {0}")]
    Late(chrono::DateTime<chrono::Utc>),
    /// The table of states.
    #[error(transparent)]
    Course(#[from] CourseError),
    /// The dossier.
    #[error(transparent)]
    Dossier(#[from] DossierError),
    /// What was handed in.
    #[error(transparent)]
    Submission(#[from] SubmissionError),
    /// What is kept cannot be read.
    #[error("审查记录无法读取 / the record cannot be read: {0}")]
    Kept(#[from] serde_json::Error),
    /// The document cannot be made.
    #[error(transparent)]
    Press(#[from] PressError),
    /// The document cannot be set.
    #[error(transparent)]
    Pdf(#[from] PdfError),
    /// The rules that ship with the program cannot be read.
    #[error("规则无法读取 / the rules cannot be read")]
    Rules,
}

/// A field that is wrong.
pub(super) fn field(pointer: impl Into<String>, zh: &str, en: &str) -> ExaminationError {
    ExaminationError::Field(pointer.into(), Bilingual::new(zh, en))
}
