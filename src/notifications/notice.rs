//! What is said, and to whom?

use std::collections::BTreeMap;

use entity::{ids::AccountId, vocabulary::Role};

/// Which template words a notice.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// The formal examination asks for corrections.
    CorrectionAsked,
    /// The nomination is accepted.
    Accepted,
    /// The nomination is not accepted.
    NotAccepted,
    /// A publicity was released.
    PublicityReleased,
    /// An objection was received.
    ObjectionReceived,
    /// Material on an objection is asked for, until a deadline.
    MaterialAsked,
    /// More time was granted, or not.
    ExtensionDecided,
    /// What became of an objection.
    ObjectionDecided,
    /// The supervision committee is told of an objection.
    ObjectionReported,
    /// Corrections are due.
    CorrectionDue,
    /// Material on an objection is due.
    MaterialDue,
    /// The handling of an objection is due.
    InvestigationDue,
    /// Nominating is about to close.
    NominatingCloses,
    /// A right to nominate is about to end.
    RightEnds,
    /// What became of the right to nominate.
    QualificationDecided,
    /// The quota of a round was published.
    QuotaPublished,
    /// What became of an appeal against a quota.
    AppealDecided,
    /// An expert is invited to review.
    ReviewInvited,
    /// Invitations to review were taken back.
    ReviewWithdrawn,
    /// An answer to an invitation is due.
    ReviewReplyDue,
    /// Somebody is to be put in a reviewer's place.
    ReviewTask,
    /// What CAST made of a recommendation.
    RecommendationAnswered,
    /// What a society recommended to CAST waits for an officer's step, or for none any more.
    RecommendationMoved,
    /// Something was refused for a mark of classification.
    MarkRefused,
    /// A nominee is asked to confirm, by a link of his own.
    NomineeAsked,
    /// A sheet of a reviewer is due.
    SheetDue,
    /// A society is asked what a reviewer wants to know.
    QuestionAsked,
    /// An answer to a question of a reviewer is there.
    QuestionAnswered,
    /// An answer to a question of a reviewer is due.
    QuestionDue,
    /// A meeting is called, or called off.
    MeetingCalled,
    /// A society is given a time for a defence.
    DefenceSlot,
    /// An opinion waits for a signature.
    OpinionToSign,
    /// The outcome of the first review was released.
    FirstReviewDecided,
    /// The outcome of the committee was released.
    CommitteeDecided,
    /// The outcome of a round was released.
    AwardDecided,
    /// What takes a nomination out, or corrects a decision, waits for a second person.
    FallAsked,
    /// Results were made public.
    ResultPublished,
}

impl Kind {
    /// Every kind.
    pub const ALL: &'static [Self] = &[
        Self::CorrectionAsked,
        Self::Accepted,
        Self::NotAccepted,
        Self::PublicityReleased,
        Self::ObjectionReceived,
        Self::MaterialAsked,
        Self::ExtensionDecided,
        Self::ObjectionDecided,
        Self::ObjectionReported,
        Self::CorrectionDue,
        Self::MaterialDue,
        Self::InvestigationDue,
        Self::NominatingCloses,
        Self::RightEnds,
        Self::QualificationDecided,
        Self::QuotaPublished,
        Self::AppealDecided,
        Self::ReviewInvited,
        Self::ReviewWithdrawn,
        Self::ReviewReplyDue,
        Self::ReviewTask,
        Self::RecommendationAnswered,
        Self::RecommendationMoved,
        Self::MarkRefused,
        Self::NomineeAsked,
        Self::SheetDue,
        Self::QuestionAsked,
        Self::QuestionAnswered,
        Self::QuestionDue,
        Self::MeetingCalled,
        Self::DefenceSlot,
        Self::OpinionToSign,
        Self::FirstReviewDecided,
        Self::CommitteeDecided,
        Self::AwardDecided,
        Self::FallAsked,
        Self::ResultPublished,
    ];

    /// The kind of this word.
    pub fn of_word(word: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|kind| kind.as_str() == word)
    }

    /// The word as kept.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::CorrectionAsked => "correction_asked",
            Self::Accepted => "accepted",
            Self::NotAccepted => "not_accepted",
            Self::PublicityReleased => "publicity_released",
            Self::ObjectionReceived => "objection_received",
            Self::MaterialAsked => "material_asked",
            Self::ExtensionDecided => "extension_decided",
            Self::ObjectionDecided => "objection_decided",
            Self::ObjectionReported => "objection_reported",
            Self::CorrectionDue => "correction_due",
            Self::MaterialDue => "material_due",
            Self::InvestigationDue => "investigation_due",
            Self::NominatingCloses => "nominating_closes",
            Self::RightEnds => "right_ends",
            Self::QualificationDecided => "qualification_decided",
            Self::QuotaPublished => "quota_published",
            Self::AppealDecided => "appeal_decided",
            Self::ReviewInvited => "review_invited",
            Self::ReviewWithdrawn => "review_withdrawn",
            Self::ReviewReplyDue => "review_reply_due",
            Self::ReviewTask => "review_task",
            Self::RecommendationAnswered => "recommendation_answered",
            Self::RecommendationMoved => "recommendation_moved",
            Self::MarkRefused => "mark_refused",
            Self::NomineeAsked => "nominee_asked",
            Self::SheetDue => "sheet_due",
            Self::QuestionAsked => "question_asked",
            Self::QuestionAnswered => "question_answered",
            Self::QuestionDue => "question_due",
            Self::MeetingCalled => "meeting_called",
            Self::DefenceSlot => "defence_slot",
            Self::OpinionToSign => "opinion_to_sign",
            Self::FirstReviewDecided => "first_review_decided",
            Self::CommitteeDecided => "committee_decided",
            Self::AwardDecided => "award_decided",
            Self::FallAsked => "fall_asked",
            Self::ResultPublished => "result_published",
        }
    }

    /// Whether the room that set a reminder says, when its time has come, whom it still concerns.
    pub const fn is_told_by_room(self) -> bool {
        matches!(self, Self::NominatingCloses | Self::SheetDue)
    }

    /// Whether it brings a link that only its recipient may know ([`super::send_link`]).
    pub(super) const fn brings_secret(self) -> bool {
        matches!(self, Self::NomineeAsked)
    }
}

/// Whom a notice is for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum To {
    /// One account.
    Account(AccountId),
    /// Everybody who holds a role.
    Role(Role),
    /// The clerks and heads of a society, by its code.
    Society(String),
    /// The heads of a society alone, by its code.
    Head(String),
    /// Somebody without an account, by e-mail address.
    Address(String),
}

/// Something to be told.
#[derive(Clone, Debug)]
pub struct Notice {
    /// Which template words it.
    pub kind: Kind,
    /// What it is about, such as `nomination/<key>`.
    pub subject: String,
    /// What the template is filled with: `number`, `title`, `until`, …. No personal datum of anybody but
    /// the one who is told.
    pub facts: BTreeMap<String, String>,
    /// Where in Laurel it leads, such as `/nominations/<key>`.
    pub link: Option<String>,
}
