//! Why is something refused? As data; the sentences are made at the door.

use entity::vocabulary::{AlertState, DeclarationState};

use super::rules::Refused;
use crate::{
    authz::{Denied, Walled},
    persistence::SealError,
    shared::Bilingual,
};

/// Why a use case of this room refuses.
#[derive(Debug, thiserror::Error)]
pub enum RecusalError {
    /// No such thing, or not the actor's to know of.
    #[error("未找到 / not found")]
    NotFound,
    /// Not the actor's to do.
    #[error("没有权限 / not granted")]
    Denied,
    /// Somebody else changed it first.
    #[error("已被他人修改 / changed in the meantime")]
    Stale,
    /// The same request was answered already.
    #[error("重复的请求 / a repeated request")]
    Repeated,
    /// The rules of decisions refuse it.
    #[error("不能如此处理：{0:?} / the rules refuse it: {0:?}")]
    Rule(RuleRefusal),
    /// The officer declared an interest in the nomination (R14).
    #[error(transparent)]
    Walled(#[from] Walled),
    /// The state of the declaration does not allow it.
    #[error("该申报现为 {0:?} / the declaration is {0:?}")]
    Declaration(DeclarationState),
    /// The state of the alert does not allow it.
    #[error("该提醒现为 {0:?} / the alert is {0:?}")]
    Alert(AlertState),
    /// A field breaks its rule.
    #[error("填写内容不符合要求 / a field breaks its rule: {0}")]
    Field(&'static str, Bilingual),
    /// The declaration bars those whom its typed name may mean, and the expert is none of them.
    #[error("所填姓名不指该专家 / the typed name does not mean the expert")]
    NotMeant,
    /// The account is tied to no expert of the pool.
    #[error("账号未关联专家 / the account is tied to no expert")]
    NoExpert,
    /// What is sealed cannot be opened.
    #[error(transparent)]
    Seal(#[from] SealError),
    /// Something that a dossier or a review holds cannot be read or changed.
    #[error("{0}")]
    Other(String),
    /// The records failing.
    #[error(transparent)]
    Records(#[from] super::store::StoreError),
}

/// What the rules of decisions refuse.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RuleRefusal(pub(super) Refused);

impl From<Denied> for RecusalError {
    fn from(_: Denied) -> Self {
        Self::Denied
    }
}

impl From<Refused> for RecusalError {
    fn from(refused: Refused) -> Self {
        Self::Rule(RuleRefusal(refused))
    }
}
