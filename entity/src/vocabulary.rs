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
        Submitted = "submitted",
        FormCheck = "form_check",
        CorrectionRequired = "correction_required",
        Rejected = "rejected",
        Accepted = "accepted",
        AcceptancePublicity = "acceptance_publicity",
        NetworkReview = "network_review",
        PanelReview = "panel_review",
        FirstReviewPassed = "first_review_passed",
        FirstReviewFailed = "first_review_failed",
        CommitteePassed = "committee_passed",
        CommitteeFailed = "committee_failed",
        Awarded = "awarded",
        NotAwarded = "not_awarded",
        Withdrawn = "withdrawn",
        Removed = "removed_66",
        Terminated = "terminated",
        Revoked = "revoked",
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
}

impl NominationState {
    /// Whether reviewers are sought for a nomination in this state.
    pub const fn is_matched(self) -> bool {
        matches!(self, Self::Accepted | Self::AcceptancePublicity | Self::NetworkReview)
    }
}
