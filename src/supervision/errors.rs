//! Why is something refused? As data; the sentences are made at the door.

use entity::vocabulary::TaskbookState;

use super::{council::Miscount, model::Fault, states::Move};
use crate::authz::Denied;

/// Why a use case of this room refuses.
#[derive(Debug, thiserror::Error)]
pub enum SupervisionError {
    /// No such thing, or not the actor's to know of.
    #[error("未找到 / not found")]
    NotFound,
    /// Not the actor's to do.
    #[error("没有权限 / not granted")]
    Denied,
    /// Fields that break their rules.
    #[error("内容不符合要求 / some fields break their rules: {0:?}")]
    Faults(Vec<Fault>),
    /// No such society.
    #[error("学会不存在 / no such society: {0}")]
    NoSociety(String),
    /// Another taskbook has the number.
    #[error("任务书编号已使用 / the number is taken")]
    NumberTaken,
    /// The votes do not add up.
    #[error("票数不符 / the votes do not add up")]
    Miscount(Miscount),
    /// The leader's post is too low.
    #[error("负责人职务不符 / the leader's post is too low")]
    Post,
    /// No resolution stands for the leader named.
    #[error("负责人未经理事会批准 / the council has not approved the leader")]
    NoResolution,
    /// The state does not allow it.
    #[error("任务书现为 {0:?}，不能 {1:?} / in state {0:?} a taskbook cannot {1:?}")]
    State(TaskbookState, Move),
    /// Results are reported while the work is done.
    #[error("任务书未在执行 / the taskbook is not being carried out")]
    NotExecuting,
    /// The taskbook is suspended or closed.
    #[error("任务书已暂停或结项 / the taskbook is suspended or closed")]
    Halted,
    /// The party has signed already.
    #[error("该方已签署 / the party has signed")]
    Signed,
    /// The signer saw another text.
    #[error("内容已变更 / the text has changed")]
    OtherText,
    /// Items that keep the taskbook in its stage.
    #[error("本阶段尚有未完成事项 / items are open: {0:?}")]
    Open(Vec<String>),
    /// There is no further stage.
    #[error("已是最后阶段 / this is the last stage")]
    LastStage,
    /// A reason is needed.
    #[error("须说明理由 / a reason is needed")]
    NoReason,
    /// The taskbook has no such item.
    #[error("没有此事项 / no such item: {0}")]
    NoItem(String),
    /// The records prove the item; nobody ticks it.
    #[error("该事项由系统记录证明 / the records prove the item")]
    ProvedByRecord,
    /// One draw a year.
    #[error("该年度已抽样 / the draw of the year is done")]
    Drawn(i32),
    /// The society was not drawn.
    #[error("该学会不在样本中 / the society is not in the sample")]
    NotDrawn(String),
    /// What is done already cannot be done again.
    #[error("已完成 / done already")]
    Done,
    /// Somebody else changed it first.
    #[error("已被他人修改 / changed in the meantime")]
    Stale,
    /// The same request was answered already.
    #[error("重复的请求 / a repeated request")]
    Repeated,
    /// A file of rules is wrong, or a document cannot be made: a fault of ours.
    #[error("{0}")]
    Broken(String),
    /// The records could not be read or written.
    #[error(transparent)]
    Store(#[from] super::store::StoreError),
}

impl From<Denied> for SupervisionError {
    fn from(_: Denied) -> Self {
        Self::Denied
    }
}

impl From<toml::de::Error> for SupervisionError {
    fn from(error: toml::de::Error) -> Self {
        Self::Broken(error.to_string())
    }
}
