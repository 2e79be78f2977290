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
}
