//! What does an upheld appeal change in a proposal and its decision?

use entity::vocabulary::ProposalState;

use super::{
    super::ledger::Stamp,
    decide::ProposalError,
    record::{Decision, Proposal},
    store::{self, Step},
};
use crate::persistence::WriteTx;

/// Adds `more` places to a decision, out of those that the proposal keeps back.
///
/// # Errors
/// Changed in the meantime, the records failing.
pub(in super::super) async fn grant(
    tx: &WriteTx,
    proposal: &Proposal,
    decision: &Decision,
    (more, reason): (i32, &str),
    stamp: &Stamp<'_>,
) -> Result<(), ProposalError> {
    let change = (decision.decided + more, Some(reason));
    let is_decided = store::decide(&**tx, decision, change, stamp).await?;
    let from = (ProposalState::Published, None);
    if is_decided && store::take(&**tx, proposal.id, from, Step::Granted(more), stamp).await? {
        Ok(())
    } else {
        Err(ProposalError::Stale)
    }
}
