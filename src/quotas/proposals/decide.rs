//! How do people decide on a proposal? One changes decisions with reasons, stands by the whole, or
//! sends it back.

use entity::{ids::QuotaProposalId, vocabulary::ProposalState};

use super::{
    super::{
        ledger::{self, MoveError, OpenError, Stamp},
        trials::TrialError,
    },
    record::{Decision, Proposal},
    rules::{self, Deed, ProposalRule},
    store::{self, Step},
};
use crate::{app::App, audit, persistence::WriteTx};

/// Why a proposal was not made or changed.
#[derive(Debug, thiserror::Error)]
pub enum ProposalError {
    /// There is no such proposal, decision or appeal, or the actor may not know of it.
    #[error("未找到 / not found")]
    NotFound,
    /// The rules forbid it.
    #[error("规则不允许 / the rules forbid it: {0:?}")]
    Rule(ProposalRule),
    /// It has changed since it was read.
    #[error("内容已被他人修改 / it has changed")]
    Stale,
    /// The same request was answered before.
    #[error("重复的请求 / a repeated request")]
    Repeated,
    /// Nothing could be proposed.
    #[error(transparent)]
    Trial(#[from] TrialError),
    /// The ledger could not be opened.
    #[error(transparent)]
    Open(#[from] OpenError),
    /// Places could not be moved.
    #[error(transparent)]
    Move(#[from] MoveError),
    /// A file could not be written, or the record refuses a fact.
    #[error("无法写入 / it could not be written: {0}")]
    Refused(String),
    /// The records could not be read or written.
    #[error(transparent)]
    Store(#[from] sea_orm::DbErr),
}

impl From<ProposalRule> for ProposalError {
    fn from(rule: ProposalRule) -> Self {
        Self::Rule(rule)
    }
}

/// An entry about a proposal, or a society in it.
pub(super) fn entry(
    action: &str,
    id: QuotaProposalId,
    society: Option<&str>,
    reason: Option<String>,
    by: &str,
) -> audit::Entry {
    let subject = match society {
        Some(society) => format!("quota_proposal/{id}/{society}"),
        None => format!("quota_proposal/{id}"),
    };
    audit::Entry {
        actor: by.to_owned(),
        action: format!("quotas.{action}"),
        subject,
        reason,
        ..audit::Entry::default()
    }
}

pub(super) fn stamp<'a>(app: &App, by: &'a str) -> Stamp<'a> {
    Stamp { ids: app.ids, now: app.clock.now(), by }
}

/// The proposal, where `deed` is allowed on it.
pub(super) async fn open_to(
    tx: &WriteTx,
    id: QuotaProposalId,
    deed: Deed,
    stamp: &Stamp<'_>,
) -> Result<Proposal, ProposalError> {
    let proposal = store::find(&**tx, id).await?.ok_or(ProposalError::NotFound)?;
    rules::allows(deed, proposal.standing(0, stamp.now))?;
    Ok(proposal)
}

/// Decides other places for a society than were proposed, or those again.
///
/// # Errors
/// No such decision, no draft, changed since it was read, the records failing.
pub async fn decide_otherwise(
    app: &App,
    by: &str,
    (id, society): (QuotaProposalId, &str),
    seen: i64,
    (places, reason): (i32, &str),
) -> Result<(), ProposalError> {
    let stamp = stamp(app, by);
    let tx = app.database.begin_write().await?;
    open_to(&tx, id, Deed::Override, &stamp).await?;
    let found = store::find_decision(&*tx, id, society).await?.ok_or(ProposalError::NotFound)?;
    let decision = found.decision;
    let change = if places == decision.proposed { (places, None) } else { (places, Some(reason)) };
    if decision.version != seen || !store::decide(&*tx, &decision, change, &stamp).await? {
        return Err(ProposalError::Stale);
    }
    if !store::take(&*tx, id, (ProposalState::Draft, None), Step::Touched, &stamp).await? {
        return Err(ProposalError::Stale);
    }
    let why = format!("{} → {places}: {reason}", decision.decided);
    audit::record(&*tx, stamp.now, entry("override", id, Some(society), Some(why), by)).await?;
    tx.commit().await?;
    Ok(())
}

/// Stands by a proposal of the version seen: with what is kept back it is exactly the total.
///
/// # Errors
/// No draft, more places than there are, the year taken, changed since it was read, the records failing.
pub async fn confirm(
    app: &App,
    by: &str,
    id: QuotaProposalId,
    seen: i64,
) -> Result<(), ProposalError> {
    let stamp = stamp(app, by);
    let tx = app.database.begin_write().await?;
    let proposal = open_to(&tx, id, Deed::Confirm, &stamp).await?;
    let has_ledger = !ledger::counters_of(&*tx, proposal.year).await?.is_empty();
    if has_ledger || store::is_year_taken(&*tx, proposal.year, Some(id)).await? {
        return Err(ProposalRule::YearTaken.into());
    }
    // The proposal's row first: who changes a decision must change it too, and waits here.
    if !store::take(&*tx, id, (ProposalState::Draft, Some(seen)), Step::Touched, &stamp).await? {
        return Err(ProposalError::Stale);
    }
    let decisions = store::decisions(&*tx, id).await?;
    let weighed: Vec<_> = decisions.iter().map(Decision::weighed).collect();
    let held = rules::held(proposal.total, &weighed)?;
    let step = Step::Confirmed(held);
    if !store::take(&*tx, id, (ProposalState::Draft, None), step, &stamp).await? {
        return Err(ProposalError::Stale);
    }
    audit::record(&*tx, stamp.now, entry("confirm", id, None, None, by)).await?;
    tx.commit().await?;
    Ok(())
}

/// Sends a confirmed proposal back to be changed.
///
/// # Errors
/// Not confirmed, changed since it was read, the records failing.
pub async fn send_back(
    app: &App,
    by: &str,
    id: QuotaProposalId,
    seen: i64,
    reason: &str,
) -> Result<(), ProposalError> {
    let stamp = stamp(app, by);
    let tx = app.database.begin_write().await?;
    open_to(&tx, id, Deed::Return, &stamp).await?;
    let from = (ProposalState::Confirmed, Some(seen));
    if !store::take(&*tx, id, from, Step::Returned, &stamp).await? {
        return Err(ProposalError::Stale);
    }
    let entry = entry("return", id, None, Some(reason.to_owned()), by);
    audit::record(&*tx, stamp.now, entry).await?;
    tx.commit().await?;
    Ok(())
}
