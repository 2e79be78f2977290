//! What is sent to the routes of objections?

use entity::vocabulary::{ObjectionEffect, ObjectionOutcome, ObjectionParty};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use validator::Validate;

/// How an objection is screened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(super) enum ScreeningDecision {
    /// Taken for investigation.
    Accept,
    /// Not taken.
    Refuse,
    /// Handed to the competent body.
    Transfer,
}

/// The screening of an objection.
#[derive(Clone, Debug, Deserialize, Serialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct ObjectionScreening {
    /// How.
    pub decision: ScreeningDecision,
    /// Code of the reason, where it is not taken.
    #[serde(default)]
    #[validate(length(max = 64))]
    pub refusal: Option<String>,
    /// What the nominator is told where it is taken; else what the objector is told.
    #[validate(length(min = 4, max = 4000))]
    pub text: String,
}

/// Something asked of a party.
#[derive(Clone, Debug, Deserialize, Serialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct NewObjectionTask {
    /// `nominator`, `nominee` or `objector`.
    #[schema(value_type = String)]
    pub party: ObjectionParty,
    /// What for.
    #[validate(length(min = 4, max = 4000))]
    pub what: String,
}

/// Whether a party has more time.
#[derive(Clone, Debug, Deserialize, Serialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct ObjectionExtensionDecision {
    /// Whether it has.
    pub is_granted: bool,
    /// Why.
    #[validate(length(min = 4, max = 4000))]
    pub answer: String,
}

/// A text.
#[derive(Clone, Debug, Deserialize, Serialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct ObjectionText {
    /// In words.
    #[validate(length(min = 4, max = 20000))]
    pub text: String,
}

/// What is proposed to become of an objection.
#[derive(Clone, Debug, Deserialize, Serialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct ObjectionProposal {
    /// `dismissed`, `upheld`, `deferred` or `admitted`.
    #[schema(value_type = String)]
    pub outcome: ObjectionOutcome,
    /// `stays`, `deferred` or `terminated`.
    #[schema(value_type = String)]
    pub effect: ObjectionEffect,
    /// Why; both parties read it.
    #[validate(length(min = 4, max = 4000))]
    pub text: String,
}

/// Whether another person agrees.
#[derive(Clone, Debug, Deserialize, Serialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct ObjectionDecision {
    /// Whether.
    pub is_agreed: bool,
    /// Why not, where not.
    #[serde(default)]
    #[validate(length(max = 4000))]
    pub text: String,
}

/// A reason.
#[derive(Clone, Debug, Deserialize, Serialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct ObjectionReason {
    /// Why.
    #[validate(length(min = 10, max = 2000))]
    pub reason: String,
}

/// Whether who objected may be seen.
#[derive(Clone, Debug, Deserialize, Serialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct ObjectionIdentityAnswer {
    /// Whether.
    pub is_granted: bool,
    /// Why.
    #[validate(length(min = 10, max = 2000))]
    pub reason: String,
}

/// More time that a society asks for.
#[derive(Clone, Debug, Deserialize, Serialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct ObjectionMoreTime {
    /// Days.
    #[validate(range(min = 1, max = 60))]
    pub days: u32,
    /// Why.
    #[validate(length(min = 4, max = 4000))]
    pub reason: String,
}

/// A reason for which an objection is not taken.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(super) struct ObjectionRefusalReason {
    /// Code.
    pub code: String,
    /// Chinese.
    pub zh: String,
    /// English.
    pub en: String,
    /// The clause, in Chinese.
    pub basis_zh: String,
    /// The clause, in English.
    pub basis_en: String,
}
