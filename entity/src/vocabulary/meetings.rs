//! The words of meetings: bodies, seats, agenda, opinions, ballots.

use sea_orm::{DeriveActiveEnum, EnumIter};
use serde::{Deserialize, Serialize};

use super::UnknownWord;

vocabulary! {
    /// What a body is.
    BodyKind {
        /// 评审组
        Panel = "panel",
        /// 评审委员会
        Committee = "committee",
        /// 奖励委员会
        Council = "council",
    }
    /// What a seat does in its body.
    SeatDuty {
        /// 主任委员或者组长
        Chair = "chair",
        /// 副主任委员或者副组长
        ViceChair = "vice_chair",
        /// 秘书
        Secretary = "secretary",
        /// 意见起草人
        Scribe = "scribe",
        /// 委员
        Member = "member",
    }
    /// At which point of the way a meeting decides.
    ReviewStage {
        /// 初评
        FirstReview = "first_review",
        /// 奖种评审
        Committee = "committee",
        /// 审定
        Council = "council",
    }
    /// Where a meeting stands.
    ReviewMeetingState {
        /// 草案
        Draft = "draft",
        /// 已通知
        Called = "called",
        /// 进行中
        Open = "open",
        /// 已结束
        Closed = "closed",
        /// 已取消
        Cancelled = "cancelled",
    }
    /// Where an item of an agenda stands.
    AgendaState {
        /// 待议
        Waiting = "waiting",
        /// 正在审议
        Present = "present",
        /// 正在表决
        Voting = "voting",
        /// 已完成
        Done = "done",
        /// 推迟
        PutOff = "put_off",
    }
    /// Where a defence stands.
    DefenceState {
        /// 不答辩
        NotHeld = "none",
        /// 待答辩
        Due = "due",
        /// 已答辩
        Attended = "attended",
        /// 缺席
        Absent = "absent",
    }
    /// From where it is known that a seat keeps out of an item.
    ItemRecusalSource {
        /// 系统核查
        Engine = "engine",
        /// 本人申报
        Declared = "declared",
        /// 奖励办公室
        Office = "office",
    }
    /// What a seat says of an opinion.
    OpinionAnswer {
        /// 同意
        Agree = "agree",
        /// 保留意见
        Dissent = "dissent",
    }
    /// A grade of an award.
    AwardGrade {
        /// 特等奖
        Special = "special",
        /// 一等奖
        First = "first",
        /// 二等奖
        Second = "second",
    }
    /// Whether it is kept who voted how.
    BallotVariant {
        /// 记名
        Named = "named",
        /// 无记名
        Secret = "secret",
    }
    /// Where a ballot stands.
    BallotState {
        /// 草案
        Draft = "draft",
        /// 投票中
        Open = "open",
        /// 已计票
        Closed = "closed",
        /// 作废
        Void = "void",
    }
    /// Whether a paper counts.
    PaperValidity {
        /// 有效
        Valid = "valid",
        /// 超额
        OverCap = "over_cap",
        /// 对应回避的项目投票
        MarksRecused = "marks_recused",
        /// 空白票
        Blank = "blank",
        /// 无法辨认
        Unreadable = "unreadable",
    }
    /// By which way a paper came.
    PaperSource {
        /// 电子票
        Electronic = "electronic",
        /// 纸质票
        Paper = "paper",
    }
}
