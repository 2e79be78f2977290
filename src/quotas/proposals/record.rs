//! What is a proposal, and what a decision in it?

use chrono::{DateTime, Utc};
use entity::{
    ids::{QuotaDecisionId, QuotaPolicyId, QuotaProposalId},
    vocabulary::ProposalState,
};

use super::{
    super::{
        engine::{Band, SocietyOutcome},
        trials::OutcomeSummary,
    },
    rules::{Hands, Standing, Weighed},
};

/// A proposal for a round.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proposal {
    /// Key.
    pub id: QuotaProposalId,
    /// The stored policy that it applies.
    pub policy: QuotaPolicyId,
    /// Year of the round that it is for.
    pub year: i32,
    /// Places in all.
    pub total: i32,
    /// Places kept back, with those of the societies the total.
    pub held: i32,
    /// The stored state.
    pub state: ProposalState,
    /// Why it was made.
    pub note: String,
    /// SHA-256 of the rows that it rests on.
    pub input_digest: String,
    /// SHA-256 of the outcome.
    pub output_digest: String,
    /// The engine's version.
    pub engine_version: String,
    /// The outcome as a whole.
    pub summary: OutcomeSummary,
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
    /// Counts the changes of it and of its decisions.
    pub version: i64,
}

/// The decision on one society.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decision {
    /// Key.
    pub id: QuotaDecisionId,
    /// Code of the society.
    pub society_id: String,
    /// Its name.
    pub society: String,
    /// Its discipline group.
    pub group: String,
    /// Places before.
    pub previous: i32,
    /// Places that the engine proposed.
    pub proposed: i32,
    /// Places decided.
    pub decided: i32,
    /// The engine's band.
    pub band: String,
    /// Points in millionths.
    pub score: i64,
    /// Lower end of the interval.
    pub low: i64,
    /// Upper end.
    pub high: i64,
    /// Why other places were decided than proposed.
    pub reason: Option<String>,
    /// Who decided so.
    pub decided_by: Option<String>,
    /// When.
    pub decided_at: Option<DateTime<Utc>>,
    /// Counts the changes.
    pub version: i64,
}

/// A decision with what the engine said of it.
#[derive(Clone, Debug)]
pub struct Explained {
    /// The decision.
    pub decision: Decision,
    /// The engine's explanation.
    pub outcome: SocietyOutcome,
}

impl Proposal {
    /// Where it stands at `now` with so many appeals open.
    pub fn standing(&self, open_appeals: usize, now: DateTime<Utc>) -> Standing {
        Standing::of(self.state, self.appeals_until, open_appeals, now)
    }

    /// Who did what with it, and with one decision.
    pub fn hands<'a>(&'a self, decision: Option<&'a Decision>) -> Hands<'a> {
        Hands {
            confirmed: self.confirmed_by.as_deref(),
            published: self.published_by.as_deref(),
            overrode: decision.and_then(|one| one.decided_by.as_deref()),
        }
    }
}

impl Decision {
    /// Whether the society is suspended: a veto leaves it no places, and nobody decided otherwise.
    pub fn is_suspended(&self) -> bool {
        self.decided == 0 && self.band == Band::Suspend.as_str()
    }

    /// The decision as the balance looks at it.
    pub fn weighed(&self) -> Weighed {
        Weighed {
            society: self.society_id.clone(),
            name: self.society.clone(),
            proposed: self.proposed,
            decided: self.decided,
        }
    }
}
