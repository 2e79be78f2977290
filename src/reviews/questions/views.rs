//! What does each side see of a question? The office all but who asked; the reviewer no society's name, the society no
//! reviewer.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

/// A question on a nomination, as a reviewer of it reads it.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = OwnReviewQuestion)]
pub(super) struct ReviewerView {
    /// Key; of the reader's own questions only.
    #[schema(value_type = Option<String>)]
    pub id: Option<Uuid>,
    /// Whether the reader asked it.
    pub is_own: bool,
    /// What was asked: in the reader's words, or in those of the office.
    pub text: String,
    /// `asked`, `refused`, `sent` or `released`.
    pub state: String,
    /// Why it was not sent on.
    pub refusal: Option<String>,
    /// What was answered, as the office passed it on.
    pub answer: Option<String>,
    /// When it was passed on.
    pub answered_at: Option<DateTime<Utc>>,
}

/// What an officer may do with a question now.
#[derive(Clone, Copy, Debug, Default, Serialize, ToSchema)]
#[schema(as = ReviewQuestionMay)]
pub(super) struct QuestionMay {
    /// Send it on, or not.
    pub screen: bool,
    /// Pass an answer on, or that there is none.
    pub release: bool,
}

/// A question, as the award office sees it: not who asked.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = ReviewQuestion)]
pub(super) struct OfficeView {
    /// Key.
    #[schema(value_type = String)]
    pub id: Uuid,
    /// Key of the nomination.
    #[schema(value_type = String)]
    pub nomination: Uuid,
    /// The number that people quote.
    pub nomination_id: String,
    /// Project name.
    pub title: String,
    /// Code of its award.
    pub category: String,
    /// Whether somebody is there to answer: a society that nominated.
    pub has_society: bool,
    /// `asked`, `refused`, `sent`, `answered`, `released` or `withdrawn`.
    pub state: String,
    /// What was asked.
    pub text: String,
    /// What the society reads.
    pub sent: Option<String>,
    /// What the society answered.
    pub answer: Option<String>,
    /// What the reviewers read.
    pub released: Option<String>,
    /// Why it was not sent on.
    pub refusal: Option<String>,
    /// The first instant that is too late for an answer.
    pub due_at: Option<DateTime<Utc>>,
    /// Who sent it on, or did not.
    pub screened_by: Option<String>,
    /// When.
    pub screened_at: Option<DateTime<Utc>>,
    /// Who answered.
    pub answered_by: Option<String>,
    /// When.
    pub answered_at: Option<DateTime<Utc>>,
    /// Who passed the answer on.
    pub released_by: Option<String>,
    /// When.
    pub released_at: Option<DateTime<Utc>>,
    /// What the reader may do.
    pub may: QuestionMay,
    /// Version, for the entity tag.
    pub version: i64,
    /// What those who acted are called, by user name.
    pub names: BTreeMap<String, String>,
}

/// A question, as the society that nominated reads it.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = SocietyQuestion)]
pub(super) struct SocietyView {
    /// Key.
    #[schema(value_type = String)]
    pub id: Uuid,
    /// The number of the nomination that people quote.
    pub nomination_id: String,
    /// Project name.
    pub title: String,
    /// What is asked.
    pub text: String,
    /// The first instant that is too late.
    pub due_at: Option<DateTime<Utc>>,
    /// `sent`, `late` or `answered`.
    pub state: String,
    /// What was answered.
    pub answer: Option<String>,
    /// Who answered.
    pub answered_by: Option<String>,
    /// When.
    pub answered_at: Option<DateTime<Utc>>,
    /// Version, for the entity tag.
    pub version: i64,
    /// What those who acted are called, by user name.
    pub names: BTreeMap<String, String>,
}
