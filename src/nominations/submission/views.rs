//! What does a society see of its submissions, its withdrawals and its work in a round?

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::{policy::Effect, receipt::Receipt, recommendation::RecommendationView, store};
use crate::nominations::checks::Finding;

/// What the rule check finds in a dossier as it stands.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = DossierCheck)]
pub(super) struct CheckView {
    /// Version of the dossier.
    pub version: i64,
    /// When it was looked at, by the server's clock.
    pub checked_at: DateTime<Utc>,
    /// Whether no rule fails.
    pub is_submittable: bool,
    /// What each rule says, in the order of the rules.
    pub findings: Vec<Finding>,
}

/// A submission with its receipt.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = DossierSubmission)]
pub(super) struct SubmissionView {
    /// Key.
    #[schema(value_type = String)]
    pub id: Uuid,
    /// From 1.
    pub attempt: i32,
    /// Who submitted.
    pub by: String,
    /// When.
    pub at: DateTime<Utc>,
    /// How many rules were left to a person.
    pub for_a_person: usize,
    /// The receipt.
    pub receipt: Receipt,
}

/// A withdrawal.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = DossierWithdrawal)]
pub(super) struct WithdrawalView {
    /// Key.
    #[schema(value_type = String)]
    pub id: Uuid,
    /// `asked`, `granted` or `refused`.
    pub state: String,
    /// Whether the dossier is to be submitted again.
    pub is_replacement: bool,
    /// Why it was asked for.
    pub reason: String,
    /// Who asked.
    pub asked_by: String,
    /// When.
    pub asked_at: DateTime<Utc>,
    /// What was answered.
    pub answer: Option<String>,
    /// Who answered.
    pub answered_by: Option<String>,
    /// When.
    pub answered_at: Option<DateTime<Utc>>,
    /// Whether the place went back to the society.
    pub is_place_free: Option<bool>,
}

/// Submissions and withdrawals of a dossier.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = DossierSubmissions)]
#[expect(clippy::struct_excessive_bools, reason = "each is a deed that the page offers or not")]
pub(super) struct SubmissionsView {
    /// Version of the dossier, to be named by whoever acts on it.
    pub version: i64,
    /// Whether the reader may submit it now, as far as his role and its state go.
    pub may_submit: bool,
    /// Whether he may recommend it to CAST instead, as its society nominates through CAST in the round.
    pub may_recommend: bool,
    /// The newest recommendation to CAST, and what became of it.
    pub recommendation: Option<RecommendationView>,
    /// Whether a withdrawal may be asked for.
    pub may_withdraw: bool,
    /// Whether it may be taken back to be submitted again.
    pub may_replace: bool,
    /// Whether the place would go back to the society.
    pub frees_place: bool,
    /// On what these rules stand.
    pub basis: String,
    /// Newest first.
    pub submissions: Vec<SubmissionView>,
    /// Newest first.
    pub withdrawals: Vec<WithdrawalView>,
    /// What those who acted are called, by user name.
    pub names: BTreeMap<String, String>,
}

impl SubmissionView {
    pub(super) fn of(one: store::Submission) -> Self {
        use crate::nominations::checks::Verdict::NeedsPerson;
        Self {
            id: one.id.0,
            attempt: one.attempt,
            by: one.by,
            at: one.at,
            for_a_person: one.findings.iter().filter(|one| one.verdict == NeedsPerson).count(),
            receipt: one.receipt,
        }
    }
}

impl WithdrawalView {
    pub(super) fn of(one: store::Withdrawal) -> Self {
        Self {
            id: one.id.0,
            state: one.state.as_str().to_owned(),
            is_replacement: one.is_replacement,
            reason: one.reason,
            asked_by: one.asked_by,
            asked_at: one.asked_at,
            answer: one.answer,
            answered_by: one.answered_by,
            answered_at: one.answered_at,
            is_place_free: one.is_place_free,
        }
    }
}

impl SubmissionsView {
    /// What may be done, and what was done.
    pub(super) fn of(
        version: i64,
        may_submit: bool,
        (effect, basis): (Effect, String),
        (submissions, withdrawals): (Vec<store::Submission>, Vec<store::Withdrawal>),
    ) -> Self {
        Self {
            version,
            may_submit,
            may_recommend: false,
            recommendation: None,
            may_withdraw: effect.is_allowed,
            may_replace: effect.may_replace,
            frees_place: effect.frees_place,
            basis,
            submissions: submissions.into_iter().map(SubmissionView::of).collect(),
            withdrawals: withdrawals.into_iter().map(WithdrawalView::of).collect(),
            names: BTreeMap::new(),
        }
    }

    /// The user names of those who acted.
    pub(super) fn actors(&self) -> Vec<&str> {
        let recommended = self.recommendation.iter().flat_map(RecommendationView::actors);
        let answered = self.withdrawals.iter().filter_map(|one| one.answered_by.as_deref());
        let asked = self.withdrawals.iter().map(|one| one.asked_by.as_str());
        self.submissions
            .iter()
            .map(|one| one.by.as_str())
            .chain(asked)
            .chain(answered)
            .chain(recommended)
            .collect()
    }
}

/// The society's work in a round at a glance.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = SocietyHome)]
pub(super) struct HomeView {
    /// Year of the round.
    pub round: i32,
    /// The server's clock.
    pub now: DateTime<Utc>,
    /// When nominating begins.
    pub opens_at: Option<DateTime<Utc>>,
    /// The first instant that is too late, for the society.
    pub closes_at: Option<DateTime<Utc>>,
    /// Places by bucket.
    pub places: Vec<PlacesView>,
    /// Dossiers by state.
    pub states: BTreeMap<String, u32>,
    /// What blocks each dossier that is not submitted, by number.
    pub dossiers: Vec<BlockedView>,
}

/// The society's places of a bucket.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = SocietyPlaces)]
pub(super) struct PlacesView {
    /// `TOP`, `THREE`, `SCI_POP` or `INT`.
    pub bucket: String,
    /// Chinese name.
    pub name: String,
    /// English name.
    pub name_en: String,
    /// Places; none for no limit.
    pub places: Option<i32>,
    /// Places taken.
    pub used: i32,
    /// Places that can be taken; none for no limit.
    pub free: Option<i32>,
}

/// A dossier with what blocks it.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = BlockedDossier)]
pub(super) struct BlockedView {
    /// Key.
    #[schema(value_type = String)]
    pub id: Uuid,
    /// Number.
    pub number: String,
    /// Project name as written so far.
    pub title: String,
    /// State.
    pub state: String,
    /// The next state on its way; none when it is submitted or over.
    pub next: Option<String>,
    /// How many rules fail.
    pub failing: usize,
    /// The first of them.
    pub blockers: Vec<Finding>,
}
