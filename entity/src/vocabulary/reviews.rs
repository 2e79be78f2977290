//! The words of the remote review: phases, sheets, questions, copies without names, hints.

use sea_orm::{DeriveActiveEnum, EnumIter};
use serde::{Deserialize, Serialize};

use super::UnknownWord;

vocabulary! {
    /// Where a phase stands; whether it is open by the clock follows from its instants.
    ReviewPhaseState {
        /// 草案
        Draft = "draft",
        /// 进行中
        Open = "open",
        /// 已结束
        Closed = "closed",
    }
    /// Where a sheet stands.
    SheetState {
        /// 草稿
        Draft = "draft",
        /// 已提交
        Submitted = "submitted",
        /// 作废
        Void = "void",
    }
    /// By which way a sheet came.
    SheetSource {
        /// 在线填写
        Online = "online",
        /// 表格导入
        Workbook = "workbook",
    }
    /// Where a question of a reviewer stands.
    ReviewQuestionState {
        /// 已提出
        Asked = "asked",
        /// 未转发
        Refused = "refused",
        /// 已转提名者
        Sent = "sent",
        /// 已答复
        Answered = "answered",
        /// 已转评审专家
        Released = "released",
        /// 已撤回
        Withdrawn = "withdrawn",
    }
    /// Where a copy without names stands.
    RedactionState {
        /// 草案
        Draft = "draft",
        /// 已复核
        Checked = "checked",
        /// 已启用
        Released = "released",
    }
    /// What a hint points at.
    ReviewHintKind {
        /// 离群
        Outlier = "outlier",
        /// 过快
        Haste = "haste",
        /// 无区分
        Flat = "flat",
        /// 建议加评
        Extra = "extra",
    }
}
