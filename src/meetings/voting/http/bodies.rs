//! What is sent to the routes of voting?

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;
use validator::Validate;

use crate::{
    meetings::{MeetingError, voting::draft::NewBallot},
    web::ApiError,
};

/// A ballot to be drafted, or what a draft is to become.
#[derive(Clone, Debug, Deserialize, Serialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewBallot)]
pub(super) struct BallotBody {
    /// Code of the category.
    #[validate(length(min = 1, max = 20))]
    pub category: String,
    /// `special`, `first` or `second`; none where the award has no grades.
    #[serde(default)]
    pub grade: Option<String>,
    /// Whether it raises what was nominated for a lower grade.
    #[serde(default)]
    pub is_raise: bool,
    /// `named` or `secret`; as the rules say where it is none.
    #[serde(default)]
    pub variant: Option<String>,
    /// Keys of the items of the agenda, in the order of the lines.
    #[schema(value_type = Vec<String>)]
    #[validate(length(min = 1, max = 200))]
    pub items: Vec<Uuid>,
    /// Most lines that a paper may mark; as the rules say where it is none.
    #[serde(default)]
    pub cap: Option<u32>,
    /// Most lines that may pass; as the rules say where it is none.
    #[serde(default)]
    pub places: Option<u32>,
    /// Why there are to be more marks or places than the rules say.
    #[serde(default)]
    #[validate(length(max = 500))]
    pub reason: Option<String>,
}

/// The lines that a member marks; none where he abstains.
#[derive(Clone, Debug, Deserialize, Serialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = BallotMarks)]
pub(super) struct MarksBody {
    /// Numbers of lines.
    #[validate(length(max = 200))]
    pub marks: Vec<u32>,
}

/// What somebody reads on a slip of paper.
#[derive(Clone, Debug, Deserialize, Serialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewBallotSlip)]
pub(super) struct SlipBody {
    /// The number on it.
    #[validate(length(min = 1, max = 40))]
    pub slip: String,
    /// Key of the seat whose it is; none where the ballot is secret.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    pub seat: Option<Uuid>,
    /// Numbers of the marked lines.
    #[validate(length(max = 200))]
    pub marks: Vec<u32>,
    /// Whether it cannot be read.
    #[serde(default)]
    pub is_unreadable: bool,
}

/// To whom slips of a secret ballot are handed out.
#[derive(Clone, Debug, Deserialize, Serialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = BallotSlipsHandedOut)]
pub(super) struct HandedOutBody {
    /// Keys of seats.
    #[schema(value_type = Vec<String>)]
    #[validate(length(min = 1, max = 200))]
    pub seats: Vec<Uuid>,
}

/// Why a ballot is made void.
#[derive(Clone, Debug, Deserialize, Serialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = BallotReason)]
pub(super) struct ReasonBody {
    /// Why.
    #[validate(length(min = 4, max = 500))]
    pub reason: String,
}

/// Nothing: the address says it all.
#[derive(Clone, Copy, Debug, Default, Deserialize, Serialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = BallotCommand)]
pub(super) struct CommandBody {}

fn word<W: std::str::FromStr>(
    text: Option<&str>,
    (pointer, allowed): (&str, &str),
) -> Result<Option<W>, ApiError> {
    let wrong = |_| {
        let (zh, en) = (format!("允许：{allowed}"), format!("allowed: {allowed}"));
        MeetingError::field(pointer, "unknown", &zh, &en)
    };
    let word = text.map(|text| text.parse().map_err(wrong)).transpose();
    word.map_err(Into::into)
}

impl BallotBody {
    /// The ballot.
    ///
    /// # Errors
    /// A word that is none of its set.
    pub(super) fn read(self) -> Result<NewBallot, ApiError> {
        Ok(NewBallot {
            grade: word(self.grade.as_deref(), ("/grade", "special, first, second"))?,
            variant: word(self.variant.as_deref(), ("/variant", "named, secret"))?,
            category: self.category,
            is_raise: self.is_raise,
            items: self.items.into_iter().map(Into::into).collect(),
            cap: self.cap,
            places: self.places,
            reason: self.reason,
        })
    }
}
