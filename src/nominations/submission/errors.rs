//! Why was a dossier not submitted, or a withdrawal not taken?

use crate::{
    authz::Denied,
    files::FileStoreError,
    nominations::{
        attachments::AttachmentError,
        checks::Finding,
        course::CourseError,
        dossier::DossierError,
        imports::{ImportError, Place},
        people::PeopleError,
        process::ProcessError,
    },
    quotas::ReserveError,
};

/// Why a use case of this room refuses.
#[derive(Debug, thiserror::Error)]
pub enum SubmissionError {
    /// No such dossier, or not the actor's to know of; the role; the records.
    #[error(transparent)]
    Dossier(#[from] DossierError),
    /// The table of states.
    #[error(transparent)]
    Process(#[from] ProcessError),
    /// The same table, of a nomination that the office took up.
    #[error(transparent)]
    Course(#[from] CourseError),
    /// What the nominees answered cannot be read.
    #[error(transparent)]
    People(#[from] PeopleError),
    /// Rules that fail: everything that must be mended first.
    #[error("形式审查有不合格项 / rules fail: {}", told(.0))]
    Findings(Vec<Finding>),
    /// No place.
    #[error(transparent)]
    Quota(#[from] ReserveError),
    /// As many are recommended to CAST as may be.
    #[error("本届经中国科协推荐至多 {0} 项 / at most {0} may be recommended to CAST in the round")]
    Allowance(i32),
    /// The dossier is no longer what the person saw.
    #[error("提名材料已有变化 / the dossier has changed")]
    Stale,
    /// Who asks for a withdrawal does not answer it.
    #[error("须由另一人审批 / another person answers it")]
    SamePerson,
    /// One is open, or it was answered.
    #[error("已有处理中的撤回申请，或该申请已答复 / a withdrawal is open, or it was answered")]
    Answered,
    /// The round takes no withdrawal of this society any more.
    #[error("按当届规定不接受撤回 / the round takes no withdrawal")]
    NoWithdrawal,
    /// The bytes of an attachment cannot be read.
    #[error(transparent)]
    Files(#[from] FileStoreError),
    /// An archive that no dossier can be made of: everything that is wrong with it.
    #[error("存档有 {} 处错误 / the archive has {} faults", .0.len(), .0.len())]
    Archive(Vec<Place>),
    /// Its values.
    #[error(transparent)]
    Import(#[from] ImportError),
    /// Its files.
    #[error(transparent)]
    Attachment(#[from] AttachmentError),
}

/// Findings in one line.
fn told(findings: &[Finding]) -> String {
    let each = findings.iter().map(|one| format!("{} {}", one.rule, one.what.zh));
    each.collect::<Vec<_>>().join("; ")
}

impl SubmissionError {
    /// No such thing, or not the actor's to know of.
    pub(super) const NOT_FOUND: Self = Self::Dossier(DossierError::NotFound);
}

impl From<Denied> for SubmissionError {
    fn from(denied: Denied) -> Self {
        Self::Dossier(denied.into())
    }
}
