//! What do the facts say at this moment? Before an expert learns of a nomination he is looked at again: that a recheck
//! of the round has run since they changed is not relied on.

use std::collections::BTreeSet;

use entity::ids::{ExpertId, RoundId};

use super::{
    errors::AssignmentError,
    model::{Ground, Key},
    store,
};
use crate::{
    app::App,
    audit,
    conflicts::Severity,
    matching::{self, RoundRecords},
    persistence::WriteTx,
};

/// Looks that are taken while others keep changing the facts.
pub(super) const MOST_LOOKS: usize = 3;

/// What is found of some experts, and after which deed.
#[derive(Clone, Debug, Default)]
pub(super) struct Look {
    bars: BTreeSet<Key>,
    flags: BTreeSet<Key>,
    seen: i64,
}

impl Look {
    /// Looks at nobody yet: what happens from here on is noticed.
    pub(super) async fn begun(app: &App) -> Result<Self, AssignmentError> {
        let seen = matching::last_deed_that_matters(app.database.reader(), 0).await?;
        Ok(Self { seen: seen.unwrap_or_default(), ..Self::default() })
    }

    /// Looks at experts and every nomination of a round. Takes no lock: whether it still holds is asked in the
    /// transaction that relies on it.
    pub(super) async fn at(
        app: &App,
        round: RoundId,
        experts: &BTreeSet<ExpertId>,
    ) -> Result<Self, AssignmentError> {
        let database = app.database.reader();
        let mut look = Self::begun(app).await?;
        if experts.is_empty() {
            return Ok(look);
        }
        let year = store::year_of(database, round).await?;
        let records = RoundRecords::load_of(app, (round, year), experts).await?;
        let findings = records.findings().await;
        for finding in findings.map_err(|error| AssignmentError::Inside(error.to_string()))? {
            let nomination = records.nomination(&finding.nomination_id);
            let pair = nomination.zip(records.expert(&finding.expert_id));
            let Some(pair) = pair.filter(|(_, expert)| experts.contains(expert)) else { continue };
            match finding.severity {
                Severity::Bar => {
                    look.bars.insert(pair);
                }
                Severity::Flag => {
                    look.flags.insert(pair);
                }
                Severity::Note => {}
            }
        }
        Ok(look)
    }

    /// Whether nothing was done since that could bear on it, nor will be before the transaction ends.
    pub(super) async fn holds(&self, tx: &WriteTx) -> Result<bool, AssignmentError> {
        audit::hold(&**tx).await?;
        Ok(matching::last_deed_that_matters(&**tx, self.seen).await?.is_none())
    }

    /// Whether a bar keeps the two apart.
    pub(super) fn is_barred(&self, pair: &Key) -> bool {
        self.bars.contains(pair)
    }

    /// Whether a conflict waits for a decision.
    pub(super) fn is_flagged(&self, pair: &Key) -> bool {
        self.flags.contains(pair)
    }

    /// With what a later look found; whether it holds is asked of the whole time.
    pub(super) fn and(mut self, later: Self) -> Self {
        self.bars.extend(later.bars);
        self.flags.extend(later.flags);
        self
    }

    /// Adds what was found to what a plan stands on.
    pub(super) fn add_to(&self, ground: &mut Ground) {
        ground.bars.extend(&self.bars);
        ground.flags.extend(&self.flags);
        let bars = &ground.bars;
        ground.flags.retain(|key| !bars.contains(key));
    }
}
