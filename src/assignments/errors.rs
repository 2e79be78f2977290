//! Why is something refused? As data; the sentences are made at the door.

use entity::vocabulary::{AssignmentState, PlanState};

use super::{edit::Refused, rules::Rule};
use crate::{
    authz::{Denied, Walled},
    shared::Bilingual,
};

/// Why a use case of this room refuses.
#[derive(Debug, thiserror::Error)]
pub enum AssignmentError {
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
    /// The round has no finished match run to begin from.
    #[error("该年度尚无完成的匹配 / the round has no finished match run")]
    NoRun,
    /// There are no panels to which a plan could keep.
    #[error("该年度没有评审组 / the round is not divided into panels")]
    NoPanels,
    /// The run scored the experts of other panels, or of none.
    #[error("匹配未按现行评审组计算 / the run does not know of the panels that stand")]
    OtherPanels,
    /// The panels within which a plan in force was made do not stand any more, or others do.
    #[error("方案依据的评审组已变更或撤回 / the panels of the plan were changed or taken back")]
    PanelsGone,
    /// A draw was made beyond the panels, and nobody draws a second time.
    #[error("抽签未限定在评审组内 / the draw did not keep to the panels")]
    DrawnOutside,
    /// What is asked for is made from records that do not stop changing.
    #[error("数据正在变动 / the records keep changing")]
    Unsettled,
    /// The state of the plan does not allow it.
    #[error("方案现为 {0:?} / the plan is {0:?}")]
    Plan(PlanState),
    /// So many sheets were kept under the plan.
    #[error("已有 {0} 份评审表 / {0} sheets were kept under it")]
    Judged(u64),
    /// Another plan of the round is applied.
    #[error("该年度已有下达的方案 / another plan of the round is applied")]
    AppliedElsewhere,
    /// A change cannot be made; its place in the request, from 0.
    #[error("第 {0} 项更改不能进行：{1:?} / change {0} cannot be made: {1:?}")]
    Change(usize, Refused),
    /// What is fixed contradicts the rules, so that the engine refuses.
    #[error("{0}")]
    Fixed(String),
    /// Rules stand broken.
    #[error("方案违反规则 / the plan breaks rules")]
    Broken(Vec<(Rule, Bilingual)>),
    /// Rules stand broken, so that no prices prove the plan.
    #[error("突破了规则的方案没有证书 / a plan that breaks rules has no certificate")]
    Unproved(Vec<(Rule, Bilingual)>),
    /// The plan has pairs that were no candidates of the draw that it was made of.
    #[error("方案含抽签时不是候选的配对 / the plan has pairs that were no candidates of the draw")]
    BeyondDraw,
    /// A reason is needed.
    #[error("须说明理由 / a reason is needed")]
    NoReason,
    /// Nothing is there to be taken back.
    #[error("没有可撤回的更改 / there is no change to take back")]
    NothingToTakeBack,
    /// The state of the assignment does not allow it.
    #[error("评审任务现为 {0:?} / the assignment is {0:?}")]
    State(AssignmentState),
    /// The assignment is frozen.
    #[error("评审任务已冻结 / the assignment is frozen")]
    Frozen,
    /// A bar stands, so that it is not let go.
    #[error("该专家须回避，不能恢复 / barred by a conflict of interest, so that it is not let go")]
    Barred,
    /// It is not frozen.
    #[error("评审任务未冻结 / the assignment is not frozen")]
    NotFrozen,
    /// The assignment was replaced.
    #[error("评审任务已由他人接替 / the assignment was replaced")]
    Replaced,
    /// The account is no reviewer's, or there is none.
    #[error("没有该评审专家账号 / there is no such reviewer's account")]
    NoReviewer,
    /// The account is another expert's.
    #[error("账号已属于另一位专家 / the account is another expert's")]
    AccountTaken,
    /// The expert has another account.
    #[error("该专家已有账号，请先解除 / the expert has an account already: untie it first")]
    Tied,
    /// The commitment is not signed.
    #[error("尚未签署保密承诺 / the commitment is not signed")]
    Unsigned,
    /// Another text is in force.
    #[error("承诺书已更新 / the text has changed")]
    OtherText,
    /// That there is no interest was said already.
    #[error("已申报无利害关系 / no interest was declared already")]
    Declared,
    /// Whether there is an interest was not said.
    #[error("尚未申报利害关系 / interests are not declared")]
    Undeclared,
    /// No word of the list, or something must be written beside it.
    #[error("理由不在清单中或须补充说明 / no reason of the list, or words are missing")]
    NoSuchAnswer(&'static str),
    /// The deadline is not ahead.
    #[error("期限须晚于现在 / the deadline must be ahead")]
    Deadline,
    /// The expert cannot take the place.
    #[error("该专家不能接替 / the expert cannot take the place")]
    Unfit(Vec<(Rule, Bilingual)>),
    /// The nomination has so many further reviewers already.
    #[error("已加评 {0} 人 / {0} further reviewers were asked already")]
    Enough(u32),
    /// Nominations that have left review, by their numbers: nobody is asked for them.
    #[error("提名已不在评审中 / a nomination has left review")]
    LeftReview(Vec<String>),
    /// A file of rules is wrong, or a document cannot be made: a fault of ours.
    #[error("{0}")]
    Inside(String),
    /// The actor has an interest in a nomination that it bears on.
    #[error(transparent)]
    Walled(#[from] Walled),
    /// What was agreed to is not what would be done now.
    #[error("情况已变，请重看方案 / things have changed since the proposal")]
    OtherProposal,
    /// The records could not be read or written.
    #[error(transparent)]
    Store(#[from] super::store::StoreError),
}

impl From<Denied> for AssignmentError {
    fn from(_: Denied) -> Self {
        Self::Denied
    }
}

impl From<crate::persistence::SealError> for AssignmentError {
    fn from(error: crate::persistence::SealError) -> Self {
        Self::Inside(error.to_string())
    }
}
