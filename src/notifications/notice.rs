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
    /// What CAST made of a recommendation.
    RecommendationAnswered,
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
        Self::RecommendationAnswered,
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
            Self::RecommendationAnswered => "recommendation_answered",
        }
    }

    /// Whether the room that set a reminder says, when its time has come, whom it still concerns.
    pub const fn is_told_by_room(self) -> bool {
        matches!(self, Self::NominatingCloses)
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
