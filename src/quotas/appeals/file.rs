//! How does a society appeal? Once, for more places, in the window.

use entity::{
    ids::{QuotaAppealId, QuotaProposalId},
    vocabulary::AppealState,
};

use super::{
    super::{
        ledger::Stamp,
        proposals::{self, ProposalError, ProposalRule},
    },
    record::Appeal,
    store,
};
use crate::{app::App, audit, idempotency};

/// An appeal to be filed.
#[derive(Clone, Copy, Debug)]
pub struct NewAppeal<'a> {
    /// The proposal.
    pub proposal: QuotaProposalId,
    /// Code of the society, which the actor may speak for.
    pub society: &'a str,
    /// Why.
    pub ground: &'a str,
    /// Places asked for.
    pub wanted: i32,
}

/// Files an appeal.
///
/// # Errors
/// No published decision, outside the window, a second appeal, a repeated request, the records failing.
pub async fn file(
    app: &App,
    by: &str,
    new: &NewAppeal<'_>,
    key: &idempotency::Key,
) -> Result<QuotaAppealId, ProposalError> {
    let stamp = Stamp { ids: app.ids, now: app.clock.now(), by };
    let tx = app.database.begin_write().await?;
    let id = stamp.ids.next();
    if !idempotency::keep(&*tx, key, &QuotaAppealId::to_string(&id), stamp.now).await? {
        return Err(ProposalError::Repeated);
    }
    let proposal = proposals::find(&*tx, new.proposal).await?.ok_or(ProposalError::NotFound)?;
    let found = proposals::find_decision(&*tx, new.proposal, new.society).await?;
    let decision = found.ok_or(ProposalError::NotFound)?.decision;
    let open = store::of_proposal(&*tx, new.proposal).await?;
    let open = open.iter().filter(|one| one.state == AppealState::Open.as_str()).count();
    let standing = proposal.standing(open, stamp.now);
    if matches!(standing, proposals::Standing::Draft | proposals::Standing::Confirmed) {
        // What is not published is not there for a society.
        return Err(ProposalError::NotFound);
    }
    let wish = (decision.decided, new.wanted);
    proposals::may_appeal(standing, proposal.appeals_until, wish)?;
    let appeal = Appeal {
        id,
        proposal: new.proposal,
        society_id: new.society.to_owned(),
        ground: new.ground.to_owned(),
        wanted: new.wanted,
        state: AppealState::Open,
        filed_by: by.to_owned(),
        filed_at: stamp.now,
        answer: None,
        places_before: decision.decided,
        places_after: None,
        decided_by: None,
        decided_at: None,
        version: 1,
    };
    if !store::insert(&*tx, &appeal).await? {
        return Err(ProposalRule::AppealedBefore.into());
    }
    let entry = audit::Entry {
        actor: by.to_owned(),
        action: "quotas.appeal".to_owned(),
        subject: format!("quota_appeal/{id}"),
        reason: Some(format!("{} → {}: {}", decision.decided, new.wanted, new.ground)),
        ..audit::Entry::default()
    };
    audit::record(&*tx, stamp.now, entry).await?;
    tx.commit().await?;
    Ok(id)
}
