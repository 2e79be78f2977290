//! What does each audience see of a proposal?

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::{
    super::{
        appeals::AppealView,
        engine::{HeadSum, SocietyOutcome},
        ledger::CounterView,
        policies::PolicyView,
        trials::OutcomeSummary,
    },
    record::{Decision, Proposal},
    rules::Standing,
};
use crate::identity::Acted;

/// A proposal in a list.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = QuotaProposal)]
pub struct ProposalView {
    /// Key.
    #[schema(value_type = String)]
    pub id: Uuid,
    /// Year of the round that it is for.
    pub year: i32,
    /// The stored policy that it applies.
    pub policy: PolicyView,
    /// Places in all.
    pub total: i32,
    /// Places kept back.
    pub held: i32,
    /// `draft`, `confirmed`, `appeals`, `deciding` or `final`.
    pub standing: String,
    /// Why it was made.
    pub note: String,
    /// Who made it.
    pub proposed_by: String,
    /// When.
    pub proposed_at: DateTime<Utc>,
    /// Who confirmed it.
    pub confirmed_by: Option<String>,
    /// When.
    pub confirmed_at: Option<DateTime<Utc>>,
    /// Who published it.
    pub published_by: Option<String>,
    /// When.
    pub published_at: Option<DateTime<Utc>>,
    /// The first instant that is too late for an appeal.
    pub appeals_until: Option<DateTime<Utc>>,
    /// Appeals that wait.
    pub open_appeals: u32,
    /// Decisions other than proposed.
    pub overridden: u32,
    /// What those who acted are called, by user name; with the decisions those who decided otherwise among them.
    pub names: BTreeMap<String, String>,
    /// Counts the changes; the entity tag to act with.
    pub version: i64,
}

/// Whether the decisions add up.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = QuotaBalance)]
pub struct BalanceView {
    /// Places in all.
    pub total: i32,
    /// Places decided.
    pub decided: i32,
    /// What is left to be kept back; below zero where too much is decided.
    pub held: i32,
    /// Places that the engine kept back.
    pub held_as_proposed: i32,
}

/// A decision in a proposal.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = QuotaDecision)]
pub struct DecisionView {
    /// Code of the society.
    pub society_id: String,
    /// Its name.
    pub society: String,
    /// Its discipline group.
    pub group: String,
    /// The engine's band.
    pub band: String,
    /// Points in millionths.
    pub score: i64,
    /// Lower end of the interval.
    pub low: i64,
    /// Upper end.
    pub high: i64,
    /// Places before.
    pub previous: i32,
    /// Places that the engine proposed.
    pub proposed: i32,
    /// Places decided.
    pub decided: i32,
    /// Why other places were decided.
    pub reason: Option<String>,
    /// Who decided so.
    pub decided_by: Option<String>,
    /// When.
    pub decided_at: Option<DateTime<Utc>>,
    /// State of the society's appeal, if there is one.
    pub appeal: Option<String>,
    /// Counts the changes; the entity tag to change it with.
    pub version: i64,
}

/// A proposal with its decisions.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = QuotaProposalDetail)]
pub struct ProposalDetail {
    /// The proposal.
    #[serde(flatten)]
    pub proposal: ProposalView,
    /// SHA-256 of the rows that it rests on.
    pub input_digest: String,
    /// SHA-256 of the outcome.
    pub output_digest: String,
    /// The outcome as a whole.
    pub summary: OutcomeSummary,
    /// Whether the decisions add up.
    pub balance: BalanceView,
    /// The decisions by code.
    pub decisions: Vec<DecisionView>,
    /// What the reader may do: `override`, `confirm`, `return`, `publish`, `decide_appeal`.
    pub allowed_actions: Vec<String>,
}

/// A decision with everything that explains it.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = QuotaDecisionDetail)]
pub struct DecisionDetail {
    /// The decision.
    #[serde(flatten)]
    pub decision: DecisionView,
    /// Key of the proposal.
    #[schema(value_type = String)]
    pub proposal_id: Uuid,
    /// Year of the round.
    pub year: i32,
    /// Where the proposal stands.
    pub standing: String,
    /// What the engine says of the society.
    pub outcome: SocietyOutcome,
    /// The society's appeal, if there is one.
    pub filed_appeal: Option<AppealView>,
    /// What those who acted are called, by user name.
    pub names: BTreeMap<String, String>,
}

impl Acted for ProposalView {
    fn actors(&self) -> Vec<&str> {
        let others = [&self.confirmed_by, &self.published_by];
        let others = others.into_iter().filter_map(|by| by.as_deref());
        std::iter::once(self.proposed_by.as_str()).chain(others).collect()
    }

    fn names(&mut self) -> &mut BTreeMap<String, String> {
        &mut self.names
    }
}

impl Acted for ProposalDetail {
    fn actors(&self) -> Vec<&str> {
        let decided = self.decisions.iter().filter_map(|one| one.decided_by.as_deref());
        self.proposal.actors().into_iter().chain(decided).collect()
    }

