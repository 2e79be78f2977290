//! How is an appeal decided? By somebody who had no hand in the decision; upheld, it moves places at once.

use entity::{
    ids::QuotaAppealId,
    vocabulary::{AppealState, Bucket, CounterKind, EntryKind},
};

use super::{
    super::{
        ledger::{self, Counter, Movement, Stamp},
        proposals::{self, ProposalError, ProposalRule},
    },
    store,
};
use crate::{app::App, audit, persistence::WriteTx};

/// How an appeal is to be decided.
#[derive(Clone, Copy, Debug)]
pub struct Judgement<'a> {
    /// Upheld or rejected.
    pub state: AppealState,
    /// Places after it, where it is upheld.
    pub places: Option<i32>,
    /// Why.
    pub answer: &'a str,
}

/// Decides an appeal of the version seen. An upheld one changes the decision, the ledger and the track
/// record in the same transaction, out of the places kept back.
///
/// # Errors
/// No such appeal, decided or changed since, a person who had a hand in it, too few places kept back or left
/// of the total, the records failing.
pub async fn decide(
    app: &App,
    by: &str,
    id: QuotaAppealId,
    seen: i64,
    judgement: &Judgement<'_>,
) -> Result<(), ProposalError> {
    let stamp = Stamp { ids: app.ids, now: app.clock.now(), by };
    let tx = app.database.begin_write().await?;
    let appeal = store::find(&*tx, id).await?.ok_or(ProposalError::NotFound)?;
    if appeal.state != AppealState::Open {
        return Err(ProposalRule::AppealDecided.into());
    }
    if appeal.version != seen {
        return Err(ProposalError::Stale);
    }
    let proposal = proposals::find(&*tx, appeal.proposal).await?.ok_or(ProposalError::NotFound)?;
    let found = proposals::find_decision(&*tx, appeal.proposal, &appeal.society_id).await?;
    let decision = found.ok_or(ProposalError::NotFound)?.decision;
    proposals::may_judge(proposal.hands(Some(&decision)), by)?;
    let counters = ledger::counters_of(&*tx, proposal.year).await?;
    let (round, own) = (counter(&counters, None)?, counter(&counters, Some(&appeal.society_id))?);
    let wish = (decision.decided, appeal.wanted);
    let left = proposals::Left { in_ledger: round.held, in_total: proposal.held };
    let more = proposals::granted(judgement.state, wish, judgement.places, left)?;
    let after = decision.decided + more;
    let verdict = (judgement.state, after, judgement.answer);
    if !store::decide(&*tx, &appeal, verdict, &stamp).await? {
        return Err(ProposalError::Stale);
    }
    if more > 0 {
        let reason = (more, judgement.answer);
        proposals::grant(&tx, &proposal, &decision, reason, &stamp).await?;
        move_places((app, &tx), own, more, judgement.answer, &stamp).await?;
        if decision.is_suspended() {
            let whose = (proposal.year, appeal.society_id.as_str());
            ledger::reinstate(&tx, whose, judgement.answer, &stamp).await?;
        }
    }
    let entry = audit::Entry {
        actor: by.to_owned(),
        action: format!("quotas.appeal_{}", judgement.state.as_str()),
        subject: format!("quota_appeal/{id}"),
        reason: Some(format!("{} → {after}: {}", decision.decided, judgement.answer)),
        ..audit::Entry::default()
    };
    audit::record(&*tx, stamp.now, entry).await?;
    let about = (&proposal, &decision);
    proposals::tell_appeal(app, &tx, about, (judgement.state, after)).await?;
    tx.commit().await?;
    Ok(())
}

/// The counter of the round, or of a society, in the bucket that proposals decide.
fn counter<'a>(
    counters: &'a [Counter],
    society: Option<&str>,
) -> Result<&'a Counter, ProposalError> {
    let kind = if society.is_some() { CounterKind::Society } else { CounterKind::Round };
    counters
        .iter()
        .find(|one| {
            one.bucket == Bucket::Three
                && one.kind == kind
                && one.society == society.unwrap_or_default()
        })
        .ok_or(ProposalError::NotFound)
}

async fn move_places(
    (app, tx): (&App, &WriteTx),
    own: &Counter,
    more: i32,
    reason: &str,
    stamp: &Stamp<'_>,
) -> Result<(), ProposalError> {
    let movement = Movement { places: more, reason };
    let now = ledger::move_within(tx, own.id, &movement, EntryKind::Appealed, stamp).await?;
    // Not the decision's number: places may have moved since it was published.
    let places = std::iter::once((own.society.as_str(), now.places.unwrap_or_default()));
    proposals::note_quota(app, tx, stamp.by, own.year, (places, Some(reason))).await
}
