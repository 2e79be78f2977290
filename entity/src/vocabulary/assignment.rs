//! The words of assignment: plans, what is changed in them, and what becomes of who was asked.

use sea_orm::{DeriveActiveEnum, EnumIter};
use serde::{Deserialize, Serialize};

use super::UnknownWord;

vocabulary! {
    /// Where an assignment plan stands.
    PlanState {
        /// 草案
        Draft = "draft",
        /// 已下达
        Applied = "applied",
        /// 已撤回
        Undone = "undone",
    }
    /// What was changed in a plan.
    PlanChangeKind {
        /// 固定
        Pin = "pin",
        /// 取消固定
        Unpin = "unpin",
        /// 排除
        Ban = "ban",
        /// 取消排除
        Unban = "unban",
        /// 指派
        Assign = "assign",
        /// 取消指派
        Unassign = "unassign",
        /// 换上
        Swap = "swap",
        /// 重新求解
        Solve = "solve",
        /// 导入
        Import = "import",
    }
    /// How a pair stands in a plan.
    PairStanding {
        /// 已指派
        Assigned = "assigned",
        /// 固定
        Pinned = "pinned",
        /// 排除
        Banned = "banned",
    }
    /// Where a review assignment stands.
    AssignmentState {
        /// 待邀请
        Proposed = "proposed",
        /// 已邀请
        Invited = "invited",
        /// 已接受
        Accepted = "accepted",
        /// 已谢绝
        Declined = "declined",
        /// 已回避
        Recused = "recused",
        /// 逾期未答
        Expired = "expired",
        /// 已撤回
        Withdrawn = "withdrawn",
    }
}