    fn names(&mut self) -> &mut BTreeMap<String, String> {
        &mut self.proposal.names
    }
}

impl Acted for DecisionDetail {
    fn actors(&self) -> Vec<&str> {
        self.decision.decided_by.as_deref().into_iter().collect()
    }

    fn names(&mut self) -> &mut BTreeMap<String, String> {
        &mut self.names
    }
}

/// What a society sees of one published decision.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = SocietyQuotaDecision)]
pub struct OwnDecision {
    /// Key of the proposal.
    #[schema(value_type = String)]
    pub proposal_id: Uuid,
    /// Year of the round.
    pub year: i32,
    /// `appeals`, `deciding` or `final`.
    pub standing: String,
    /// When it was published.
    pub published_at: Option<DateTime<Utc>>,
    /// The first instant that is too late for an appeal.
    pub appeals_until: Option<DateTime<Utc>>,
    /// The policy's Chinese title.
    pub policy: String,
    /// The policy's English title.
    pub policy_en: String,
    /// Places before.
    pub previous: i32,
    /// Places that the engine proposed.
    pub proposed: i32,
    /// Places decided.
    pub decided: i32,
    /// Why other places were decided than proposed.
    pub reason: Option<String>,
    /// What the engine says of the society.
    pub outcome: SocietyOutcome,
    /// The society's appeal, if there is one.
    pub appeal: Option<AppealView>,
    /// Whether the reader may appeal now.
    pub may_appeal: bool,
}

/// What a society sees of its quota.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = SocietyQuota)]
pub struct SocietyQuota {
    /// Code.
    pub society_id: String,
    /// Name.
    pub society: String,
    /// Published decisions, newest round first.
    pub decisions: Vec<OwnDecision>,
    /// Its places, newest round first.
    pub counters: Vec<YearCounters>,
}

/// A society's places in one round.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = SocietyQuotaYear)]
pub struct YearCounters {
    /// Year of the round.
    pub year: i32,
    /// A counter a bucket.
    pub counters: Vec<CounterView>,
}

/// What everybody may know of a published decision.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = PublicQuotaDecision)]
pub struct PublicDecision {
    /// Code.
    pub society_id: String,
    /// Name.
    pub society: String,
    /// Discipline group.
    pub group: String,
    /// The engine's band.
    pub band: String,
    /// Points in millionths.
    pub score: i64,
    /// Lower end of the interval.
    pub low: i64,
    /// Upper end.
    pub high: i64,
    /// Points by head.
    pub heads: Vec<HeadSum>,
    /// Places before.
    pub previous: i32,
    /// Places decided.
    pub decided: i32,
}

/// What everybody may know of the published quotas of a round.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = PublicQuotas)]
pub struct PublicQuotas {
    /// Year of the round.
    pub year: i32,
    /// When they were published.
    pub published_at: Option<DateTime<Utc>>,
    /// The first instant that is too late for an appeal.
    pub appeals_until: Option<DateTime<Utc>>,
    /// `appeals`, `deciding` or `final`.
    pub standing: String,
    /// The policy's Chinese title.
    pub policy: String,
    /// The policy's English title.
    pub policy_en: String,
    /// SHA-256 of the policy's text.
    pub policy_digest: String,
    /// SHA-256 of the rows that the proposal rests on.
    pub input_digest: String,
    /// SHA-256 of the outcome.
    pub output_digest: String,
    /// Places in all.
    pub total: i32,
    /// Places kept back.
    pub held: i32,
    /// The decisions by code.
    pub decisions: Vec<PublicDecision>,
}

/// A proposal in a list.
pub(super) fn proposal_view(
    proposal: &Proposal,
    policy: PolicyView,
    standing: Standing,
    (open_appeals, overridden): (usize, usize),
) -> ProposalView {
    let count = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
    ProposalView {
        id: proposal.id.0,
        year: proposal.year,
        policy,
        total: proposal.total,
        held: proposal.held,
        standing: standing.as_str().to_owned(),
        note: proposal.note.clone(),
        proposed_by: proposal.proposed_by.clone(),
        proposed_at: proposal.proposed_at,
        confirmed_by: proposal.confirmed_by.clone(),
        confirmed_at: proposal.confirmed_at,
        published_by: proposal.published_by.clone(),
        published_at: proposal.published_at,
        appeals_until: proposal.appeals_until,
        open_appeals: count(open_appeals),
        overridden: count(overridden),
        names: BTreeMap::new(),
        version: proposal.version,
    }
}

/// A decision in a proposal.
pub(super) fn decision_view(one: &Decision, appeal: Option<String>) -> DecisionView {
    DecisionView {
        society_id: one.society_id.clone(),
        society: one.society.clone(),
        group: one.group.clone(),
        band: one.band.clone(),
        score: one.score,
        low: one.low,
        high: one.high,
        previous: one.previous,
        proposed: one.proposed,
        decided: one.decided,
        reason: one.reason.clone(),
        decided_by: one.decided_by.clone(),
        decided_at: one.decided_at,
        appeal,
        version: one.version,
    }
}
