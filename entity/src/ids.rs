//! Typed keys: an account's key can never be taken for a nomination's.

use sea_orm::{DbErr, DeriveValueType, TryFromU64, prelude::Uuid};
use serde::{Deserialize, Serialize};

macro_rules! typed_id {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(
            Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize,
            DeriveValueType,
        )]
        #[serde(transparent)]
        pub struct $name(pub Uuid);

        impl TryFromU64 for $name {
            fn try_from_u64(_: u64) -> Result<Self, DbErr> {
                Err(DbErr::ConvertFromU64(stringify!($name)))
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.0.fmt(formatter)
            }
        }

        impl From<Uuid> for $name {
            fn from(id: Uuid) -> Self {
                Self(id)
            }
        }
    )+};
}

typed_id! {
    /// An account (账号).
    AccountId,
    /// A role grant (授权).
    RoleGrantId,
    /// A society (全国学会).
    SocietyId,
    /// A unit (单位).
    UnitId,
    /// An alias of a unit.
    UnitAliasId,
    /// A rule set (规则集).
    RuleSetId,
    /// A round (年度).
    RoundId,
    /// An award category of a round (奖种).
    CategoryId,
    /// A nomination (提名).
    NominationId,
    /// A dossier (提名材料) while a society works on it; the nomination that it becomes has the same key.
    DossierId,
    /// The text of a nomination form.
    FormTextId,
    /// A value of a dossier.
    DossierValueId,
    /// A change of a value of a dossier.
    DossierChangeId,
    /// A link by which a nominee confirms.
    NomineeLinkId,
    /// What a nominee answered.
    NomineeAnswerId,
    /// A file of a dossier (附件).
    AttachmentId,
    /// An upload of a file, while it is under way.
    UploadId,
    /// A step of a dossier from one state to the next.
    DossierStepId,
    /// The timetable of a round (日程).
    RoundTimetableId,
    /// A deadline that was extended (延期).
    DeadlineExtensionId,
    /// A society's own publicity of a dossier (提名前公示).
    InternalPublicityId,
    /// A resolution of a society's council on dossiers (理事会决议).
    DossierResolutionId,
    /// A dossier that a resolution approved or refused.
    ResolvedDossierId,
    /// A society's call for candidates (遴选).
    SelectionCallId,
    /// A candidate of a call.
    SelectionCandidateId,
    /// An expert of a call.
    SelectionExpertId,
    /// A personal link by which an expert of a call scores.
    SelectionLinkId,
    /// What an expert gave a candidate.
    SelectionScoreId,
    /// Where a value of a dossier came from.
    DossierOriginId,
    /// A person of a nomination.
    NominationPersonId,
    /// A unit of a nomination.
    NominationUnitId,
    /// A paper of a nomination.
    NominationPaperId,
    /// An expert (专家).
    ExpertId,
    /// An employment.
    AffiliationId,
    /// A publication.
    PublicationId,
    /// A funded project, a patent or a thesis, of several people.
    SharedWorkId,
    /// A division of a round's nominations into panels (评审组).
    PanelDivisionId,
    /// A match run (匹配).
    MatchRunId,
    /// A conflict finding (回避情形).
    ConflictId,
    /// A job of the queue.
    JobId,
    /// An officer of a society (负责人).
    SocietyOfficerId,
    /// A contact of a society (联系人).
    SocietyContactId,
    /// An annual check of a society (年检).
    SocietyCheckId,
    /// An assessment grade of a society (评估等级).
    SocietyGradeId,
    /// Something that became of a society.
    SocietyEventId,
    /// A route of nomination, from a round on.
    SocietyRouteId,
    /// A version of a society's charter (章程).
    SocietyCharterId,
    /// An application for the right to nominate (提名资格).
    QualificationId,
    /// A criterion of an application.
    QualificationItemId,
    /// A file of an application.
    QualificationFileId,
    /// A step of an application.
    QualificationStepId,
    /// A taskbook (任务书).
    TaskbookId,
    /// A report on an item of a taskbook.
    TaskbookReportId,
    /// A resolution of a council (理事会决议).
    CouncilResolutionId,
    /// A signature under a taskbook.
    TaskbookSignatureId,
    /// A supervision meeting (督导例会).
    SupervisionMeetingId,
    /// An action item of a meeting (待办事项).
    ActionItemId,
    /// A third-party assessment (第三方评估).
    AssessmentId,
    /// A finding of an assessment.
    AssessmentFindingId,
    /// A disclosure (信息公开).
    DisclosureId,
    /// An entry of the library of briefings, typical cases and norms.
    LibraryEntryId,
    /// A quota policy (限额政策).
    QuotaPolicyId,
    /// A saved trial of a policy (方案).
    QuotaScenarioId,
    /// A quota proposal (限额方案).
    QuotaProposalId,
    /// A society's decision in a proposal.
    QuotaDecisionId,
    /// An appeal against a decision (申诉).
    QuotaAppealId,
    /// A counter of the quota ledger (限额台账).
    QuotaCounterId,
    /// An entry of the quota ledger.
    QuotaEntryId,
    /// Places given back (退回).
    QuotaGiveBackId,
    /// A fact of the track record (业绩事实).
    OutcomeFactId,
    /// A dispute over the track record (业绩异议).
    RecordDisputeId,
    /// An integrity event (诚信事件).
    IntegrityEventId,
    /// A submission of a dossier (提交).
    SubmissionId,
    /// A key of what was submitted.
    SubmittedKeyId,
    /// A withdrawal that was asked for (撤回申请).
    WithdrawalId,
    /// A step of a nomination after its submission.
    NominationStepId,
    /// A publicity of the award office (公示).
    PublicityId,
    /// A nomination as a publicity shows it.
    PublicityEntryId,
    /// A correction of a publicity (更正).
    PublicityCorrectionId,
    /// Something that a person is told (通知).
    NoticeId,
    /// A formal examination of a nomination (形式审查).
    ExaminationId,
    /// What an examiner said of one rule.
    ExaminationVerdictId,
    /// A correction that was asked for (补正).
    ExaminationCorrectionId,
    /// Examinations dealt with together.
    ExaminationBatchId,
    /// A field that a correction unlocked.
    DossierUnlockId,
    /// A record of the integrity register (诚信记录).
    IntegrityRecordId,
    /// An objection (异议).
    ObjectionId,
    /// A file of evidence.
    ObjectionFileId,
    /// Something asked of a party to an objection.
    ObjectionTaskId,
    /// Something that happened to an objection.
    ObjectionEventId,
    /// A request to see who objected (查阅身份).
    IdentityRequestId,
    /// A key by which nominations show what they share.
    ReuseKeyId,
    /// A comparison of a whole round (查重).
    ReuseRunId,
    /// What two nominations share.
    ReuseFindingId,
    /// A message of the outbox (待发邮件).
    NoticeMailId,
    /// A reminder (催办).
    ReminderId,
    /// A preview of a template on real recipients.
    TemplatePreviewId,
    /// An assignment plan (指派方案).
    AssignmentPlanId,
    /// A change of an assignment plan.
    PlanChangeId,
    /// A nomination that an expert is asked to review (评审任务).
    ReviewAssignmentId,
    /// A commitment that a reviewer signed (保密承诺).
    ReviewerCommitmentId,
    /// A decision on a conflict (回避认定).
    RecusalDecisionId,
    /// A declaration of interest (利益申报).
    RecusalDeclarationId,
    /// A conflict that a recheck found (复查提示).
    RecusalAlertId,
    /// A look back at a round (回避复核).
    RecusalScanId,
    /// Two records that may be one person (人员对照).
    PersonLinkId,
    /// A step about such a pair.
    PersonLinkStepId,
    /// A phase of the remote review of a category (网络评审).
    ReviewPhaseId,
    /// A reviewer's sheet of points (评分表).
    ReviewSheetId,
    /// A mark that a reviewer makes in a document (批注).
    ReviewMarkId,
    /// A question of a reviewer to the nominator (质询).
    ReviewQuestionId,
    /// A copy of a dossier without names (隐名材料).
    RedactedCopyId,
    /// A computation of the outcome of a phase (汇总).
    AggregateRunId,
    /// Something that a computation points at for people to look at (提示).
    ReviewHintId,
    /// A panel, committee or council (评审组织).
    ReviewBodyId,
    /// A seat of a body (席位).
    ReviewSeatId,
    /// A meeting of a body (评审会议).
    ReviewMeetingId,
    /// A nomination on the agenda of a meeting (议程).
    AgendaItemId,
    /// A time that a seat was present (签到).
    AttendanceId,
    /// That a seat keeps out of an item (回避).
    ItemRecusalId,
    /// A file for a defence (答辩材料).
    DefenceFileId,
    /// A body's opinion on a nomination (评审意见).
    OpinionId,
    /// A ballot (表决).
    BallotId,
    /// A paper of a ballot (选票).
    BallotPaperId,
    /// What one person reads on a paper slip (录入).
    PaperEntryId,
    /// A recount of a ballot (复核计票).
    BallotRecountId,
    /// A release of results (结果发布).
    ResultReleaseId,
    /// What was decided of a nomination (评审结果).
    ResultDecisionId,
    /// A document behind a release (批准文件).
    ResultPaperId,
    /// Something asked for that takes a nomination out, or corrects what was decided of it.
    ResultFallId,
    /// The bundle from which anyone can compute a round anew (结果数据包).
    ResultBundleId,
}
