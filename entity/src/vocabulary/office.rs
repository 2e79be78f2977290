//! The words of the award office: examination, publicity, objections, what people are told.

use sea_orm::{DeriveActiveEnum, EnumIter};
use serde::{Deserialize, Serialize};

use super::UnknownWord;

vocabulary! {
    /// Where a message of the outbox stands.
    MailState {
        /// Goes when its time comes.
        Waiting = "waiting",
        /// Goes when somebody releases it.
        Held = "held",
        /// Handed to the mail server.
        Sent = "sent",
        /// Given up.
        Failed = "failed",
        /// Came back after it was sent.
        Bounced = "bounced",
        /// A newer one took its place.
        Superseded = "superseded",
    }
    /// In which language a person is written to.
    MailLanguage {
        Chinese = "zh", English = "en",
    }
    /// What an examiner says of a rule.
    ExaminationRuling {
        /// 合格
        Pass = "pass",
        /// 不合格
        Fail = "fail",
    }
    /// Where a formal examination stands.
    ExaminationStanding {
        /// 待审查
        Judging = "judging",
        /// 待复核
        Second = "second",
        /// 待第三人裁定
        Third = "third",
        /// 可受理
        Acceptable = "acceptable",
        /// 可不予受理
        Refusable = "refusable",
        /// 补正中
        Correcting = "correcting",
        /// 已受理
        Accepted = "accepted",
        /// 不予受理
        Refused = "refused",
        /// 提名已撤回，审查终止
        Ended = "ended",
    }
    /// What is done with many examinations at once.
    BatchAction {
        /// 开始审查
        Open = "open",
        /// 受理
        Accept = "accept",
    }
    /// Where such a batch stands.
    BatchState {
        /// 待执行（可撤销）
        Waiting = "waiting",
        /// 已执行
        Done = "done",
        /// 已撤销
        Undone = "undone",
    }
    /// What the award office makes public (公示).
    PublicityKind {
        /// 受理公示
        Acceptance = "acceptance",
        /// 初评结果公示
        FirstReview = "first_review",
    }
    /// What two nominations share.
    ReuseKind {
        /// 同一人 (by the fingerprint of an identity number)
        Person = "person",
        /// 同名同单位
        Namesake = "namesake",
        /// 同一论文 DOI 或知识产权编号
        Content = "content",
        /// 同一论文题目
        Paper = "paper",
        /// 项目名称
        Title = "title",
        /// 项目名称与简介的文字
        Text = "text",
    }
    /// What an objection is about (X25 art. 72).
    ObjectionKind {
        /// 学术类
        Academic = "academic",
        /// 纪律类
        Disciplinary = "disciplinary",
    }
    /// Where an objection stands.
    ObjectionState {
        Received = "received",
        Refused = "refused",
        /// 移送
        Transferred = "transferred",
        Accepted = "accepted",
        /// 拟定处理意见，待另一人决定
        Proposed = "proposed",
        Decided = "decided",
        Withdrawn = "withdrawn",
    }
    /// What became of an objection.
    ObjectionOutcome {
        /// 不成立
        Dismissed = "dismissed",
        /// 成立
        Upheld = "upheld",
        /// 延期至次届
        Deferred = "deferred",
        /// 提名者逾期：放弃提名
        Abandoned = "abandoned",
        /// 异议者逾期：放弃异议
        Dropped = "dropped",
        /// 候选者逾期：承认异议
        Admitted = "admitted",
        /// 提名已终止：程序自行终结
        Ended = "ended",
    }
    /// What an outcome does to the nomination.
    ObjectionEffect {
        Stays = "stays", Deferred = "deferred", Terminated = "terminated",
    }
    /// Who is asked for something.
    ObjectionParty {
        Nominator = "nominator", Nominee = "nominee", Objector = "objector", Office = "office",
    }
    /// Where a request to see an objector's identity stands.
    IdentityRequestState {
        Asked = "asked", Granted = "granted", Refused = "refused", Seen = "seen",
    }
}
