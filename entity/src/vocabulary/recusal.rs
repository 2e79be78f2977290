//! The words of recusal: what is decided of a conflict, who declares what, what a recheck found.

use sea_orm::{DeriveActiveEnum, EnumIter};
use serde::{Deserialize, Serialize};

use super::UnknownWord;

vocabulary! {
    /// What was decided of a conflict that the engine found.
    RecusalOutcome {
        /// 认定为利害关系
        Conflict = "conflict",
        /// 认定不构成利害关系
        NotAConflict = "not_a_conflict",
        /// 解除回避
        Lifted = "lifted",
    }
    /// Where such a decision stands.
    RecusalDecisionState {
        /// 待第二人确认
        Proposed = "proposed",
        /// 生效
        InForce = "in_force",
        /// 第二人未同意
        Refused = "refused",
        /// 已撤回
        Reversed = "reversed",
    }
    /// What several people did together, beside publications.
    WorkKind {
        /// 科研项目
        Grant = "grant",
        /// 专利等知识产权
        Patent = "patent",
        /// 学位论文
        Thesis = "thesis",
    }
    /// Who declares an interest.
    DeclarationSource {
        /// 评审专家
        Reviewer = "reviewer",
        /// 被提名人
        Nominee = "nominee",
        /// 提名者
        Nominator = "nominator",
        /// 奖励办公室代为登记
        Office = "office",
        /// 工作人员本人
        Staff = "staff",
    }
    /// What is declared.
    DeclaredKind {
        /// 近亲属关系
        Kin = "kin",
        /// 师生关系
        AdviserStudent = "adviser_student",
        /// 经济利益或者竞争关系
        EconomicInterest = "economic_interest",
        /// 同一法人单位
        SameUnit = "same_unit",
        /// 合作关系
        Cooperation = "cooperation",
        /// 提名学会的工作人员
        SocietyStaff = "society_staff",
        /// 奖励办公室的工作人员或者辅助人员
        OfficeStaff = "office_staff",
        /// 其他
        Other = "other",
        /// 提名者申请回避
        Exclusion = "exclusion",
    }
    /// Where a declaration stands.
    DeclarationState {
        /// 等待答复
        Waiting = "waiting",
        /// 生效
        InForce = "in_force",
        /// 未接受
        Refused = "refused",
        /// 已撤回
        Withdrawn = "withdrawn",
    }
    /// When a recheck found a conflict.
    AlertPhase {
        /// 方案尚未下达
        Draft = "draft",
        /// 评审已开始
        Live = "live",
    }
    /// Where what a recheck found stands.
    AlertState {
        /// 待处理
        Open = "open",
        /// 事实已变，待恢复
        Cleared = "cleared",
        /// 已处理
        Handled = "handled",
    }
}
