//! Which problem does a caller see when a rule of this room is broken?

use crate::{
    classified::Sighting,
    files::ContentError,
    identity::{AccountError, DelegationError},
    shared::Bilingual,
    societies::{change::ChangeError, qualification::edit::QualificationError},
    web::{ApiError, ProblemCode},
};

/// Both languages of a text written as `zh / en`.
fn both(text: &str) -> Bilingual {
    let (zh, en) = text.split_once(" / ").unwrap_or((text, text));
    Bilingual::new(zh, en)
}

impl From<ChangeError> for ApiError {
    fn from(error: ChangeError) -> Self {
        match error {
            ChangeError::NotFound => Self::new(ProblemCode::NotFound),
            ChangeError::Stale => Self::new(ProblemCode::Stale),
            ChangeError::Fault(fault) => {
                Self::new(ProblemCode::Invalid).field(fault.pointer, fault.code, fault.message)
            }
            ChangeError::Refused(code, said) => Self::new(ProblemCode::Conflict)
                .detail(said.zh.clone(), said.en.clone())
                .field("", code, said),
            ChangeError::Repeated => Self::new(ProblemCode::KeyReused),
            ChangeError::Store(error) => error.into(),
        }
    }
}

impl From<DelegationError> for ApiError {
    fn from(error: DelegationError) -> Self {
        let said = both(&error.to_string());
        let field = |pointer: &str, code: &str| {
            Self::new(ProblemCode::Invalid).field(pointer, code, said.clone())
        };
        match error {
            DelegationError::Account(AccountError::BadName) => field("/username", "form"),
            DelegationError::Account(error) => Self::internal(&error),
            DelegationError::End => field("/expires_at", "range"),
            DelegationError::OtherDuty => field("/username", "other_duty"),
            DelegationError::Already => field("/username", "already"),
            DelegationError::Unknown => Self::new(ProblemCode::NotFound),
            DelegationError::Repeated => Self::new(ProblemCode::KeyReused),
            DelegationError::Store(error) => error.into(),
        }
    }
}

impl From<QualificationError> for ApiError {
    fn from(error: QualificationError) -> Self {
        let said = both(&error.to_string());
        match error {
            QualificationError::NotFound => Self::new(ProblemCode::NotFound),
            QualificationError::Stale => Self::new(ProblemCode::Stale),
            QualificationError::OpenAlready(_) | QualificationError::NotNow => {
                Self::new(ProblemCode::Conflict).detail(said.zh, said.en)
            }
            QualificationError::Content(ContentError::TooLarge) => {
                Self::new(ProblemCode::TooLarge).detail(said.zh, said.en)
            }
            QualificationError::Content(_) => {
                Self::new(ProblemCode::Invalid).field("", "content", said)
            }
            QualificationError::Marked(refusal) => Self::new(ProblemCode::Invalid)
                .field("", refusal.code(), said)
                .sighted(refusal.mark().map(|kind| Sighting::at("/file", kind))),
            QualificationError::Files(error) => Self::internal(&error),
            QualificationError::Refused(refusal) => {
                let said = refusal.sentence();
                let mut problem = Self::new(ProblemCode::Conflict)
                    .detail(said.zh.clone(), said.en.clone())
                    .field("/step", refusal.code(), said.clone());
                for criterion in refusal.criteria() {
                    let pointer = format!("/items/{criterion}");
                    problem = problem.field(&pointer, refusal.code(), said.clone());
                }
                problem
            }
            QualificationError::Repeated => Self::new(ProblemCode::KeyReused),
            QualificationError::Store(error) => error.into(),
        }
    }
}
