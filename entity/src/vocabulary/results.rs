//! The words of results: releases, decisions, the documents behind them, and what comes afterwards.

use sea_orm::{DeriveActiveEnum, EnumIter};
use serde::{Deserialize, Serialize};

use super::UnknownWord;

vocabulary! {
    /// What a release makes known.
    ReleaseStage {
        /// 初评结果
        FirstReview = "first_review",
        /// 奖种评审结果
        Committee = "committee",
        /// 授奖结果
        Award = "award",
    }
    /// Where a release stands.
    ReleaseState {
        /// 草案
        Draft = "draft",
        /// 已发布
        Released = "released",
        /// 已弃用
        Discarded = "discarded",
    }
    /// What was decided of a nomination.
    DecisionOutcome {
        /// 通过
        Passed = "passed",
        /// 未通过
        Failed = "failed",
        /// 授奖
        Awarded = "awarded",
        /// 未授奖
        NotAwarded = "not_awarded",
        /// 暂缓
        PutOff = "put_off",
        /// 审核取消
        Struck = "struck",
    }
    /// A document behind a release.
    ResultPaperKind {
        /// 科技部审核
        Ministry = "ministry",
        /// 批准
        Approval = "approval",
        /// 奖励委员会确定的人数和单位数
        CouncilLimits = "council_limits",
    }
    /// By which rule a nomination falls, or what was decided of it is corrected.
    FallKind {
        /// 不提交评审（第六十六条）
        Removal = "removal_66",
        /// 终止（第七十四条）
        TerminationByObjection = "termination_74",
        /// 终止（第九十二条）
        TerminationByMisconduct = "termination_92",
        /// 撤销奖励（第九十四条）
        Revocation = "revocation_94",
        /// 更正
        Reversal = "reversal",
    }
    /// Where it stands.
    FallState {
        /// 待第二人
        Asked = "asked",
        /// 已办理
        Done = "done",
        /// 未同意
        Refused = "refused",
        /// 已撤回
        Withdrawn = "withdrawn",
    }
}
