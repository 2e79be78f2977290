//! What is shown of a fall?

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;
use validator::Validate;

use crate::{identity::Acted, matching::AssignedNomination};

/// What takes a nomination out of review or an award back, or corrects a decision.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(super) struct FallRequest {
    /// Key.
    #[schema(value_type = String)]
    pub(super) id: Uuid,
    /// The nomination.
    pub(super) nomination: AssignedNomination,
    /// Where the nomination stands now.
    pub(super) nomination_state: String,
    /// `removal_66`, `termination_74`, `termination_92`, `revocation_94` or `reversal`.
    pub(super) kind: String,
    /// `asked`, `done`, `refused` or `withdrawn`.
    pub(super) state: String,
    /// Where the nomination goes by it.
    pub(super) to_state: String,
    /// Why.
    pub(super) reason: String,
    /// The ground: an article, a finding, a ruling.
    pub(super) basis: String,
    /// Number of the document by which it was decided.
    pub(super) document_number: Option<String>,
    /// Who asked.
    pub(super) asked_by: String,
    /// When.
    pub(super) asked_at: DateTime<Utc>,
    /// Who answered.
    pub(super) decided_by: Option<String>,
    /// When.
    pub(super) decided_at: Option<DateTime<Utc>>,
    /// What was answered.
    pub(super) answer: Option<String>,
    /// What the reader may do.
    pub(super) may: FallMay,
    /// Version.
    pub(super) version: i64,
    /// What those are called who acted, by user name.
    pub(super) names: BTreeMap<String, String>,
}

impl Acted for FallRequest {
    fn actors(&self) -> Vec<&str> {
        std::iter::once(self.asked_by.as_str()).chain(self.decided_by.as_deref()).collect()
    }

    fn names(&mut self) -> &mut BTreeMap<String, String> {
        &mut self.names
    }
}

/// What a reader may do with a fall.
#[derive(Clone, Copy, Debug, Serialize, ToSchema)]
pub(super) struct FallMay {
    /// Agree to it, as another person than the one who asked.
    pub(super) grant: bool,
    /// Refuse it, or take one's own back.
    pub(super) refuse: bool,
}

/// What somebody asks of a nomination.
#[derive(Clone, Debug, Serialize, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct NewFallRequest {
    /// Key of the nomination.
    #[schema(value_type = String)]
    pub(super) nomination: Uuid,
    /// `removal_66`, `termination_74`, `termination_92`, `revocation_94` or `reversal`.
    pub(super) kind: String,
    /// Why.
    #[validate(length(min = 4, max = 500))]
    pub(super) reason: String,
    /// The ground: an article, a finding, a ruling.
    #[validate(length(min = 4, max = 500))]
    pub(super) basis: String,
    /// Number of the document by which it was decided; needed where an award is taken back.
    #[serde(default)]
    #[validate(length(max = 100))]
    pub(super) document_number: Option<String>,
}

/// What another person answers.
#[derive(Clone, Debug, Serialize, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct AnswerFallRequest {
    /// Whether it is agreed to.
    pub(super) grant: bool,
    /// Why.
    #[validate(length(min = 2, max = 500))]
    pub(super) reason: String,
}
