//! Why is something of the reviews, the meetings or the results refused? The rules fail with data of their own; what
//! comes to a door is one of these.

use crate::{
    assignments::AssignmentError, authz::Denied, awards::BookError, nominations::CourseError,
    nominations::DossierError, persistence::SealError, recusals::RecusalError, shared::Bilingual,
};

/// A field that breaks its rule: JSON pointer, the rule's word, what is allowed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BadField {
    /// JSON pointer (RFC 6901).
    pub pointer: String,
    /// The rule's word.
    pub code: &'static str,
    /// What is allowed.
    pub words: Bilingual,
}

impl BadField {
    /// A field that breaks a rule.
    pub fn new(pointer: impl Into<String>, code: &'static str, words: Bilingual) -> Self {
        Self { pointer: pointer.into(), code, words }
    }
}

/// Why a use case of these rooms refuses.
#[derive(Debug, thiserror::Error)]
pub enum ReviewError {
    /// No such thing, or not the actor's to know of.
    #[error("未找到 / not found")]
    NotFound,
    /// Not the actor's to do.
    #[error("没有权限 / not granted")]
    Denied,
    /// The actor declared an interest in what it is about (R14).
    #[error("本人须回避 / the actor has an interest in it")]
    Walled,
    /// It takes another person than the one who did the first part.
    #[error("须由另一人办理 / it takes another person")]
    SamePerson,
    /// Somebody else changed it first.
    #[error("已被他人修改 / changed in the meantime")]
    Stale,
    /// The same request was answered already.
    #[error("重复的请求 / a repeated request")]
    Repeated,
    /// The state of things does not allow it: why, and what stands in the way, thing by thing.
    #[error("{} / {}", .0.zh, .0.en)]
    Refused(Bilingual, Vec<BadField>),
    /// Fields break their rules.
    #[error("填写内容不符合要求 / fields break their rules")]
    Invalid(Vec<BadField>),
    /// A fault of ours: what is kept cannot be read or made.
    #[error("{0}")]
    Inside(String),
    /// The records failing.
    #[error(transparent)]
    Records(#[from] super::store::StoreError),
}

impl ReviewError {
    /// A refusal by the state of things.
    pub fn refused(zh: impl Into<String>, en: impl Into<String>) -> Self {
        Self::Refused(Bilingual::new(zh, en), Vec::new())
    }

    /// A field that breaks its rule.
    pub fn field(pointer: &str, code: &'static str, zh: &str, en: &str) -> Self {
        Self::Invalid(vec![BadField::new(pointer, code, Bilingual::new(zh, en))])
    }
}

impl From<Denied> for ReviewError {
    fn from(_: Denied) -> Self {
        Self::Denied
    }
}

impl From<SealError> for ReviewError {
    fn from(error: SealError) -> Self {
        Self::Inside(error.to_string())
    }
}

impl From<BookError> for ReviewError {
    fn from(error: BookError) -> Self {
        Self::Inside(error.to_string())
    }
}

impl From<CourseError> for ReviewError {
    fn from(error: CourseError) -> Self {
        match error {
            CourseError::NotFound => Self::NotFound,
            CourseError::Stale => Self::Stale,
            CourseError::Records(error) => Self::Records(error),
            CourseError::NoWay(_) => Self::refused(
                "提名所处的状态没有这一步",
                "there is no such step from where it stands",
            ),
            CourseError::Guard(guard) => Self::refused(
                format!("不满足条件：{}", guard.zh()),
                format!("this does not hold: {}", guard.en()),
            ),
        }
    }
}

impl From<AssignmentError> for ReviewError {
    fn from(error: AssignmentError) -> Self {
        match error {
            AssignmentError::NotFound => Self::NotFound,
            AssignmentError::Denied => Self::Denied,
            AssignmentError::Stale => Self::Stale,
            AssignmentError::Repeated => Self::Repeated,
            AssignmentError::Store(error) => Self::Records(error),
            other => Self::Inside(other.to_string()),
        }
    }
}

impl From<RecusalError> for ReviewError {
    fn from(error: RecusalError) -> Self {
        match error {
            RecusalError::NotFound => Self::NotFound,
            RecusalError::Denied => Self::Denied,
            RecusalError::Walled(_) => Self::Walled,
            RecusalError::Records(error) => Self::Records(error),
            other => Self::Inside(other.to_string()),
        }
    }
}

impl From<DossierError> for ReviewError {
    fn from(error: DossierError) -> Self {
        match error {
            DossierError::NotFound => Self::NotFound,
            other => Self::Inside(other.to_string()),
        }
    }
}
