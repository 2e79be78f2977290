//! How is a proposal made? From a stored policy, a total and the record as it stands; all of it is kept.

use entity::{
    ids::{QuotaPolicyId, QuotaProposalId},
    vocabulary::ProposalState,
};

use super::{
    super::{
        engine::{History, Outcome, decide},
        ledger::{self, Stamp},
        policies,
        trials::{self, TrialError, compute, summary},
    },
    decide::ProposalError,
    record::Proposal,
    rules::ProposalRule,
    store,
};
use crate::{app::App, audit, idempotency, shared::hex_sha256, track_record::model::HistoryRow};

/// A proposal to be made.
#[derive(Clone, Copy, Debug)]
pub struct NewProposal<'a> {
    /// The stored policy.
    pub policy: QuotaPolicyId,
    /// Year of the round that it is for.
    pub year: i32,
    /// Places in all.
    pub total: u32,
    /// Why it is made.
    pub note: &'a str,
}

/// SHA-256 of a value as JSON, its fields in the order of their definition.
pub(super) fn digest_of(value: &impl serde::Serialize) -> String {
    hex_sha256(&serde_json::to_vec(value).unwrap_or_default())
}

async fn input(app: &App, year: i32) -> Result<Vec<HistoryRow>, ProposalError> {
    let settled = trials::settled(app).await?;
    if let Some(newest) = settled.newest().filter(|newest| year <= *newest) {
        return Err(ProposalRule::YearPast { newest }.into());
    }
    // A decision starts from the places that societies hold; nothing else would add up.
    if !settled.starts_from_places_held() {
        let round = settled.pending.map_or(year, |(round, _)| round);
        return Err(ProposalRule::Pending { round }.into());
    }
    Ok(settled.rows)
}

async fn outcome_of(
    app: &App,
    new: &NewProposal<'_>,
    rows: &[HistoryRow],
) -> Result<Outcome, ProposalError> {
    let stored = policies::find(app.database.reader(), new.policy).await?;
    let policy = stored.ok_or(TrialError::NoPolicy)?.policy;
    let history = History::new(rows.to_vec()).map_err(TrialError::History)?;
    let total = new.total;
    Ok(compute(move || decide(&history, &policy, total)).await?)
}

/// Makes a proposal as a draft. `key` is none for a caller that is no request.
///
/// # Errors
/// No such policy, a year that is past or taken, a record that contradicts itself, a total that cannot
/// be shared out, a repeated request, the records failing.
pub async fn create(
    app: &App,
    by: &str,
    new: &NewProposal<'_>,
    key: Option<&idempotency::Key>,
) -> Result<QuotaProposalId, ProposalError> {
    let rows = input(app, new.year).await?;
    let outcome = outcome_of(app, new, &rows).await?;
    let stamp = Stamp { ids: app.ids, now: app.clock.now(), by };
    let proposal = draft(new, &rows, &outcome, &stamp);
    let tx = app.database.begin_write().await?;
    if let Some(key) = key
        && !idempotency::keep(&*tx, key, &proposal.id.to_string(), stamp.now).await?
    {
        return Err(ProposalError::Repeated);
    }
    let has_ledger = !ledger::counters_of(&*tx, new.year).await?.is_empty();
    if has_ledger || store::is_year_taken(&*tx, new.year, None).await? {
        return Err(ProposalRule::YearTaken.into());
    }
    store::insert(&*tx, &proposal, &rows, &outcome, &stamp).await?;
    let entry = audit::Entry {
        actor: by.to_owned(),
        action: "quotas.propose".to_owned(),
        subject: format!("quota_proposal/{}", proposal.id),
        before_digest: Some(proposal.input_digest.clone()),
        after_digest: Some(proposal.output_digest.clone()),
        reason: Some(new.note.to_owned()),
        ..audit::Entry::default()
    };
    audit::record(&*tx, stamp.now, entry).await?;
    tx.commit().await?;
    Ok(proposal.id)
}

fn draft(
    new: &NewProposal<'_>,
    rows: &[HistoryRow],
    outcome: &Outcome,
    stamp: &Stamp<'_>,
) -> Proposal {
    let count = |places: u32| i32::try_from(places).unwrap_or(i32::MAX);
    Proposal {
        id: stamp.ids.next(),
        policy: new.policy,
        year: new.year,
        total: count(new.total),
        held: count(outcome.reserve),
        state: ProposalState::Draft,
        note: new.note.to_owned(),
        input_digest: digest_of(&rows),
        output_digest: digest_of(outcome),
        engine_version: outcome.engine_version.to_string(),
        summary: summary(outcome),
        proposed_by: stamp.by.to_owned(),
        proposed_at: stamp.now,
        confirmed_by: None,
        confirmed_at: None,
        published_by: None,
        published_at: None,
        appeals_until: None,
        version: 1,
    }
}
