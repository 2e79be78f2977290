//! What is shown of who was asked: one view for the award office, another for the reviewer.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::{
    column_views::ConflictMark,
    commitment::{AnswerWord, CommitmentText},
};
use crate::matching::{AssignedNomination, NamedExpert};

/// That an assignment is frozen.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = AssignmentFrozen)]
pub(super) struct Frozen {
    /// When.
    pub at: DateTime<Utc>,
    /// By whom.
    pub by: Option<String>,
    /// Why.
    pub reason: Option<String>,
}

/// An assignment, as the award office sees it.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = ReviewAssignment)]
pub(super) struct OfficeAssignment {
    /// Key.
    #[schema(value_type = String)]
    pub id: Uuid,
    /// The plan.
    #[schema(value_type = String)]
    pub plan: Uuid,
    /// The nomination.
    pub nomination: AssignedNomination,
    /// The expert.
    pub expert: NamedExpert,
    /// User name of the expert's account.
    pub account: Option<String>,
    /// Affinity.
    pub score: Option<f64>,
    /// `proposed`, `invited`, `accepted`, `declined`, `recused`, `expired` or `withdrawn`.
    pub state: String,
    /// That it is frozen.
    pub frozen: Option<Frozen>,
    /// The assignment in whose place it stands.
    #[schema(value_type = Option<String>)]
    pub replaces: Option<Uuid>,
    /// The assignment that stands in its place.
    #[schema(value_type = Option<String>)]
    pub replaced_by: Option<Uuid>,
    /// When it was invited to.
    pub invited_at: Option<DateTime<Utc>>,
    /// The first instant that is too late for an answer.
    pub due_at: Option<DateTime<Utc>>,
    /// When it was answered, or ended.
    pub answered_at: Option<DateTime<Utc>>,
    /// `none` or `declared`.
    pub interest: Option<String>,
    /// Kind of interest.
    pub interest_kind: Option<String>,
    /// Why it was declined.
    pub decline_reason: Option<String>,
    /// What the reviewer wrote; for the award office alone.
    pub words: Option<String>,
    /// Why the expert was chosen against a rule.
    pub note: Option<String>,
    /// `replace` where it waits for somebody in its place.
    pub task: Option<String>,
    /// Version, for the entity tag.
    pub version: i64,
    /// What those who acted are called, by user name.
    pub names: BTreeMap<String, String>,
}

/// Somebody who could take a place.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(super) struct ReplacementCandidate {
    /// The expert.
    pub expert: NamedExpert,
    /// Affinity.
    pub score: f64,
    /// Lower end of the band.
    pub low: Option<f64>,
    /// Upper end of the band.
    pub high: Option<f64>,
    /// Nominations that he has.
    pub load: u32,
    /// Most nominations.
    pub max_load: u32,
    /// `none`, `note` or `flag`.
    pub conflict: String,
    /// The conflicts that the run found.
    pub conflicts: Vec<ConflictMark>,
    /// Whether an account is tied to him.
    pub has_account: bool,
}

/// What came of invitations.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(super) struct InvitationsSent {
    /// Assignments that were invited to.
    pub invited: u64,
    /// Experts whom neither an account nor an e-mail address reaches.
    pub unreachable: Vec<NamedExpert>,
    /// Numbers of nominations that have left review, for which nobody was asked.
    pub left: Vec<String>,
}

/// The account that an expert signs in with.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(super) struct ReviewerAccount {
    /// Its user name.
    pub username: String,
    /// Who tied it.
    pub tied_by: String,
    /// When.
    pub tied_at: DateTime<Utc>,
    /// What the two are called, by user name.
    pub names: BTreeMap<String, String>,
}

/// The commitment as the reviewer reads it.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(super) struct ReviewCommitment {
    /// Version.
    pub version: String,
    /// Digest of the text, which the signature names.
    pub digest: String,
    /// In Chinese.
    pub zh: CommitmentText,
    /// In English.
    pub en: CommitmentText,
    /// When the reader signed it for every round to which he is invited.
    pub signed_at: Option<DateTime<Utc>>,
    /// Why an invitation may be declined.
    pub decline_reasons: Vec<AnswerWord>,
    /// Kinds of interest.
    pub interest_kinds: Vec<AnswerWord>,
}

/// A person of a nomination, as far as interests ask for.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(super) struct ConcernedPerson {
    /// Name.
    pub name: String,
    /// Unit.
    pub unit: Option<String>,
}

/// Whom a nomination concerns; shown once the commitment is signed.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(super) struct ConcernedParties {
    /// The number that people quote.
    pub nomination_id: String,
    /// Project name.
    pub title: String,
    /// Category code.
    pub category: Option<String>,
    /// Its people.
    pub people: Vec<ConcernedPerson>,
    /// Its units.
    pub units: Vec<String>,
}

/// What a reviewer may do now.
#[derive(Clone, Copy, Debug, Default, Serialize, ToSchema)]
#[expect(clippy::struct_excessive_bools, reason = "one for each button of the page")]
pub(super) struct ReviewMay {
    /// Say whether there is an interest.
    pub declare: bool,
    /// Accept.
    pub accept: bool,
    /// Decline.
    pub decline: bool,
    /// Recuse himself.
    pub recuse: bool,
    /// Read the dossier.
    pub read: bool,
    /// Judge it.
    pub score: bool,
}

/// A discipline by code and name.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(super) struct MatchedDiscipline {
    /// Code of GB/T 13745.
    pub code: String,
    /// Its name.
    pub name: Option<String>,
}

/// A nomination that the reader is asked to review: nothing of a score, nothing of other reviewers.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(super) struct MyReview {
    /// Key.
    #[schema(value_type = String)]
    pub id: Uuid,
    /// Year of the round.
    pub round: i32,
    /// `invited`, `accepted`, `declined`, `recused`, `expired` or `withdrawn`.
    pub state: String,
    /// Whether it is suspended.
    pub frozen: bool,
    /// When the invitation came.
    pub invited_at: Option<DateTime<Utc>>,
    /// The first instant that is too late for an answer.
    pub due_at: Option<DateTime<Utc>>,
    /// When it was answered.
    pub answered_at: Option<DateTime<Utc>>,
    /// Words that the nomination shares with the reader's work.
    pub terms: Vec<String>,
    /// The discipline that both share.
    pub discipline: Option<MatchedDiscipline>,
    /// `none` or `declared`.
    pub interest: Option<String>,
    /// Whom it concerns; none until the commitment is signed.
    pub nomination: Option<ConcernedParties>,
    /// What may be done now.
    pub may: ReviewMay,
    /// Version, for the entity tag.
    pub version: i64,
}

/// A topic with the number of nominations that it matched.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(super) struct MatchedTopic {
    /// The word.
    pub term: String,
    /// Nominations.
    pub count: u32,
}

/// What a reviewer is asked for.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(super) struct MyReviews {
    /// The reader's name in the pool.
    pub name: String,
    /// Version of the commitment in force.
    pub commitment: String,
    /// When the reader signed it.
    pub signed_at: Option<DateTime<Utc>>,
    /// Assignments by state.
    pub counts: BTreeMap<String, u32>,
    /// The next instant by which an answer is due.
    pub due_at: Option<DateTime<Utc>>,
    /// The topics that matched, the most frequent first.
    pub topics: Vec<MatchedTopic>,
    /// The assignments, those to be answered first.
    pub reviews: Vec<MyReview>,
}
