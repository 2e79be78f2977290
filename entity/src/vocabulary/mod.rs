//! The closed sets of words that tables store.

use sea_orm::{DeriveActiveEnum, EnumIter};
use serde::{Deserialize, Serialize};

macro_rules! vocabulary {
    ($($(#[$doc:meta])* $name:ident { $($(#[$vdoc:meta])* $variant:ident = $text:literal),+ $(,)? })+) => {$(
        $(#[$doc])*
        #[derive(
            Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize,
            EnumIter, DeriveActiveEnum,
        )]
        #[sea_orm(rs_type = "String", db_type = "Text")]
        pub enum $name {
            $($(#[$vdoc])* #[sea_orm(string_value = $text)] #[serde(rename = $text)] $variant,)+
        }

        impl $name {
            /// Every word of the set, in its written order.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The word as stored and sent.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $text),+ }
            }
        }

        impl std::str::FromStr for $name {
            type Err = UnknownWord;
            fn from_str(text: &str) -> Result<Self, UnknownWord> {
                match text { $($text => Ok(Self::$variant),)+ _ => Err(UnknownWord) }
            }
        }
    )+};
}

mod assignment;
mod meetings;
mod office;
mod persons;
mod recusal;
mod results;
mod reviews;

pub use assignment::*;
pub use meetings::*;
pub use office::*;
pub use persons::*;
pub use recusal::*;
pub use results::*;
pub use reviews::*;

/// The word is not of the set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UnknownWord;

vocabulary! {
    /// What an account may be (domain: roles).
    Role {
        /// 学会填报员
        SocietyClerk = "society_clerk",
        /// 学会负责人
        SocietyHead = "society_head",
        /// 奖励办工作人员
        AwardOffice = "award_office",
        /// 奖励办管理员
        AwardAdmin = "award_admin",
        /// 评审专家
        Reviewer = "reviewer",
        /// 中国科协
        Cast = "cast",
        /// 监督委员会
        Supervisor = "supervisor",
        /// 对应政府部门
        Department = "department",
        /// 评审委员
        CommitteeMember = "committee_member",
    }
    /// Where a round stands.
    RoundState {
        Draft = "draft", Open = "open", Reviewing = "reviewing", Closed = "closed",
    }
    /// Where a nomination stands (domain.md, nomination.status).
    NominationState {
        Draft = "draft",
        InternalReview = "internal_review",
        InternalPublicity = "internal_publicity",
        CouncilApproved = "council_approved",
        Recommended = "recommended",
        ReturnAsked = "return_asked",
        Submitted = "submitted",
        FormCheck = "form_check",
        CorrectionRequired = "correction_required",
        Rejected = "rejected",
        Accepted = "accepted",
        AcceptancePublicity = "acceptance_publicity",
        ObjectionOpen = "objection_open",
        ObjectionClear = "objection_clear",
        ObjectionInvestigating = "objection_investigating",
        ObjectionResolved = "objection_resolved",
        Deferred = "deferred",
        Abandoned = "abandoned",
        UpheldTerminated = "upheld_terminated",
        NetworkReview = "network_review",
        NetworkReviewDone = "network_review_done",
        PanelReview = "panel_review",
        FirstReviewPassed = "first_review_passed",
        FirstReviewFailed = "first_review_failed",
        FirstReviewPublicity = "first_review_publicity",
        CommitteeReview = "committee_review",
        CommitteePassed = "committee_passed",
        CommitteeFailed = "committee_failed",
        CouncilDecision = "council_decision",
        MostCheck = "most_check",
        CentralApproval = "central_approval",
        Awarded = "awarded",
        NotAwarded = "not_awarded",
        Withdrawn = "withdrawn",
        Removed = "removed_66",
        Terminated = "terminated",
        Revoked = "revoked",
    }
    /// What a nominee said of what a dossier says of him.
    NomineeReply {
        Confirmed = "confirmed", Refused = "refused",
    }
    /// What a person is to a nomination.
    PersonRole {
        Completer = "completer",
        NominatingExpert = "nominating_expert",
        SocietyOfficer = "society_officer",
    }
    /// Where a match run stands.
    MatchRunState {
        Queued = "queued", Running = "running", Done = "done", Failed = "failed",
    }
    /// Where a job stands.
    JobState {
        Waiting = "waiting", Done = "done", Dead = "dead",
    }
    /// What an officer of a society is.
    OfficerDuty {
        /// 理事长
        President = "president",
        /// 副理事长
        VicePresident = "vice_president",
        /// 秘书长
        SecretaryGeneral = "secretary_general",
        /// 监事长
        ChiefSupervisor = "chief_supervisor",
        /// 法定代表人
        LegalRepresentative = "legal_representative",
        /// 党组织负责人
        PartySecretary = "party_secretary",
    }
    /// What an annual check (年检) concluded: 社会团体年度检查办法 第九条.
    CheckResult {
        /// 合格
        Passed = "passed",
        /// 基本合格
        BasicallyPassed = "basically_passed",
        /// 不合格
        Failed = "failed",
    }
    /// The grade of an assessment (评估等级).
    AssessmentGrade {
        Five = "5A", Four = "4A", Three = "3A", Two = "2A", One = "1A",
    }
    /// How a society stands with CAST.
    SocietyStatus {
        /// 全国学会
        Member = "member",
        /// 委托管理学会
        Entrusted = "entrusted",
        /// 国际组织
        International = "international",
        /// 已暂停
        Suspended = "suspended",
        /// 已并入其他学会
        Merged = "merged",
        /// 已注销
        Deregistered = "deregistered",
        /// 已退出
        Left = "left",
    }
    /// What became of a society.
    SocietyEventKind {
        /// 加入
        Joined = "joined",
        /// 更名
        Renamed = "renamed",
        /// 并入其他学会
        MergedInto = "merged_into",
        /// 暂停
        Suspended = "suspended",
        /// 恢复
        Restored = "restored",
        /// 注销
        Deregistered = "deregistered",
        /// 退出
        Left = "left",
    }
    /// Of whom the threshold of a council's vote is a share, by a society's charter.
    CharterBase {
        /// 到会理事
        Present = "present",
        /// 全体理事
        Members = "members",
    }
    /// By which way a society nominates in a round.
    Route {
        /// 直接提名
        Direct = "direct",
        /// 经中国科协推荐
        ViaCast = "via_cast",
    }
    /// What an examiner found of a criterion.
    Verdict {
        Met = "met", NotMet = "not_met",
    }
    /// Where an application for the right to nominate stands.
    QualificationState {
        /// 草拟
        Draft = "draft",
        /// 已申请，待审核
        Submitted = "submitted",
        /// 退回补正
        Returned = "returned",
        /// 已审核，待决定
        Checked = "checked",
        /// 已授予
        Granted = "granted",
        /// 试行
        Probation = "probation",
        /// 未获授予
        Refused = "refused",
        /// 已暂停
        Suspended = "suspended",
        /// 已取消
        Revoked = "revoked",
        /// 申诉中
        Appealed = "appealed",
        /// 已撤回
        Withdrawn = "withdrawn",
    }
    /// A step of an application for the right to nominate.
    QualificationStep {
        /// 提交申请
        Submit = "submit",
        /// 退回补正
        Return = "return",
        /// 撤回申请
        Withdraw = "withdraw",
        /// 完成审核
        FinishCheck = "finish_check",
        /// 授予
        Grant = "grant",
        /// 准予试行
        GrantProbation = "grant_probation",
        /// 不予授予
        Refuse = "refuse",
        /// 试行转正
        Confirm = "confirm",
        /// 暂停
        Suspend = "suspend",
        /// 恢复
        Restore = "restore",
        /// 取消
        Revoke = "revoke",
        /// 申诉
        Appeal = "appeal",
        /// 支持申诉
        UpholdAppeal = "uphold_appeal",
        /// 驳回申诉
        DismissAppeal = "dismiss_appeal",
    }
    /// Which of the transferred functions a taskbook is for (2015 notice).
    TaskbookKind {
        /// 科技奖励提名
        Nomination = "nomination",
        /// 科技评估
        Evaluation = "evaluation",
        /// 专业技术人员职业资格
        Qualification = "qualification",
        /// 技术标准
        Standards = "standards",
    }
    /// Where a taskbook stands.
    TaskbookState {
        Draft = "draft", Signed = "signed", Executing = "executing", Suspended = "suspended",
        Closed = "closed",
    }
    /// The four stages of the work (2015 notice, 六).
    TaskbookStage {
        /// 筹备协调
        Preparation = "preparation",
        /// 部署动员
        Mobilisation = "mobilisation",
        /// 实施
        Implementation = "implementation",
        /// 系统总结
        Summary = "summary",
    }
    /// Who signs a taskbook.
    TaskbookParty {
        Society = "society", Department = "department", Cast = "cast",
    }
    /// Which body of a society resolves.
    CouncilBody {
        /// 理事会
        Council = "council",
        /// 常务理事会
        StandingCouncil = "standing_council",
    }
    /// How the days of a publicity are counted.
    DayCount {
        /// 自然日
        Natural = "natural",
        /// 工作日
        Working = "working",
    }
    /// What came of a publicity.
    PublicityOutcome {
        /// 无异议
        NoObjection = "none",
        /// 有异议
        Objections = "objections",
    }
    /// What a society's selection made of a candidate.
    SelectionOutcome {
        /// 拟提名
        Chosen = "chosen",
        /// 候补
        Reserve = "reserve",
        /// 未入选
        NotChosen = "not_chosen",
    }
    /// What an assessment looks at (domain.md §8.6).
    AssessmentAspect {
        Authenticity = "authenticity",
        Process = "process",
        MemberSatisfaction = "member_satisfaction",
        UnitSatisfaction = "unit_satisfaction",
        GovernmentSatisfaction = "government_satisfaction",
    }
    /// How grave a finding is.
    FindingGrade {
        Sound = "sound", Minor = "minor", Serious = "serious",
    }
    /// What is disclosed.
    DisclosureKind {
        Progress = "progress", Taskbook = "taskbook", Rules = "rules", Selection = "selection",
        Report = "report", Notice = "notice",
    }
    /// What the library holds.
    LibraryKind {
        /// 工作简报
        Briefing = "briefing",
        /// 典型案例
        Case = "case",
        /// 工作规范
        Norm = "norm",
    }
    /// What a quota is counted in (限额类别).
    Bucket {
        /// 国家最高科学技术奖
        Top = "TOP",
        /// 自然科学奖、技术发明奖、科学技术进步奖，共用
        Three = "THREE",
        /// 科普项目
        SciPop = "SCI_POP",
        /// 国际科学技术合作奖
        Int = "INT",
    }
    /// Whose places a counter of the quota ledger counts.
    CounterKind {
        /// The whole round.
        Round = "round",
        /// 中国科协, for the societies that nominate through it.
        Cast = "cast",
        Society = "society",
    }
    /// What an entry of the quota ledger did.
    EntryKind {
        Opened = "opened", Reserved = "reserved", Released = "released",
        GivenBack = "given_back", Transferred = "transferred", Appealed = "appealed",
    }
    /// Where a giving back of places stands.
    GiveBackState {
        Asked = "asked", Confirmed = "confirmed", Withdrawn = "withdrawn",
    }
    /// By what two nominations are told to share something.
    KeyKind {
        /// Fingerprint of an identity number.
        Identity = "identity",
        /// Name and unit of a person.
        Name = "name",
        /// DOI of a paper or number of a right.
        Content = "content",
    }
    /// What became of a withdrawal that was asked for.
    WithdrawalState {
        Asked = "asked", Granted = "granted", Refused = "refused",
    }
    /// Where a quota proposal stands; whether appeals are open follows from the clock.
    ProposalState {
        Draft = "draft", Confirmed = "confirmed", Published = "published",
    }
    /// Where an appeal stands.
    AppealState {
        Open = "open", Upheld = "upheld", Rejected = "rejected",
    }
    /// Where a dispute over the track record stands.
    DisputeState {
        Filed = "filed", Accepted = "accepted", Rejected = "rejected", Withdrawn = "withdrawn",
    }
    /// What an integrity event is about.
    IntegrityKind {
        /// 工作不规范
        Conduct = "conduct",
        /// 投诉成立
        Complaint = "complaint",
        /// 失信失范
        Misconduct = "misconduct",
        /// 收取费用
        Fees = "fees",
    }
    /// The ladder of sanctions, the lightest first.
    Sanction {
        /// 提醒
        Reminder = "reminder",
        /// 约谈
        Talk = "talk",
        /// 暂停提名资格
        Suspension = "suspension",
        /// 取消提名资格
        Cancellation = "cancellation",
    }
    /// Where an integrity event stands.
    IntegrityState {
        /// 待另一人确认
        Proposed = "proposed",
        InForce = "in_force",
        /// 未予确认
        Refused = "refused",
        /// 已说明并恢复
        Restored = "restored",
        /// 申诉后撤销
        Annulled = "annulled",
    }
}

impl NominationState {
    /// Whether reviewers are sought for a nomination in this state.
    pub const fn is_matched(self) -> bool {
        matches!(
            self,
            Self::Accepted
                | Self::AcceptancePublicity
                | Self::ObjectionClear
                | Self::ObjectionResolved
                | Self::NetworkReview
        )
    }
}
