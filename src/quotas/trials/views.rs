//! What does a reader see of a trial?

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use super::super::engine::{Band, Comparison, HeadSum, IndicatorPrior, Outcome, SocietyOutcome};
use crate::shared::Bilingual;

/// A policy as it was tried.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = QuotaTrialPolicy)]
pub struct TrialPolicyView {
    /// Key of the stored policy, where the text is a stored one's.
    #[schema(value_type = Option<String>)]
    pub id: Option<Uuid>,
    /// The policy's word for itself.
    pub name: String,
    /// Chinese title.
    pub title: String,
    /// English title.
    pub title_en: String,
    /// SHA-256 of its text.
    pub digest: String,
}

/// An outcome without its societies.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = QuotaOutcomeSummary)]
pub struct OutcomeSummary {
    /// The version of the engine.
    pub engine_version: u32,
    /// The newest round of the history.
    pub target_after: i32,
    /// Places in all.
    pub total: u32,
    /// Places kept back.
    pub reserve: u32,
    /// Societies with more places than before.
    pub raised: u32,
    /// Societies with fewer.
    pub lowered: u32,
    /// Societies suspended.
    pub suspended: u32,
    /// To what small numbers were shrunk.
    pub priors: Vec<IndicatorPrior>,
    /// What a reader should know of the history.
    pub notes: Vec<Bilingual>,
}

/// A society in an outcome, without its explanation.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = QuotaSocietyRow)]
pub struct SocietyRow {
    /// Code.
    pub society_id: String,
    /// Name.
    pub society: String,
    /// Discipline group.
    pub group: String,
    /// Points in millionths.
    pub score: i64,
    /// Lower end of the interval.
    pub low: i64,
    /// Upper end.
    pub high: i64,
    /// The score a round earlier.
    pub score_before: Option<i64>,
    /// Points by head.
    pub heads: Vec<HeadSum>,
    /// What is proposed before the total is shared out.
    pub band: Band,
    /// Places of the newest round.
    pub previous: u32,
    /// Places proposed.
    pub proposed: u32,
}

/// What a policy would do.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = QuotaSimulation)]
pub struct SimulationView {
    /// The policy.
    pub policy: TrialPolicyView,
    /// The outcome as a whole.
    pub summary: OutcomeSummary,
    /// The societies by code.
    pub societies: Vec<SocietyRow>,
    /// The explanation of the society that was named.
    pub explained: Option<SocietyOutcome>,
    /// The other policy, where one was named.
    pub compared: Option<ComparedView>,
}

/// What another policy would do.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = QuotaCompared)]
pub struct ComparedView {
    /// The other policy.
    pub policy: TrialPolicyView,
    /// Its outcome as a whole.
    pub summary: OutcomeSummary,
    /// Its societies by code.
    pub societies: Vec<SocietyRow>,
    /// From the other policy (`first`) to the one tried (`second`): who moves.
    pub comparison: Comparison,
}

/// An outcome without its societies.
pub fn summary(outcome: &Outcome) -> OutcomeSummary {
    let count = |holds: &dyn Fn(&SocietyOutcome) -> bool| {
        let count = outcome.societies.iter().filter(|one| holds(one)).count();
        u32::try_from(count).unwrap_or(u32::MAX)
    };
    OutcomeSummary {
        engine_version: outcome.engine_version,
        target_after: outcome.target_after,
        total: outcome.total,
        reserve: outcome.reserve,
        raised: count(&|one| one.proposed > one.previous),
        lowered: count(&|one| one.proposed < one.previous),
        suspended: count(&|one| one.band == Band::Suspend),
        priors: outcome.priors.clone(),
        notes: outcome.notes.clone(),
    }
}

/// The societies of an outcome without their explanations.
pub(super) fn societies(outcome: &Outcome) -> Vec<SocietyRow> {
    outcome
        .societies
        .iter()
        .map(|one| SocietyRow {
            society_id: one.society_id.clone(),
            society: one.society.clone(),
            group: one.group.clone(),
            score: one.score,
            low: one.low,
            high: one.high,
            score_before: one.score_before,
            heads: one.heads.clone(),
            band: one.band,
            previous: one.previous,
            proposed: one.proposed,
        })
        .collect()
}
